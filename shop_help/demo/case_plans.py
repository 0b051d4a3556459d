"""What has been asked customer service in the demo before anybody signs in."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Word:
    """What somebody wrote, in hours before now: the buyer, or an agent of the cast, who says whose turn it is then.

    Without words the buyer left a live chat: it went on as a message.
    """

    who: str
    hours: float
    body: str = ""
    then: str = "waiting_buyer"


@dataclass(frozen=True)
class CasePlan:
    """A case: its first word opens it. `order` is a key of order_plans."""

    key: str
    story: str
    buyer: str
    order: int | None
    question: str
    mode: str
    said: tuple[Word, ...]
    #: From 1 to 5, and what they said about it.
    rating: tuple[int, str] | None = None
    is_closed: bool = False
    #: The key of the closed case that it goes on with.
    goes_on_from: str = ""


CASES = (
    CasePlan(
        "ana-charged",
        "Ana's message waits for an agent",
        "ana",
        104,
        "charged-twice",
        "message",
        (Word("buyer", 1.5, "My bank shows this order twice, on the same day. I ordered it once."),),
    ),
    CasePlan(
        "ana-table",
        "Began as a live chat; Gus has it and waits for Ana",
        "ana",
        115,
        "only-part-arrived",
        "chat",
        (
            Word("buyer", 26, "The cushion and the candle came. The table has not moved since Boise: is it lost?"),
            Word("gus", 25.96, "Hello Ana, it waits for a carrier of heavy goods. Stairs, or a lift?", "assigned"),
            Word("buyer", 25.9, "Stairs, second floor."),
            Word("buyer", 25.8),
            Word("gus", 19.5, "They can carry it up tomorrow or the day after. Which day suits you?"),
        ),
    ),
    CasePlan(
        "ana-blanket",
        "Resolved two days ago, and Ana was satisfied",
        "ana",
        122,
        "receipt",
        "chat",
        (
            Word("buyer", 50, "Where do I get a receipt with the tax on it?"),
            Word("gus", 49.95, "Hello Ana! The order's page lists all you paid, the tax too. Printed, it is one."),
            Word("buyer", 49.9, "Ah, I see it now. Thank you!"),
            Word("gus", 49.85, "Glad to hear. Enjoy the blanket.", "resolved"),
        ),
        rating=(5, "Answered before my tea was cold."),
    ),
    CasePlan(
        "ana-backpack",
        "Closed after seven days, with a case that goes on from it",
        "ana",
        111,
        "return-time",
        "message",
        (
            Word("buyer", 24 * 19, "Until when can I send the backpack back?"),
            Word("iris", 24 * 18.8, "Hello Ana, the day stands on the order's page under Help.", "resolved"),
        ),
        rating=(3, ""),
        is_closed=True,
    ),
    CasePlan(
        "ana-backpack-again",
        "Goes on from a closed case; Iris asked the seller",
        "ana",
        111,
        "return-time",
        "chat",
        (
            Word("buyer", 72, "A seam of the backpack came open on the first walk. Is it too late?"),
            Word(
                "iris", 71.955, "Hello Ana, that is a fault and no change of mind. Let me ask Kicks & Co.", "assigned"
            ),
            Word("buyer", 71.9, "Thank you. I have to go now."),
            Word("buyer", 71.8),
            Word("iris", 70.5, "I have asked them for a new one, and write to you here.", "waiting_seller"),
        ),
        goes_on_from="ana-backpack",
    ),
    CasePlan(
        "bruno-socks",
        "Bruno's message waits for an agent",
        "bruno",
        123,
        "only-part-arrived",
        "message",
        (Word("buyer", 3, "Will the shoes come in a parcel of their own, or did somebody forget them?"),),
    ),
    CasePlan(
        "bruno-scarf",
        "Resolved, and Bruno was not satisfied",
        "bruno",
        129,
        "how-to-return",
        "message",
        (
            Word("buyer", 24 * 6, "Where do I get the label for sending the scarf back?"),
            Word(
                "iris", 24 * 6 - 7, "Hello Bruno, the seller sends it once they agreed. Please ask them.", "resolved"
            ),
        ),
        rating=(2, "That I knew already."),
    ),
)

#: Business hours of the demo: around the clock in one market, several periods a day in another.
HOURS = {
    "US": ([[["00:00", "24:00"]]] * 7, False),
    "UK": ([[["08:00", "12:00"], ["13:00", "18:00"]]] * 5 + [[["09:00", "14:00"]], []], True),
}
