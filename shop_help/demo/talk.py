"""What has been said in the demo before anybody signs in."""

from dataclasses import dataclass

from shop_help.demo.cast import KICKS, LUMA, DemoShop


@dataclass(frozen=True)
class Said:
    """One message: BUYER, SHOP or ROBOT, in hours before now. A photo is the one that drawing.py draws."""

    voice: str
    hours: float
    body: str
    kind: str = "text"


@dataclass(frozen=True)
class Talk:
    """A conversation about an order (by its key in order_plans), or about none."""

    buyer: str
    shop: DemoShop
    order: int | None
    said: tuple[Said, ...]


TALKS = (
    Talk(
        "ana",
        LUMA,
        114,
        (
            Said(
                "BUYER",
                20.0,
                "Hi! The app says my lamp was delivered yesterday, but there is nothing here. I was in.",
            ),
            Said(
                "SHOP",
                18.5,
                "Hello Ana, oh no. The carrier wrote “left at the side door”. Might a neighbour have taken it in?",
            ),
            Said("BUYER", 18.2, "There is no side door here :( I asked on both sides, nobody has seen a parcel."),
            Said(
                "SHOP", 17.9, "Thank you for asking around. Give it until tomorrow noon, sometimes they scan early."
            ),
            Said("BUYER", 2.1, "It is past noon and still nothing."),
            Said("BUYER", 2.0, "Could you check with the carrier? The lamp is a birthday present for Saturday."),
        ),
    ),
    Talk(
        "ana",
        KICKS,
        106,
        (
            Said("BUYER", 80.0, "Where is my order?", "question"),
            Said(
                "ROBOT",
                80.0,
                "It is being packed. As soon as it is on its way, its tracking number stands on your order's page.",
                "answer",
            ),
            Said("BUYER", 79.8, "OK. Do the Ridgelines run small? I took my usual 43."),
            Said("SHOP", 74.3, "Hi Ana, Mara here. They are true to size, maybe half a size roomy with thin socks."),
            Said("BUYER", 74.0, "Perfect, thank you!"),
            Said("SHOP", 73.5, "Have fun on the hills, and shout if they don't fit: we swap sizes for free."),
        ),
    ),
    Talk(
        "ana",
        LUMA,
        120,
        (
            Said("BUYER", 230.0, "The mug and notebook are lovely, but the planter has a crack from rim to base."),
            Said("BUYER", 229.8, "It was like this in the box.", "photo"),
            Said(
                "SHOP", 226.0, "That shouldn't leave our bench, sorry Ana. Could you tell me if water gets through?"
            ),
            Said("BUYER", 225.5, "It does, there is a puddle on the sill after every watering."),
            Said(
                "SHOP",
                201.0,
                "Then it is no planter. I'll have the money for it sent back today, keep it for dry flowers.",
            ),
            Said("BUYER", 145.0, "Refund is here. That was quick, thanks Sol."),
            Said("SHOP", 144.2, "You're welcome! Enjoy the mug."),
        ),
    ),
    Talk(
        "ana",
        LUMA,
        None,
        (
            Said("BUYER", 400.0, "Will the Morning mug come back in the blue glaze?"),
            Said(
                "SHOP",
                391.0,
                "Yes, the next firing is in about three weeks. The blue sells out in a day, so look in early.",
            ),
            Said("BUYER", 390.0, "Will do!"),
            Said("SHOP", 389.5, "It will be on the shop page that morning, promised."),
        ),
    ),
    Talk(
        "bruno",
        KICKS,
        123,
        (
            Said("BUYER", 30.0, "Hello, only the socks show as shipped. Are the shoes coming in the same parcel?"),
            Said(
                "SHOP",
                28.0,
                "Hi Bruno! The shoes come from our second shelf in Harrogate, so they travel on their own.",
            ),
            Said("BUYER", 27.8, "Ah, fine."),
            Said("SHOP", 27.5, "They should be packed tomorrow. You'll get the second tracking number here."),
            Said(
                "BUYER", 5.2, "Tomorrow is today and they still say “to ship”. Any news? I leave for Wales on Friday."
            ),
        ),
    ),
    Talk(
        "bruno",
        LUMA,
        125,
        (
            Said("BUYER", 60.0, "Does the lamp come with a UK plug?"),
            Said(
                "SHOP",
                52.0,
                "Hi Bruno, it comes with a US plug and a solid UK adapter in the box. The lamp itself takes 230 V.",
            ),
            Said("BUYER", 51.0, "Great. And is there any customs to pay?"),
            Said(
                "SHOP",
                49.5,
                "No, duties are in the price you paid. If anybody asks at the door, tell me and I'll sort it out.",
            ),
            Said("BUYER", 49.0, "Brilliant, cheers."),
            Said("SHOP", 48.8, "Cheers! It has cleared customs this morning, by the way."),
        ),
    ),
)
