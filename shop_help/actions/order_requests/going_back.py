"""What may be returned goes back: sent by the buyer, inspected by the seller, then paid back or replaced."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from shop_help.actions.order_requests.deciding import refuse
from shop_help.actions.order_requests.paying_back import pay_back, quote_of, settle
from shop_help.actions.order_requests.unit import RequestWork, buyer_of, request_unit, seller_of
from shop_help.models import Refund
from shop_help.policy.faults import refuse_faulty
from shop_help.policy.messages import Refused
from shop_help.policy.request_forms import parcel_faults


def ship_back(sign_in_id: str, request_id: int, carrier: str, tracking_number: str) -> None:
    """The buyer gave it to a carrier."""
    with request_unit(sign_in_id, request_id) as work:
        buyer_of(work)
        parcel = _parcel(carrier, tracking_number)
        work.move("ship_back", "BUYER", return_parcel=parcel, shipped_back_at=work.now)
        work.say("ship_back", **parcel)


def _parcel(carrier: str, tracking_number: str) -> dict[str, str]:
    """What is said of a parcel. Raises Faulty."""
    refuse_faulty(parcel_faults(carrier, tracking_number))
    return {"carrier": carrier.strip(), "tracking_number": tracking_number.strip()}


def mark_arrived(sign_in_id: str, request_id: int) -> None:
    """It is back with the seller, who has so long to look at it."""
    with request_unit(sign_in_id, request_id) as work:
        seller_of(work)
        work.move("arrive", "SHOP", arrived_back_at=work.now)
        work.say("arrive")


def accept_receipt(sign_in_id: str, request_id: int) -> None:
    """It is as it should be: the money goes back, or the seller sends another one."""
    with request_unit(sign_in_id, request_id) as work:
        seller_of(work)
        work.move("accept_receipt", "SHOP")
        settle(work, work.now)
        work.say("accept_receipt")


def reject_receipt(
    sign_in_id: str, request_id: int, reason: str, note: str = "", photo_ids: Sequence[str] = ()
) -> None:
    """It isn't as it should be: a reason of policy.seller_reasons for what came back, words and photos."""
    refuse(sign_in_id, request_id, "reject_receipt", reason, note, photo_ids)


def send_replacement(
    sign_in_id: str, request_id: int, carrier: str, tracking_number: str, order_number: str = ""
) -> None:
    """Another one is on its way; `order_number`: of the order that it has a clock of its own in, if there is one."""
    with request_unit(sign_in_id, request_id) as work:
        seller_of(work)
        _refuse_paid_back(work)
        parcel = _parcel(carrier, tracking_number)
        replacement = parcel | ({"order_number": order_number.strip()} if order_number.strip() else {})
        work.move("exchange", "SHOP", replacement=replacement)
        work.say("exchange", **parcel)


def refund_instead(sign_in_id: str, request_id: int) -> None:
    """The seller has no other one, or would rather not send it: the money goes back."""
    with request_unit(sign_in_id, request_id) as work:
        seller_of(work)
        _refuse_paid_back(work)
        pay_instead(work, "SHOP", work.now)
        work.say("refund_instead")


def pay_instead(work: RequestWork, actor: str, at: datetime) -> None:
    """In place of another one, the buyer gets what the items are worth."""
    work.move("refund_instead", actor, at=at, amount=quote_of(work).total)
    pay_back(work, at)


def _refuse_paid_back(work: RequestWork) -> None:
    if work.connection.execute(select(Refund.id).where(Refund.request_id == work.row.id)).first() is not None:
        raise Refused("refund_chosen")
