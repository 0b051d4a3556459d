"""The audit log as operators read it, newest first, by its indexes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from shop_help.extensions import db
from shop_help.models.audit import AuditEntry
from shop_help.models.person import Person, works_as
from shop_help.paging import behind, walk

#: Entries of the whole log that are read at once.
PIECE = 500
#: People that it can be narrowed to.
MOST_PEOPLE = 300


@dataclass(frozen=True)
class AuditFilter:
    """Which entries; what is None is not asked."""

    #: 0: what no person did: a command, or somebody who did not get in.
    person_id: int | None = None
    act: str = ""
    since: datetime | None = None
    until: datetime | None = None


def audit_entries(wanted: AuditFilter, place: tuple[datetime, int] | None, most: int) -> Sequence[Any]:
    """The newest of them, or those behind a place."""
    table = AuditEntry.__table__.c
    asked = select(*table).order_by(table.happened_at.desc(), table.id.desc()).limit(most)
    if wanted.person_id is not None:
        asked = asked.where(table.person_id == wanted.person_id if wanted.person_id else table.person_id.is_(None))
    if wanted.act:
        asked = asked.where(table.act == wanted.act)
    if wanted.since is not None:
        asked = asked.where(table.happened_at >= wanted.since)
    if wanted.until is not None:
        asked = asked.where(table.happened_at < wanted.until)
    if place is not None:
        asked = asked.where(behind(table.happened_at, table.id, place))
    return db.session.execute(asked).all()


def every_audit_entry(wanted: AuditFilter) -> Iterator[Any]:
    """All of them."""
    return walk(lambda place: audit_entries(wanted, place, PIECE), lambda row: (row.happened_at, row.id))


def staff() -> Sequence[Any]:
    """Who works here, by their names: id and name."""
    works = works_as("agent", "operator")
    found = select(Person.id, Person.name).where(works).order_by(Person.name, Person.id)
    return db.session.execute(found.limit(MOST_PEOPLE)).all()
