"""Open browsers are told that something is new, once, and nobody waits for somebody who writes."""

import threading
from typing import Any

import pytest
from flask import Flask

from shop_help import clock
from shop_help.actions import notification_sending as sending
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import Notification
from tests.actions.at_once import at_once


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Whose browsers were told."""
    found: list[int] = []
    monkeypatch.setattr(sending, "notifications_changed", found.append)
    return found


@pytest.fixture
def news(talk: Any) -> dict[str, int]:
    """Notifications of which nobody's browser was told: ids by the person's name."""
    rows = {
        name: Notification(
            person_id=person.id,
            happening=name,
            what="message.posted",
            side="buyer",
            kind="messages",
            happened_at=clock.now(),
        )
        for name, person in talk.people.items()
    }
    db.session.add_all(rows.values())
    db.session.commit()
    return {name: row.id for name, row in rows.items()}


def test_what_is_new_is_announced_once(talk: Any, news: dict[str, int], heard: list[int]) -> None:
    assert sending.announce() == 3
    assert set(heard) == {person.id for person in talk.people.values()}
    assert sending.announce() == 0


# SQLite has one writer at a time.
@pytest.mark.parametrize("app", ["postgresql"], indirect=True)
def test_who_writes_on_one_keeps_nobody_from_announcing_the_others(
    app: Flask, talk: Any, news: dict[str, int], heard: list[int]
) -> None:
    buyer = talk.people["buyer"].id
    db.session.rollback()
    held, announced = threading.Event(), threading.Event()

    def write() -> None:
        with write_unit(db.session) as session:
            session.execute(db.update(Notification).where(Notification.id == news["buyer"]).values(count=7))
            held.set()
            assert announced.wait(20), "it was waited for"

    def announce() -> int:
        assert held.wait(20)
        told = sending.announce()
        announced.set()
        return told

    assert at_once(app, write, announce) == [None, 2]
    assert buyer not in heard
    assert sending.announce() == 1
    assert heard[-1] == buyer
