"""Which answers of Help were read: noted in the process, kept now and then, counted once it is known what came of it.

A page that is read must not wait for a disk. A process that dies forgets the seconds since it last wrote them down.
"""

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import delete, or_, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite

from shop_help import clock
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.identity import Viewer
from shop_help.models import Case, HelpOutcome, HelpQuestion, HelpReading, Message, Person
from shop_help.policy.figures import CONTACT_WITHIN
from shop_help.policy.permissions import may_contact

#: Seconds between two times that a process writes down what was read, and between two that it counts.
KEPT_EVERY, COUNTED_EVERY = 10.0, 600.0
#: Readings of one commit.
MOST = 500

Key = tuple[int, int, date]


@dataclass
class Readings:
    """What was read in this process and isn't written down yet."""

    guard: threading.Lock = field(default_factory=threading.Lock)
    noted: dict[Key, tuple[str, datetime]] = field(default_factory=dict)
    kept_at: float = 0.0
    counted_at: float = 0.0


def _readings() -> Readings:
    found: Readings = current_app.extensions.setdefault("help_readings", Readings())
    return found


def note_reading(viewer: Viewer | None, question_id: int) -> None:
    """Somebody reads an answer who could have written to us instead. Visitors and minors can't, and aren't noted."""
    if viewer is None or not may_contact(viewer):
        return
    now, readings = clock.now(), _readings()
    key = (viewer.person_id, question_id, now.astimezone(ZoneInfo(viewer.zone)).date())
    with readings.guard:
        readings.noted.setdefault(key, (viewer.market, now))


def write_down() -> int:
    """Of each process: writes down what was read in it, when it is time to. How many readings."""
    readings, now = _readings(), clock.ticks()
    if not readings.noted or now - readings.kept_at < KEPT_EVERY:
        return 0
    readings.kept_at = now
    return keep_readings()


def go_round() -> int:
    """One round of the clockwork: writes down and counts what is due. How many readings moved."""
    readings, now, moved = _readings(), clock.ticks(), write_down()
    if now - readings.counted_at >= COUNTED_EVERY:
        moved += settle_readings()
        # While there is more, the next round goes on.
        readings.counted_at = now if moved < MOST else readings.counted_at
    return moved


def keep_readings() -> int:
    """Writes down what was read since the last time."""
    readings = _readings()
    with readings.guard:
        noted, readings.noted = readings.noted, {}
    if not noted:
        return 0
    with write_unit(db.session) as session:
        people = set(session.scalars(select(Person.id).where(Person.id.in_({key[0] for key in noted}))))
        questions = set(session.scalars(select(HelpQuestion.id)))
        rows = [
            {"person_id": person, "question_id": question, "day": day, "market": market, "read_at": read_at}
            for (person, question, day), (market, read_at) in noted.items()
            if person in people and question in questions
        ]
        if rows:
            session.connection().execute(_insert(HelpReading).on_conflict_do_nothing(), rows)
    return len(rows)


def settle_readings() -> int:
    """Counts those of which it is known by now whether the reader wrote to us, and forgets who it was."""
    due = clock.now() - CONTACT_WITHIN
    if db.session.scalar(select(HelpReading.person_id).where(HelpReading.read_at <= due).limit(1)) is None:
        db.session.rollback()
        return 0
    with write_unit(db.session) as session:
        wanted = select(HelpReading).where(HelpReading.read_at <= due).order_by(HelpReading.read_at).limit(MOST)
        # Another process that counts takes others.
        rows = session.scalars(wanted.with_for_update(skip_locked=True)).all()
        _count(rows, _contacts_of(rows))
        keys = [(row.person_id, row.question_id, row.day) for row in rows]
        key = tuple_(HelpReading.person_id, HelpReading.question_id, HelpReading.day)
        session.execute(delete(HelpReading).where(key.in_(keys)).execution_options(synchronize_session=False))
    return len(rows)


def _count(rows: Sequence[HelpReading], contacts: dict[int, list[datetime]]) -> None:
    readings, contacted = Counter[Any](), Counter[Any]()
    for row in rows:
        key, until = (row.day, row.market, row.question_id), row.read_at + CONTACT_WITHIN
        readings[key] += 1
        contacted[key] += any(row.read_at <= at <= until for at in contacts.get(row.person_id, ()))
    for (day, market, question_id), count in readings.items():
        added = _insert(HelpOutcome).values(
            day=day,
            market=market,
            question_id=question_id,
            readings=count,
            contacted=contacted[day, market, question_id],
        )
        sums = {name: getattr(HelpOutcome, name) + added.excluded[name] for name in ("readings", "contacted")}
        same = ["day", "market", "question_id"]
        db.session.execute(added.on_conflict_do_update(index_elements=same, set_=sums))


def _contacts_of(rows: Sequence[HelpReading]) -> dict[int, list[datetime]]:
    """When these readers opened a case or wrote in one."""
    contacts: dict[int, list[datetime]] = {}
    if not rows:
        return contacts
    people, begin = {row.person_id for row in rows}, min(row.read_at for row in rows)
    wrote = (Message.conversation_id == Case.conversation_id) & (Message.person_id == Case.buyer_id)
    asked = (
        select(Case.buyer_id, Case.opened_at, Message.created_at)
        .outerjoin(Message, wrote)
        .where(Case.buyer_id.in_(people), or_(Case.opened_at >= begin, Message.created_at >= begin))
    )
    for row in db.session.execute(asked):
        contacts.setdefault(row.buyer_id, []).extend(filter(None, (row.opened_at, row.created_at)))
    return contacts


def _insert(model: type[HelpReading] | type[HelpOutcome]) -> Any:
    make = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    return make(model)
