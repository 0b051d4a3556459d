"""Why a seller says no: the lists of the form, by what is refused, and what each reason takes."""

from dataclasses import dataclass

from shop_help.policy.request_states import CHANGES
from shop_help.policy.wording import N_

_AFTER = ("refund", "return", "exchange")
_CHANGES = tuple(sorted(CHANGES))


@dataclass(frozen=True)
class SellerReason:
    """A reason in the seller's words, as the buyer reads it too, and the kinds of request that it refuses."""

    code: str
    words: str
    kinds: tuple[str, ...]
    #: Of what came back and isn't as it should be; else of the request itself.
    of_receipt: bool = False
    #: Without words, or without a photo, nobody could judge it.
    needs_note: bool = False
    needs_photos: bool = False


SELLER_REASONS = {
    reason.code: reason
    for reason in (
        SellerReason("already_packed", N_("It is packed and leaves today"), ("cancellation", *_CHANGES)),
        SellerReason("made_to_order", N_("It is made for this order"), ("cancellation", *_CHANGES)),
        SellerReason("no_such_item", N_("We don't have the one that was asked for"), ("order_change", "exchange")),
        SellerReason("not_shipped_there", N_("We don't ship to that address"), ("address_change",)),
        SellerReason("as_described", N_("The item is as described and complete"), _AFTER, needs_note=True),
        SellerReason("no_proof", N_("The photos don't show what is said to be wrong"), _AFTER),
        SellerReason("used", N_("It was used or damaged after it arrived"), _AFTER, needs_note=True),
        SellerReason("arrived", N_("The carrier shows that it arrived"), ("refund",)),
        SellerReason("agreed", N_("We agreed on something else"), ("cancellation", *_AFTER), needs_note=True),
        SellerReason("other", N_("Something else"), ("cancellation", *_CHANGES, *_AFTER), needs_note=True),
        SellerReason(
            "came_back_used", N_("It came back used or damaged"), _AFTER[1:], of_receipt=True, needs_photos=True
        ),
        SellerReason("came_back_other", N_("Another item came back"), _AFTER[1:], of_receipt=True, needs_photos=True),
        SellerReason(
            "came_back_missing", N_("The parcel was empty, or something is missing"), _AFTER[1:], True, False, True
        ),
        SellerReason("came_back_unlike", N_("Something else is wrong with it"), _AFTER[1:], True, True, True),
    )
}


def seller_reasons(kind: str, of_receipt: bool = False) -> list[SellerReason]:
    """What the form offers for a request of this kind, in its order."""
    return [each for each in SELLER_REASONS.values() if kind in each.kinds and each.of_receipt == of_receipt]
