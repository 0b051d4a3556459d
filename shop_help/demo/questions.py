"""What the demo's shops answer by themselves, and what their people answer with one tap."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Faq:
    """A question, how often it was asked, and the order states it fits (none: always)."""

    question: str
    answer: str
    asked: int
    states: tuple[str, ...] = ()


_BEFORE = ("UNPAID", "ON_HOLD", "AWAITING_SHIPMENT")
_STILL_HERE = (*_BEFORE, "AWAITING_COLLECTION")
_ON_ITS_WAY = ("PARTIALLY_SHIPPING", "IN_TRANSIT")
_THERE = ("DELIVERED", "COMPLETED")

LUMA_FAQS = (
    Faq(
        "Where is my order?",
        "Order {order_number} left us on {shipped_on} with {carrier}. Its tracking number is {tracking_number}, "
        "and it {arrival}.",
        412,
        _ON_ITS_WAY,
    ),
    Faq(
        "When will you ship it?",
        "Thank you for your order of {ordered_on}! We pack by hand and give parcels to the carrier within two "
        "working days. {items}: it {arrival}.",
        268,
        _STILL_HERE,
    ),
    Faq(
        "It says delivered, but I don't have it",
        "{carrier} marked {tracking_number} as delivered on {delivered_on}. Please look with neighbours and in safe "
        "places first; parcels are sometimes scanned a day early. If it isn't there tomorrow, write to us here and "
        "we trace it with the carrier.",
        141,
        _THERE,
    ),
    Faq(
        "Something arrived broken",
        "We are sorry, {buyer_name}. Write to us here what broke and how the box looked. We look at it the same day.",
        133,
        _THERE,
    ),
    Faq(
        "Can I still change the address?",
        "As long as order {order_number} isn't packed, yes: write the new one to us here and we confirm it. "
        "Its state now: {order_state}.",
        97,
        _BEFORE,
    ),
    Faq(
        "How do I send something back?",
        "The time for returns runs from the day of delivery, {delivered_on}. Write to us here what you would like to "
        "send back. Please use the box it came in.",
        88,
        _THERE,
    ),
    Faq(
        "Are the lamp's bulbs included?",
        "Yes, every lamp comes with a warm LED bulb that is made to be replaced.",
        54,
    ),
    Faq("Do you gift-wrap?", "Write “gift” in the note of your order and we wrap it in linen, at no cost.", 31),
)

KICKS_FAQS = (
    Faq(
        "Where is my order?",
        "Your {items} left Leeds on {shipped_on}. {carrier} has it under {tracking_number}, and it {arrival}.",
        655,
        _ON_ITS_WAY,
    ),
    Faq(
        "Which size should I take?",
        "Our shoes are true to size. Between two sizes, take the larger for trails and the smaller for the street. "
        "Swapping a size costs you nothing.",
        503,
    ),
    Faq(
        "Can I swap the size?",
        "Sure. Write to us here which pair of order {order_number} and the size you want. We hold it for you while "
        "yours travels back.",
        244,
        _THERE,
    ),
    Faq(
        "When do you ship?",
        "Orders before noon go out the same day, later ones the next. Order {order_number} is of {ordered_on}; its "
        "state now: {order_state}.",
        230,
        _STILL_HERE,
    ),
    Faq(
        "Can I cancel?",
        "Soon after paying it is free: write to us here. Later we have to look whether the box is still here, and "
        "tell you as soon as we know.",
        126,
        _BEFORE,
    ),
    Faq(
        "My parcel hasn't moved for days",
        "Scans get lost more often than parcels. {tracking_number} {arrival}. If that "
        "day is past, write to us here and we chase {carrier}.",
        119,
        _ON_ITS_WAY,
    ),
    Faq(
        "Are the collectibles real?",
        "Every card is graded and sealed by an independent house, and its number can be looked up. What sets cards "
        "apart is their state, so look closely at the scans before you buy.",
        61,
    ),
)

LUMA_REPLIES = (
    (
        "Tracing a parcel",
        "I have asked the carrier to trace your parcel. They answer within two working days, and I write to "
        "you the moment I hear from them.",
    ),
    ("Photo, please", "Could you send a photo of the item and of the box it came in? Then I can decide at once."),
    (
        "Packed tomorrow",
        "Your order is on my bench and leaves tomorrow morning. You will see the tracking number here.",
    ),
    ("Thank you", "Thank you for your patience, it means a lot to a small workshop like ours."),
)

KICKS_REPLIES = (
    (
        "Size advice",
        "They are true to size. If you are between two, take the larger one for trails and the smaller one for "
        "the street.",
    ),
    ("Swap on its way", "Your swap is packed. Put the first pair into the same box and use the label inside."),
    ("Carrier is slow", "The carrier is behind this week, sorry. If it isn't there by Friday, I send a new pair."),
    (
        "Sold out",
        "That size has just sold out. I can hold the next one for you, or cancel right away: which do you prefer?",
    ),
    ("Cheers", "Cheers, and enjoy! A photo from the trail is always welcome."),
)
