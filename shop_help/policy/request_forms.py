"""What a request's form has to hold, by the kind: one fault a field, in words for whoever fills it in."""

from collections.abc import Collection, Mapping
from typing import Any

from shop_help.policy.changes import BY_KIND
from shop_help.policy.faults import Fault
from shop_help.policy.messages import LONGEST_BODY
from shop_help.policy.photos import MOST_PHOTOS
from shop_help.policy.reasons import REASONS
from shop_help.policy.request_states import CHANGES
from shop_help.policy.seller_reasons import SELLER_REASONS
from shop_help.policy.wording import N_

LONGEST_NOTE = 2000
LONGEST_VARIANT = 120
MOST_UNITS = 99
LONGEST_CARRIER = 60
LONGEST_TRACKING = 60
#: The parts of an order's address (models.order).
ADDRESS = ("name", "phone", "lines", "postal_code", "city", "region", "country")

Faults = dict[str, Fault]

NO_ITEMS = Fault(N_("Choose at least one item."))

_LONG = N_("At most %(most)s characters, please.")
_CHOOSE_REASON = N_("Choose a reason.")
_PHOTOS = N_("Add at least one photo: without one nobody can see what is meant.")
_MANY_PHOTOS = N_("At most %(most)s photos, please.")


def ask_faults(kind: str, line_ids: Collection[int], reason: str, note: str, details: Mapping[str, Any]) -> Faults:
    """What is wrong with a request as it was filled in; photos are asked about apart."""
    change = BY_KIND.get(kind)
    faults = note_faults("note", note, is_needed=bool(change and change.asks))
    if not line_ids and not (change and change.is_of_order):
        faults["lines"] = NO_ITEMS
    if kind not in CHANGES and reason not in REASONS:
        faults["reason"] = Fault(_CHOOSE_REASON)
    of_details = _DETAILS.get(kind)
    return faults | of_details(details, note) if of_details else faults


def note_faults(name: str, note: str, *, is_needed: bool = False, missing: str = "") -> Faults:
    """Of a field for words."""
    if is_needed and not note.strip():
        return {name: Fault(missing or N_("Say it in a few words."))}
    if len(note) > LONGEST_NOTE or len(note.encode(errors="replace")) > 4 * LONGEST_BODY:
        return {name: Fault(_LONG, {"most": LONGEST_NOTE})}
    return {}


def why_faults(why: str) -> Faults:
    """Of what customer service says to a decision."""
    return note_faults("why", why, is_needed=True, missing=N_("Say why: the buyer and the seller both read it."))


def photo_faults(reason_needs_them: bool, photos: Collection[str]) -> Faults:
    """Of the field for photos."""
    if reason_needs_them and not photos:
        return {"photos": Fault(_PHOTOS)}
    return {"photos": Fault(_MANY_PHOTOS, {"most": MOST_PHOTOS})} if len(photos) > MOST_PHOTOS else {}


def _order_change(details: Mapping[str, Any], note: str) -> Faults:
    faults = _variant(details, note)
    quantity = details.get("quantity")
    if quantity is not None and not (type(quantity) is int and 1 <= quantity <= MOST_UNITS):
        faults["quantity"] = Fault(N_("A number from 1 to %(most)s, please."), {"most": MOST_UNITS})
    if not faults and not (str(details.get("variant") or "").strip() or quantity or note.strip()):
        faults["variant"] = Fault(N_("Say what should be different: the variant, the quantity, or in words."))
    return faults


def _variant(details: Mapping[str, Any], note: str) -> Faults:
    variant = details.get("variant") or ""
    if not isinstance(variant, str) or len(variant) > LONGEST_VARIANT:
        return {"variant": Fault(_LONG, {"most": LONGEST_VARIANT})}
    return {}


def _address(details: Mapping[str, Any], note: str) -> Faults:
    address = details.get("address")
    if not isinstance(address, Mapping) or set(address) - set(ADDRESS):
        return {"address": Fault(N_("Fill in the new address."))}
    missing = [name for name in ("name", "lines", "city") if not address.get(name)]
    return {name: Fault(N_("This is needed for the parcel to arrive.")) for name in missing}


_DETAILS = {"order_change": _order_change, "exchange": _variant, "address_change": _address}

SAME_ADDRESS = Fault(N_("It goes to this address already. Change what is different."))
WHOLE_ORDER = Fault(N_("An order that isn't paid yet is cancelled as a whole. Choose all of its items."))


def refusal_faults(kind: str, code: str, note: str, photos: Collection[str], of_receipt: bool = False) -> Faults:
    """What is wrong with a seller's no as it was filled in."""
    reason = SELLER_REASONS.get(code)
    if reason is None or kind not in reason.kinds or reason.of_receipt != of_receipt:
        return {"reason": Fault(_CHOOSE_REASON)}
    missing = N_("Say why in a few words: the buyer reads it.")
    return note_faults("note", note, is_needed=reason.needs_note, missing=missing) | photo_faults(
        reason.needs_photos, photos
    )


def offer_faults(amount: object, most: int, note: str) -> Faults:
    """What is wrong with an offer; `most` is what the buyer asks back, in minor units."""
    faults = note_faults("note", note)
    if type(amount) is not int or amount <= 0:
        faults["amount"] = Fault(N_("Enter an amount above nothing."))
    elif amount >= most:
        faults["amount"] = Fault(N_("A part is less than the whole. To give all of it back, approve the request."))
    return faults


def ship_faults(line_ids: Collection[int]) -> Faults:
    """What is wrong with what is to leave."""
    return {} if line_ids else {"lines": NO_ITEMS}


def parcel_faults(carrier: str, tracking_number: str) -> Faults:
    """What is wrong with what was said of a parcel."""
    faults: Faults = {}
    for name, text, most in (
        ("carrier", carrier, LONGEST_CARRIER),
        ("tracking_number", tracking_number, LONGEST_TRACKING),
    ):
        if not text.strip() or not text.isprintable():
            faults[name] = Fault(N_("It stands on the receipt of the carrier."))
        elif len(text) > most:
            faults[name] = Fault(_LONG, {"most": most})
    return faults
