"""A conversation as a row of the inbox: who, about what, what was said last, and how long they wait by the clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, func, select
from sqlalchemy.orm import aliased

from shop_help import clock
from shop_help.extensions import db
from shop_help.models import Conversation, Message, Order, Person, Shop
from shop_help.models.answer_rates import count_waiting
from shop_help.models.reading import unread_of
from shop_help.policy.answer_clock import wait_level
from shop_help.policy.answering import counted_seconds
from shop_help.presentation import first_name, preview
from shop_help.sellers.due import DueRequest, due_in


@dataclass(frozen=True)
class InboxRow:
    """What a row shows. `level` is calm, warn or bad where somebody waits."""

    id: int
    buyer: str
    shop: str
    number: str | None
    state: str | None
    preview: str
    said_by: str
    at: datetime
    waiting_since: datetime | None
    level: str
    unread: int
    request: DueRequest | None = None


def rows_of(ids: Sequence[int], person_id: int) -> list[InboxRow]:
    """The rows of these conversations, in this order."""
    asked = db.session.execute(_QUESTION, {"person_id": person_id, "ids": list(ids)})
    found, due = {row.id: row for row in asked}, due_in(ids)
    return [_row(found[each], person_id, due.get(each)) for each in ids if each in found]


def _question() -> Select[Any]:
    # What a person said last tells more than the automatic answer that followed; where nobody said a word, what
    # happened last does.
    said = aliased(Message)
    last_seq = (
        select(said.seq)
        .where(said.conversation_id == Conversation.id, said.voice.notin_(["ROBOT", "SYSTEM"]))
        .correlate(Conversation)
        .order_by(said.seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    shown = and_(
        Message.conversation_id == Conversation.id, Message.seq == func.coalesce(last_seq, Conversation.last_seq)
    )
    return (
        select(
            Conversation.id,
            Conversation.last_message_at,
            Conversation.waiting_since,
            Person.name.label("buyer"),
            Shop.name.label("shop"),
            Shop.holiday_from,
            Shop.holiday_until,
            Order.number,
            Order.state,
            func.substr(Message.body, 1, 160).label("preview"),
            Message.kind,
            Message.data,
            Message.voice,
            Message.person_id.label("sender_id"),
            unread_of(bindparam("person_id"), "SHOP").label("unread"),
        )
        .join(Person, Person.id == Conversation.buyer_id)
        .join(Shop, Shop.id == Conversation.shop_id)
        .outerjoin(Order, Order.id == Conversation.order_id)
        .outerjoin(Message, shown)
        .where(Conversation.id.in_(bindparam("ids", expanding=True)))
    )


_QUESTION = _question()


def _row(found: Row[Any], person_id: int, request: DueRequest | None) -> InboxRow:
    return InboxRow(
        id=found.id,
        buyer=first_name(found.buyer),
        shop=found.shop,
        number=found.number,
        state=found.state,
        preview=preview(found.kind, found.preview or "", found.data),
        said_by=_said_by(found, person_id),
        at=found.last_message_at,
        waiting_since=found.waiting_since,
        level=_level(found.waiting_since, found.holiday_from, found.holiday_until),
        unread=found.unread,
        request=request,
    )


def _said_by(found: Row[Any], person_id: int) -> str:
    if found.voice != "SHOP":
        return ""
    return "me" if found.sender_id == person_id else "colleague"


def _level(since: datetime | None, begin: datetime | None, end: datetime | None) -> str:
    return wait_level(counted_seconds(since, clock.now(), begin, end)) if since else "calm"


@dataclass(frozen=True)
class Numbers:
    """What matters on top: how many wait, and the longest wait with its level."""

    waiting: int
    longest_since: datetime | None
    level: str


def numbers_of(shop_ids: frozenset[int]) -> Numbers:
    """The numbers of these shops together."""
    longest = db.session.execute(
        select(func.min(Conversation.waiting_since).label("since"), Shop.holiday_from, Shop.holiday_until)
        .join(Shop, Shop.id == Conversation.shop_id)
        .where(Conversation.shop_id.in_(shop_ids), Conversation.waiting_since.is_not(None))
        .group_by(Shop.id, Shop.holiday_from, Shop.holiday_until)
        .order_by("since")
    ).first()
    since = longest.since if longest else None
    level = _level(since, longest.holiday_from, longest.holiday_until) if longest else "calm"
    return Numbers(sum(count_waiting(shop_id) for shop_id in shop_ids), since, level)
