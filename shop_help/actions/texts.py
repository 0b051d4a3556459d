"""Deleting what can be taken back: the log keeps it whole, and its line brings it back. Used inside a write unit."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

from shop_help.actions.shops import log_of, shop_run_by
from shop_help.identity import Viewer
from shop_help.models import LogEntry, SavedReply, ShopFaq
from shop_help.policy.messages import Refused

Writer = Session | scoped_session[Session]
Texts = type[ShopFaq | SavedReply]


def count_in(session: Writer, model: Texts, shop_id: int) -> int:
    """How many of them a shop has."""
    return session.scalar(select(func.count()).where(model.shop_id == shop_id)) or 0


def removal(session: Writer, viewer: Viewer, row: ShopFaq | SavedReply, noun: str, fields: Sequence[str]) -> int:
    """Deletes a row. The id of the line of the log that keeps it."""
    kept = {name: getattr(row, name) for name in fields}
    entry = log_of(f"{noun}.removed", viewer, row.shop_id, id=row.id, kept=kept)
    session.add(entry)
    session.delete(row)
    session.flush()
    return entry.id


def restored_by(session: Writer, sign_in_id: str, entry_id: int, noun: str, model: Texts) -> None:
    """Brings back what a line of the log keeps; a second time changes nothing. Raises Refused for a stranger's."""
    entry = session.get(LogEntry, entry_id)
    if entry is None or entry.what != f"{noun}.removed" or entry.shop_id is None:
        raise Refused("forbidden")
    viewer, shop = shop_run_by(sign_in_id, entry.shop_id)
    if _is_restored(session, entry, noun):
        return
    data: dict[str, Any] = entry.data
    # Its own id where nobody took it meanwhile: pages that are open name it by that.
    own_id = data["id"] if session.get(model, data["id"]) is None else None
    session.add(model(id=own_id, shop_id=shop.id, **data["kept"]))
    session.add(log_of(f"{noun}.restored", viewer, shop.id, entry=entry.id))


def _is_restored(session: Writer, entry: LogEntry, noun: str) -> bool:
    later = select(LogEntry.data).where(
        LogEntry.shop_id == entry.shop_id,
        LogEntry.happened_at >= entry.happened_at,
        LogEntry.what == f"{noun}.restored",
    )
    return any(data.get("entry") == entry.id for data in session.scalars(later))
