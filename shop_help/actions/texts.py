"""Deleting what can be taken back: the log keeps it whole, and its line brings it back. Used inside a write unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

from shop_help.actions.shops import Text, log_of, shop_run_by
from shop_help.identity import viewer_of
from shop_help.models import LogEntry, SavedReply, ShopFaq
from shop_help.policy.messages import Refused
from shop_help.policy.permissions import may_run_shop

Writer = Session | scoped_session[Session]
Texts = type[ShopFaq | SavedReply]


def count_in(session: Writer, model: Texts, shop_id: int) -> int:
    """How many of them a shop has."""
    return session.scalar(select(func.count()).where(model.shop_id == shop_id)) or 0


@dataclass(frozen=True)
class Removal:
    """What was deleted, and the line of the log that takes it back."""

    entry_id: int
    kept: dict[str, Any]


def removed_by(
    session: Writer, sign_in_id: str, model: type[Text], row_id: int, noun: str, fields: Sequence[str]
) -> Removal:
    """Deletes a row; a second tap finds what the first one did. Raises Refused for what was never theirs."""
    there = session.get(model, row_id)
    if there is not None:
        viewer, shop = shop_run_by(sign_in_id, there.shop_id)
        # Somebody may have been quicker while the shop's lock was waited for.
        row = session.get(model, row_id, populate_existing=True)
        if row is not None:
            kept = {name: getattr(row, name) for name in fields}
            entry = log_of(f"{noun}.removed", viewer, shop.id, id=row.id, kept=kept)
            session.add(entry)
            session.delete(row)
            session.flush()
            return Removal(entry.id, kept)
    return _removed_before(session, sign_in_id, row_id, noun)


def _removed_before(session: Writer, sign_in_id: str, row_id: int, noun: str) -> Removal:
    viewer = viewer_of(sign_in_id)
    if viewer is None:
        raise Refused("signed_out")
    wanted = (
        select(LogEntry)
        .where(
            LogEntry.shop_id.in_(viewer.shop_ids),
            LogEntry.what == f"{noun}.removed",
            LogEntry.data["id"].as_integer() == row_id,
        )
        .order_by(LogEntry.id.desc())
        .limit(1)
    )
    entry = session.scalar(wanted)
    if entry is None or not may_run_shop(viewer, entry.shop_id or 0):
        raise Refused("forbidden")
    return Removal(entry.id, entry.data["kept"])


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
