"""What people of the demo claimed of Buyer Protection, and what came of it, in hours before now."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Step:
    """An act of somebody of the cast: a name of claim_writing.ACTS, with what it says."""

    act: str
    who: str
    hours: float
    told: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ClaimPlan:
    """A claim about the first items of an order (a key of order_plans)."""

    order: int
    hours: float
    reason: str
    words: str
    items: int = 1
    wanted: str = "refund"
    photo: str = ""
    then: tuple[Step, ...] = ()


_LOST = "The tracking says delivered, and nobody at home or next door ever saw it."
_NEW = "The carrier's office wrote to me today: the driver marked the wrong house on that street."

CLAIMS = (
    ClaimPlan(
        141,
        20,
        "damaged",
        "The handle had come off when I opened the box. The seller doesn't write back.",
        photo="broken_mug",
    ),
    ClaimPlan(
        142,
        2 * 24,
        "damaged",
        "It runs, but there is a piece missing from the rim.",
        wanted="return",
        photo="chipped_clock",
        then=(
            Step("answer", "sol", 1.5 * 24, {"words": "Each clock is looked at before it is packed. It left whole."}),
        ),
    ),
    ClaimPlan(
        143,
        5 * 24,
        "damaged",
        "A scratch runs across the whole top.",
        photo="scratched_table",
        then=(
            Step("answer", "sol", 4.5 * 24, {"words": "We think that it happened while it was unpacked."}),
            Step("ask", "gus", 20, {"side": "BUYER", "words": "Please show us the box, with its label.", "days": 3}),
        ),
    ),
    ClaimPlan(
        144,
        8 * 24,
        "not_received",
        _LOST,
        then=(
            Step("answer", "mara", 7.5 * 24, {"words": "It was handed over: the carrier has a signature."}),
            Step(
                "decide",
                "iris",
                3 * 24,
                {"outcome": "for_seller", "why": "The carrier shows a signature with your name, given at your door."},
            ),
        ),
    ),
    ClaimPlan(
        145,
        9 * 24,
        "wrong_item",
        "I ordered the speckled one and got another colour.",
        photo="broken_mug",
        wanted="return",
        then=(
            Step("answer", "sol", 8.2 * 24, {"words": "We have only one colour of it, and sent that."}),
            Step(
                "decide",
                "gus",
                2 * 24,
                {
                    "outcome": "for_buyer",
                    "why": "The photo shows another mug than the one of the order. It goes back first.",
                    "requires_return": True,
                },
            ),
        ),
    ),
    ClaimPlan(
        146,
        12 * 24,
        "not_received",
        _LOST,
        then=(
            Step(
                "decide",
                "gus",
                5 * 24,
                {"outcome": "for_buyer", "why": "Nobody signed for it, and the seller said nothing in 48 hours."},
            ),
            Step("pay", "gus", 5 * 24 - 1),
        ),
    ),
    ClaimPlan(
        147,
        10 * 24,
        "missing",
        "The pen that belongs to it was not in the box.",
        photo="scratched_table",
        then=(
            Step("offer", "sol", 9.5 * 24, {"amount": 600, "words": "We have no pen left. May we give you a part?"}),
            Step("accept", "bruno", 9 * 24),
            Step("pay", "gus", 9 * 24 - 1),
        ),
    ),
    ClaimPlan(
        148,
        14 * 24,
        "not_received",
        _LOST,
        then=(
            Step("answer", "mara", 13 * 24, {"words": "It arrived, by the tracking."}),
            Step("decide", "gus", 6 * 24, {"outcome": "for_seller", "why": "The tracking shows that it arrived."}),
            Step("appeal", "bruno", 30, {"words": _NEW}),
        ),
    ),
    ClaimPlan(149, 7 * 24, "not_received", _LOST, then=(Step("withdraw", "bruno", 6 * 24),)),
)
