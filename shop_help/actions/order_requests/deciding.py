"""The seller answers: yes, no with a reason, or a part."""

from collections.abc import Sequence

from sqlalchemy import update

from shop_help.actions.order_requests.paying_back import settle
from shop_help.actions.order_requests.photos import own_photos, stand_by
from shop_help.actions.order_requests.unit import RequestWork, request_unit, seller_of
from shop_help.models import Order
from shop_help.policy.faults import refuse_faulty
from shop_help.policy.messages import Refused
from shop_help.policy.request_events import refusal_of
from shop_help.policy.request_forms import offer_faults, refusal_faults
from shop_help.policy.request_states import step_for


def approve(sign_in_id: str, request_id: int) -> None:
    """Yes: the money goes back, or it may be sent back first; a change is made."""
    with request_unit(sign_in_id, request_id) as work:
        seller_of(work)
        work.move("approve", "SHOP")
        if work.row.kind == "address_change":
            _readdress(work)
        settle(work, work.now)
        work.say("approve")


def _readdress(work: RequestWork) -> None:
    """The order goes to the new address from now on; the request keeps the old one."""
    address = work.row.details["address"]
    work.connection.execute(update(Order).where(Order.id == work.order.id).values(address=address))


def reject(sign_in_id: str, request_id: int, reason: str, note: str = "", photo_ids: Sequence[str] = ()) -> None:
    """No, with a reason of policy.seller_reasons, words and photos. A change is declined the same way."""
    refuse(sign_in_id, request_id, "reject", reason, note, photo_ids)


def refuse(sign_in_id: str, request_id: int, event: str, reason: str, note: str, photo_ids: Sequence[str]) -> None:
    """A no to the request, or (event reject_receipt) to what came back. Raises Faulty for what is missing."""
    with request_unit(sign_in_id, request_id) as work:
        seller = seller_of(work)
        require_step(work, event)
        refuse_faulty(refusal_faults(work.row.kind, reason, note, photo_ids, of_receipt=event == "reject_receipt"))
        photos = own_photos(work.connection, photo_ids, work.row.conversation_id, seller.person_id)
        stand_by(work.connection, request_id, photos, "SHOP")
        said = note.strip()
        work.move(event, "SHOP", why=reason, answer=said, answer_reason=reason, rejected_at=work.now)
        work.say(event)


def offer(sign_in_id: str, request_id: int, amount: object, note: str = "") -> None:
    """A part of the money (`amount` in minor units, below the whole), and the buyer keeps the item."""
    with request_unit(sign_in_id, request_id) as work:
        seller_of(work)
        require_step(work, "offer")
        refuse_faulty(offer_faults(amount, work.row.amount, note))
        work.move("offer", "SHOP", offered=amount, answer=note.strip(), answer_reason="")
        work.say("offer")


def require_step(work: RequestWork, event: str) -> None:
    """What is no longer possible is said before what is wrong with the form. Raises Refused."""
    if step_for(event, "SHOP", work.row.kind, work.row.state) is None:
        raise Refused(refusal_of(event, "SHOP", work.row.kind, work.row.state))
