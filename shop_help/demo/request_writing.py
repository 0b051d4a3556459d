"""Writes planned requests as the acts would have, at their time: judged, moved and told by the same code."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from types import SimpleNamespace
from typing import Any, cast
from uuid import NAMESPACE_URL, uuid4, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from shop_help import photo_files
from shop_help.actions.order_requests.asking import begin_request, write_request
from shop_help.actions.order_requests.judging import Asked
from shop_help.actions.order_requests.paying_back import settle
from shop_help.actions.order_requests.photos import stand_by
from shop_help.actions.order_requests.talk import Talk, talk_at
from shop_help.actions.order_requests.unit import RequestWork
from shop_help.actions.refunds.settling import RefundWork, settle_in
from shop_help.darkroom import Developed, develop
from shop_help.demo import evidence
from shop_help.demo.order_plans import PLANS
from shop_help.demo.request_plans import REQUESTS, Happened, RequestPlan
from shop_help.identity import Viewer
from shop_help.models import Conversation, Order, OrderRequest, ReadCursor, Refund, shop_members
from shop_help.models import request_log as rows
from shop_help.models.message_log import Draft, append
from shop_help.models.photo import add_photo
from shop_help.policy.refund_states import Told


@dataclass(frozen=True)
class Drawn:
    """A drawing whose files are there."""

    id: str
    photo: Developed
    file_name: str
    digest: str


@dataclass
class _File:
    """A request as far as it is told."""

    plan: RequestPlan
    order: Order
    talk: Talk
    #: Who asks and who answers.
    people: Mapping[str, int]
    at: datetime
    request_id: int = 0


def draw_missing(session: Session) -> dict[str, Drawn]:
    """Draws the photos of the requests that are not there yet; before the writing begins."""
    wanted = {name for plan, _ in _missing(session) for name in (plan.photo, *(each.photo for each in plan.then))}
    return {name: _draw(name) for name in sorted(wanted - {""})}


def _draw(name: str) -> Drawn:
    content, photo_id = evidence.DRAWINGS[name](), str(uuid4())
    photo = develop(content)
    return Drawn(photo_id, photo, photo_files.keep(photo_id, photo), sha256(content).hexdigest())


def seed_requests(session: Session, now: datetime, drawn: Mapping[str, Drawn]) -> int:
    """Adds the requests that are not there yet; how many that were. One that people went on with stays theirs."""
    added = 0
    for plan, order in list(_missing(session)):
        _write(session, plan, order, now.replace(microsecond=0), drawn)
        added += 1
    return added


def _missing(session: Session) -> Iterator[tuple[RequestPlan, Order]]:
    numbers = {plan.key: plan.number for plan in PLANS}
    orders = {order.number: order for order in session.scalars(select(Order).where(Order.story != ""))}
    for plan in REQUESTS:
        order = orders.get(numbers[plan.order])
        asked = order and session.scalar(select(OrderRequest.id).where(OrderRequest.order_id == order.id))
        if order is not None and asked is None:
            yield plan, order


def _write(session: Session, plan: RequestPlan, order: Order, now: datetime, drawn: Mapping[str, Drawn]) -> None:
    def before(hours: float) -> datetime:
        return now - timedelta(hours=hours)

    opened = Conversation(buyer_id=order.buyer_id, shop_id=order.shop_id, order_id=order.id)
    opened.created_at = before(plan.hours + 0.1)
    session.add(opened)
    session.flush()
    seller = session.scalars(select(shop_members.c.person_id).where(shop_members.c.shop_id == order.shop_id)).first()
    people = {"BUYER": order.buyer_id, "SHOP": seller or 0}
    file = _File(plan, order, talk_at(session.connection(), opened.id), people, at=before(plan.hours))
    _ask(file, drawn)
    for happened in plan.then:
        file.at = before(happened.hours)
        _follow(session, file, happened, drawn)
    head = file.talk.row.last_seq + len(file.talk.posted)
    for voice, person_id in people.items():
        session.add(ReadCursor(conversation_id=opened.id, person_id=person_id, voice=voice, seq=head))


def _ask(file: _File, drawn: Mapping[str, Drawn]) -> None:
    plan, connection = file.plan, file.talk.connection
    asked = Asked(
        order_id=file.order.id,
        kind=plan.kind,
        line_ids=[line.id for line in file.order.lines if line.position in plan.items],
        client_id=str(uuid5(NAMESPACE_URL, f"demo/{file.order.number}/{plan.kind}")),
        reason=plan.reason,
        note=plan.note,
        details=plan.details,
        photo_ids=_send(file, plan.photo, "BUYER", drawn),
    )
    buyer_id = file.people["BUYER"]
    file.request_id, verdict = write_request(connection, buyer_id, file.talk.row.id, asked, file.at)
    begin_request(_work(file, "BUYER"), verdict)


def _work(file: _File, voice: str) -> RequestWork:
    connection = file.talk.connection
    row, order = rows.request_row(connection, file.request_id), rows.locked_order(connection, file.order.id)
    viewer = SimpleNamespace(person_id=file.people[voice]) if voice in file.people else None
    return RequestWork(connection, row, order, file.talk, file.at, cast(Viewer | None, viewer))


def _send(file: _File, name: str, voice: str, drawn: Mapping[str, Drawn]) -> list[str]:
    """A photo is sent in the conversation first, a minute before it is needed."""
    if name not in drawn:
        return []
    shown, at, talk = drawn[name], file.at - timedelta(minutes=1), file.talk
    size = {"width": shown.photo.width, "height": shown.photo.height}
    person_id = file.people[voice]
    client_id = str(uuid5(NAMESPACE_URL, f"demo/{file.order.number}/{name}"))
    said = Draft(voice, person_id, client_id, "photo", "", {"photo": shown.id, **size})
    head = talk.row.last_seq + len(talk.posted)
    talk.posted += append(talk.connection, talk.row.id, head, [said], None, at)
    kept = {"bytes": len(shown.photo.large), "digest": shown.digest, "file_name": shown.file_name, "created_at": at}
    add_photo(
        talk.connection,
        id=shown.id,
        conversation_id=talk.row.id,
        seq=head + 1,
        person_id=person_id,
        **size,
        **kept,
    )
    return [shown.id]


def _follow(session: Session, file: _File, happened: Happened, drawn: Mapping[str, Drawn]) -> None:
    photos = _send(file, happened.photo, happened.voice, drawn)
    work = _work(file, happened.voice)
    if happened.event == "refund":
        _refund(session, work)
        return
    stand_by(work.connection, file.request_id, photos, happened.voice)
    left: dict[str, Any] = {**happened.values, **_instants(happened, file.at)}
    work.move(happened.event, happened.voice, **left)
    settle(work, file.at)
    work.say(happened.event, **happened.values.get("return_parcel", {}))


def _instants(happened: Happened, at: datetime) -> dict[str, datetime]:
    """What the act of each event notes beside its values."""
    named = {"ship_back": "shipped_back_at", "arrive": "arrived_back_at"}
    named |= {"reject": "rejected_at", "reject_receipt": "rejected_at"}
    return {named[happened.event]: at} if happened.event in named else {}


def _refund(session: Session, work: RequestWork) -> None:
    """The demo's payment says that it is done."""
    row = session.connection().execute(select(Refund).where(Refund.request_id == work.row.id)).one()
    settle_in(RefundWork(work.connection, row, work.order, work.now, work), Told("done", f"demo-{work.row.id}"))
