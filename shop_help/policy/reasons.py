"""Why a buyer asks for something: the list of the form, whose fault it is, and what each reason takes."""

from collections.abc import Iterable
from dataclasses import dataclass

from shop_help.policy.orders import NOT_COVERED, NOT_RETURNABLE
from shop_help.policy.wording import N_

_AFTER = ("refund", "return", "exchange", "protect")


@dataclass(frozen=True)
class Reason:
    """A reason in the buyer's words, the actions it is for, and whose fault it is: seller or buyer.

    For the parcel on its way the seller answers, too.
    """

    code: str
    words: str
    actions: tuple[str, ...]
    fault: str
    #: Without a photo nobody can decide it.
    needs_photos: bool = False
    #: It can be given for what hasn't arrived.
    before_delivery: bool = False

    @property
    def is_change_of_mind(self) -> bool:
        """Nothing is wrong with the item."""
        return self.fault == "buyer"

    @property
    def pays_return_shipping(self) -> str:
        """Who pays for sending it back: whose fault it is."""
        return self.fault

    def is_for(self, action: str, item_class: str) -> bool:
        """Can it be given for this action and an item of this class?"""
        if action not in self.actions:
            return False
        if action == "protect":
            return item_class not in NOT_COVERED
        return not (self.is_change_of_mind and action in _AFTER and item_class in NOT_RETURNABLE)


REASONS = {
    reason.code: reason
    for reason in (
        Reason("damaged", N_("It arrived damaged"), _AFTER, "seller", needs_photos=True),
        Reason("defective", N_("It doesn't work"), _AFTER, "seller", needs_photos=True),
        Reason("wrong_item", N_("It is not what I ordered"), _AFTER, "seller", needs_photos=True),
        Reason("missing", N_("Something is missing"), ("refund", "return", "protect"), "seller", needs_photos=True),
        Reason("not_as_described", N_("It is not as described"), _AFTER, "seller", needs_photos=True),
        Reason("counterfeit", N_("It is a fake"), ("refund", "return", "protect"), "seller", needs_photos=True),
        Reason("not_received", N_("I never got it"), ("refund", "protect"), "seller", before_delivery=True),
        Reason("does_not_fit", N_("It doesn't fit"), ("return", "exchange"), "buyer"),
        Reason("other_variant", N_("I would rather have another size or colour"), ("exchange",), "buyer"),
        Reason(
            "no_longer_needed", N_("I don't need it any more"), ("cancel", "return"), "buyer", before_delivery=True
        ),
        Reason("by_mistake", N_("I ordered it by mistake"), ("cancel", "return"), "buyer", before_delivery=True),
        Reason("better_price", N_("I found a better price"), ("cancel", "return"), "buyer", before_delivery=True),
        Reason("wrong_details", N_("The address or the item is wrong"), ("cancel",), "buyer", before_delivery=True),
        Reason("too_slow", N_("It takes too long"), ("cancel",), "seller", before_delivery=True),
    )
}


def reasons_for(action: str, item_classes: Iterable[str], is_delivered: bool = True) -> list[Reason]:
    """What the form offers for items of these classes, in its order; each reason holds for all of them."""
    classes = tuple(item_classes)
    return [
        reason
        for reason in REASONS.values()
        if all(reason.is_for(action, item_class) for item_class in classes)
        and (is_delivered or reason.before_delivery)
    ]
