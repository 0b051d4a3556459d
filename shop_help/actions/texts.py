"""Deleting what can be taken back: the log keeps it whole, and its line brings it back. Used inside a write unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session
from sqlalchemy.sql.elements import ColumnElement

from shop_help.actions.shops import Text, log_of, shop_run_by
from shop_help.identity import viewer_of
from shop_help.models import LogEntry, SavedReply, ServiceReply, ShopFaq, StandardFaq
from shop_help.policy.messages import Refused
from shop_help.policy.permissions import may_run_shop

Writer = Session | scoped_session[Session]
Texts = type[ShopFaq | SavedReply]
#: Of no shop.
OfAll = ServiceReply | StandardFaq


def count_in(session: Writer, model: Texts, shop_id: int) -> int:
    """How many of them a shop has."""
    return session.scalar(select(func.count()).where(model.shop_id == shop_id)) or 0


def same_there(session: Writer, model: Texts | type[ServiceReply], **words: Any) -> int | None:
    """The id of one that says just this: the same form sent twice adds one."""
    found: int | None = session.scalar(select(model.id).filter_by(**words).order_by(model.id.desc()).limit(1))
    return found


@dataclass(frozen=True)
class Removal:
    """What was deleted, and the line of the log that takes it back."""

    entry_id: int
    kept: dict[str, Any]


def removed_by(
    session: Writer, sign_in_id: str, model: type[Text], row_id: int, noun: str, fields: Sequence[str]
) -> Removal:
    """Deletes a text of a shop; a second tap finds what the first did. Raises Refused for what was never theirs."""
    there = session.get(model, row_id)
    if there is not None:
        viewer, shop = shop_run_by(sign_in_id, there.shop_id)
        # Somebody may have been quicker while the shop's lock was waited for.
        row = session.get(model, row_id, populate_existing=True)
        if row is not None:
            return removal(session, row, log_of(f"{noun}.removed", viewer, shop.id), fields)
    viewer_then = viewer_of(sign_in_id)
    if viewer_then is None:
        raise Refused("signed_out")
    own = [shop_id for shop_id in viewer_then.shop_ids if may_run_shop(viewer_then, shop_id)]
    return removed_before(session, row_id, noun, LogEntry.shop_id.in_(own))


def removal(session: Writer, row: ShopFaq | SavedReply | OfAll, entry: LogEntry, fields: Sequence[str]) -> Removal:
    """Deletes a row that this line of the log keeps."""
    kept = {name: getattr(row, name) for name in fields}
    entry.data = {"id": row.id, "kept": kept}
    session.add(entry)
    session.delete(row)
    session.flush()
    return Removal(entry.id, kept)


def removed_before(session: Writer, row_id: int, noun: str, whose: ColumnElement[bool]) -> Removal:
    """What a first tap deleted, by the log of its owners. Raises Refused where there was no such thing."""
    its_own = (LogEntry.what == f"{noun}.removed", LogEntry.data["id"].as_integer() == row_id)
    entry = session.scalar(select(LogEntry).where(whose, *its_own).order_by(LogEntry.id.desc()).limit(1))
    if entry is None:
        raise Refused("forbidden")
    return Removal(entry.id, entry.data["kept"])


def removed_at(session: Writer, entry_id: int, noun: str) -> LogEntry:
    """The line of the log that keeps a text, under its lock, so that two taps take it back once.

    Raises Refused where it keeps none of that kind.
    """
    entry = session.get(LogEntry, entry_id, with_for_update=True)
    if entry is None or entry.what != f"{noun}.removed":
        raise Refused("forbidden")
    return entry


def bring_back(
    session: Writer,
    entry: LogEntry,
    model: Texts | type[OfAll],
    restoration: LogEntry,
    **owner: int,
) -> bool:
    """Makes the text again that a line of the log keeps, and logs it. Was it still gone? Else nothing changes."""
    if _is_restored(session, entry, restoration.what):
        return False
    data: dict[str, Any] = entry.data
    # Its own id where nobody took it meanwhile: pages that are open name it by that.
    own_id = data["id"] if session.get(model, data["id"]) is None else None
    session.add(model(id=own_id, **owner, **data["kept"]))
    restoration.data = {"entry": entry.id}
    session.add(restoration)
    return True


def restored_by(session: Writer, sign_in_id: str, entry_id: int, noun: str, model: Texts) -> None:
    """Brings back a text of a shop. Raises Refused for a stranger's."""
    entry = removed_at(session, entry_id, noun)
    if entry.shop_id is None:
        raise Refused("forbidden")
    viewer, shop = shop_run_by(sign_in_id, entry.shop_id)
    bring_back(session, entry, model, log_of(f"{noun}.restored", viewer, shop.id), shop_id=shop.id)


def _is_restored(session: Writer, entry: LogEntry, what: str) -> bool:
    later = select(LogEntry.data).where(
        LogEntry.shop_id == entry.shop_id, LogEntry.happened_at >= entry.happened_at, LogEntry.what == what
    )
    return any(data.get("entry") == entry.id for data in session.scalars(later))
