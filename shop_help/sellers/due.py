"""Requests that wait for the shop, as a list tells of them: what is asked, and what happens by itself and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from shop_help import clock
from shop_help.dates import length
from shop_help.extensions import db
from shop_help.models import OrderRequest
from shop_help.policy.request_clock import OVER, end_of, level_of
from shop_help.request_words import kind_word
from shop_help.speech import gettext as _


@dataclass(frozen=True)
class DueRequest:
    """What a row of the inbox says of a request; `more`: how many others of that conversation wait, too."""

    kind: str
    due_at: datetime
    level: str
    words: str
    more: int


_OF_CONVERSATIONS = (
    select(OrderRequest.conversation_id, OrderRequest.kind, OrderRequest.state, OrderRequest.moved_at)
    .add_columns(OrderRequest.due_at)
    .where(OrderRequest.conversation_id.in_(bindparam("ids", expanding=True)))
    .where(OrderRequest.mover == "SHOP", OrderRequest.due_at.is_not(None))
    .order_by(OrderRequest.due_at, OrderRequest.id)
)


def due_in(conversation_ids: Sequence[int]) -> dict[int, DueRequest]:
    """Of each of these conversations the request that waits for the shop and is due first."""
    found: dict[int, list[Any]] = {}
    for row in db.session.execute(_OF_CONVERSATIONS, {"ids": list(conversation_ids)}):
        found.setdefault(row.conversation_id, []).append(row)
    return {each: _due(rows[0], len(rows) - 1) for each, rows in found.items()}


def _due(row: Any, more: int) -> DueRequest:
    level = level_of(row.moved_at, row.due_at, clock.now())
    return DueRequest(kind_word(row.kind), row.due_at, level, end_words(row.kind, row.state, row.due_at), more)


def end_words(kind: str, state: str, due_at: datetime) -> str:
    """What happens if nobody moves: approved by the system in 31 h."""
    left = (due_at - clock.now()).total_seconds()
    return _(end_of(kind, state), time=length(left)) if left > 0 else _(OVER)
