"""The questions that a conversation opens with where a shop has none of its own, as we ship them."""

from dataclasses import dataclass

from shop_help.policy.faults import Fault
from shop_help.policy.orders import ARRIVED
from shop_help.policy.wording import N_

#: All of them stand on one page.
MOST_STANDARD = 50
FULL = Fault(N_("There are at most %(most)s of them. Delete one that nobody needs."), {"most": MOST_STANDARD})
STALE = Fault(N_("Somebody else changed this meanwhile. Yours is kept here: look at theirs, then save again."))


@dataclass(frozen=True)
class ShippedFaq:
    """A question and its answer, with places of policy.answers; `states` of an order, empty for all."""

    question: str
    answer: str
    states: tuple[str, ...] = ()


SHIPPED_FAQS = (
    ShippedFaq(
        N_("Where is my order?"),
        N_("{status} Each step of the way stands on the order's page."),
        ("PARTIALLY_SHIPPING", "AWAITING_COLLECTION", "IN_TRANSIT"),
    ),
    ShippedFaq(
        N_("When will it be shipped?"),
        N_("{shop_name} has your order of {ordered_on}. {status}"),
        ("AWAITING_SHIPMENT",),
    ),
    ShippedFaq(
        N_("Can I still change or cancel it?"),
        N_(
            "Until the carrier has it you can ask for another address, for a change, or for a cancellation right "
            "here, with the buttons above the field you write in. {shop_name} is asked at once."
        ),
        ("ON_HOLD", "AWAITING_SHIPMENT", "AWAITING_COLLECTION"),
    ),
    ShippedFaq(
        N_("It says delivered, but I don't have it"),
        N_(
            "It was marked as delivered on {delivered_on}. Look with neighbours and in safe places first: parcels "
            "are sometimes scanned early. If it isn't there by tomorrow, write here, and {shop_name} traces it."
        ),
        ARRIVED,
    ),
    ShippedFaq(
        N_("Something arrived broken or wrong"),
        N_(
            "We are sorry, {buyer_name}. Ask for a refund or an exchange right here, with photos of what arrived: "
            "{shop_name} sees them at once."
        ),
        ARRIVED,
    ),
    ShippedFaq(
        N_("How do I send something back?"),
        N_(
            "Ask for a return right here, until {return_until}. You choose the items and the reason, and see by when "
            "{shop_name} answers."
        ),
        ARRIVED,
    ),
)
