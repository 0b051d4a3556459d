"""A buyer asks for something: judged by the rulebook, kept with its verdict, told to the seller with its clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from shop_help import clock
from shop_help.actions.conversations import open_conversation
from shop_help.actions.order_requests.catching_up import catch_up_order
from shop_help.actions.order_requests.judging import Asked, NotEligible, details_of, judged
from shop_help.actions.order_requests.paying_back import quote_for, settle
from shop_help.actions.order_requests.photos import own_photos, stand_by
from shop_help.actions.order_requests.unit import RequestWork, work_on
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.identity import Viewer, viewer_of
from shop_help.models import Order, OrderRequest, RequestLine
from shop_help.models.request_log import locked_order
from shop_help.models.shown_orders import shown_order
from shop_help.policy.faults import refuse_faulty
from shop_help.policy.messages import Refused, is_client_id
from shop_help.policy.permissions import may_contact
from shop_help.policy.reasons import REASONS
from shop_help.policy.refunds import Quote
from shop_help.policy.request_deadlines import clock_after
from shop_help.policy.request_events import ASKED
from shop_help.policy.request_forms import ask_faults, photo_faults
from shop_help.policy.request_states import CHANGES, KINDS
from shop_help.policy.verdicts import Verdict
from shop_help.verdict_words import verdict_data

__all__ = ["Asked", "Made", "NotEligible", "ask"]


@dataclass(frozen=True)
class Made:
    """Where it goes on, and whether the same form was sent before."""

    request_id: int
    conversation_id: int
    state: str
    is_new: bool


def ask(sign_in_id: str, asked: Asked) -> Made:
    """Asks the seller, or does at once what needs nobody's yes. The same client_id twice is one request.

    Raises Refused for what isn't theirs, Faulty for what is to be put right, NotEligible for a no of the rules.
    """
    if asked.kind not in KINDS or not is_client_id(asked.client_id):
        raise Refused("bad_request")
    refuse_faulty(ask_faults(asked.kind, asked.line_ids, asked.reason, asked.note, asked.details))
    conversation_id = _conversation(sign_in_id, asked.order_id)
    catch_up_order(asked.order_id, clock.now())
    try:
        return _ask(sign_in_id, asked, conversation_id)
    except IntegrityError:
        # Two taps at once: the other one made it, or asked about the same item first.
        return _ask(sign_in_id, asked, conversation_id)


def _conversation(sign_in_id: str, order_id: int) -> int:
    viewer = _buyer(sign_in_id)
    order = db.session.scalar(Order.of(viewer.person_id).where(Order.id == order_id))
    if order is None:
        raise Refused("forbidden")
    return open_conversation(viewer.person_id, order.shop_id, order.id)


def _buyer(sign_in_id: str) -> Viewer:
    viewer = viewer_of(sign_in_id)
    if viewer is None:
        raise Refused("signed_out")
    if not may_contact(viewer):
        raise Refused("forbidden")
    return viewer


def _ask(sign_in_id: str, asked: Asked, conversation_id: int) -> Made:
    with write_unit(db.session) as session:
        viewer, connection, now = _buyer(sign_in_id), session.connection(), clock.now()
        if locked_order(connection, asked.order_id).buyer_id != viewer.person_id:
            raise Refused("forbidden")
        earlier = _earlier(connection, viewer.person_id, asked)
        if earlier is not None:
            return earlier
        request_id, verdict = write_request(connection, viewer.person_id, conversation_id, asked, now)
        work = work_on(connection, request_id, now, viewer)
        begin_request(work, verdict)
    work.talk.announce()
    return Made(request_id, conversation_id, work.row.state, True)


def _earlier(connection: Connection, buyer_id: int, asked: Asked) -> Made | None:
    """The same form once more: what it made then. Raises Refused where something else comes under its name."""
    wanted = select(OrderRequest.id, OrderRequest.order_id, OrderRequest.kind, OrderRequest.state)
    wanted = wanted.add_columns(OrderRequest.conversation_id)
    found = connection.execute(
        wanted.where(OrderRequest.buyer_id == buyer_id, OrderRequest.client_id == asked.client_id)
    ).one_or_none()
    if found is None:
        return None
    if (found.order_id, found.kind) != (asked.order_id, asked.kind):
        raise Refused("client_id_reused")
    return Made(found.id, found.conversation_id, found.state, False)


def write_request(
    connection: Connection, buyer_id: int, conversation_id: int, asked: Asked, now: datetime
) -> tuple[int, Verdict]:
    """Its rows, judged as of `now`; under the order's lock. Its id, and the verdict it rests on."""
    order = shown_order(asked.order_id)
    verdict, came_late = judged(order, asked, now)
    photos = own_photos(connection, asked.photo_ids, conversation_id, buyer_id)
    reason = REASONS.get(asked.reason)
    refuse_faulty(photo_faults(reason is not None and reason.needs_photos, photos))
    back = quote_for(connection, order.id, asked.kind, verdict.lines, asked.reason)
    values = {
        "order_id": order.id,
        "buyer_id": buyer_id,
        "shop_id": order.shop.id,
        "conversation_id": conversation_id,
        "client_id": asked.client_id,
        "kind": asked.kind,
        "state": "pending",
        "reason": "" if asked.kind in CHANGES else asked.reason,
        "note": asked.note.strip(),
        "details": details_of(order, asked),
        "verdict": verdict_data(verdict),
        "came_late": came_late,
        "currency": order.currency,
        "amount": back.total,
        "shipping_amount": back.shipping,
        "asked_at": now,
        "moved_at": now,
    }
    request_id = int(connection.execute(insert(OrderRequest).returning(OrderRequest.id), values).scalar_one())
    connection.execute(insert(RequestLine), _lines(request_id, verdict.lines, back))
    stand_by(connection, request_id, photos, "BUYER")
    return request_id, verdict


def _lines(request_id: int, line_ids: Sequence[int], back: Quote) -> list[dict[str, Any]]:
    return [
        {"request_id": request_id, "line_id": line, "open_line_id": line, "amount": back.of_line(line)}
        for line in line_ids
    ]


def begin_request(work: RequestWork, verdict: Verdict) -> None:
    """Its clock, its line in the timeline, its card; done at once where the rules ask nobody."""
    work.tell(f"request.{ASKED}", "BUYER", work.now, verdict.code, came_late=work.row.came_late)
    if verdict.at_once:
        work.move("auto_approve", "SYSTEM", why=verdict.code)
        settle(work, work.now)
        work.say("cancelled_at_once")
        return
    running = clock_after(ASKED, work.row.kind, "pending", work.now, work.rules)
    if running is not None:
        work.begin(running)
    work.say(ASKED)
