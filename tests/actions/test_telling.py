"""People are told once, however many processes tell them, on both databases."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select, update

from shop_help import clock
from shop_help.actions import handing_on, handing_on_messages
from shop_help.actions.conversations import mark_read as mark_messages_read
from shop_help.actions.notifications import mark_read
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.jobs import notifications
from shop_help.models import Notification, NotificationDelivery
from shop_help.models.prepared import Prepared
from shop_help.models.shown_notifications import count_told
from tests.actions.at_once import at_once


def hand_on() -> None:
    handing_on.go_round()
    handing_on_messages.go_round()


def test_many_at_once_tell_once_and_mail_once(app: Flask, talk: Any, tmp_path: Path) -> None:
    app.config["MAIL_DIR"] = str(tmp_path)
    buyer = talk.people["buyer"].id
    with write_unit(db.session):
        db.session.merge(talk.people["buyer"]).email = "ana@example.com"
    for _ in range(5):
        talk.say("seller", "Hello")
    told = at_once(app, hand_on, hand_on, hand_on)
    assert told == [None] * 3
    assert count_told(buyer) == 1
    assert db.session.scalars(select(Notification.count).where(Notification.person_id == buyer)).all() == [5]
    db.session.rollback()
    with write_unit(db.session) as session:
        session.execute(update(NotificationDelivery).values(next_try_at=clock.now()))
    sent = at_once(app, *[notifications.go_round] * 3)
    assert sum(sent) == 1
    assert len(list(tmp_path.glob("*.eml"))) == 1
    assert db.session.scalars(select(NotificationDelivery.state)).all() == ["sent"]
    db.session.rollback()
    mark_read(buyer)
    assert count_told(buyer) == 0
    assert db.session.scalar(select(func.count()).select_from(Notification)) == 1


def test_what_was_read_by_then_is_not_counted_and_what_comes_later_joins(app: Flask, talk: Any) -> None:
    buyer, shown = talk.people["buyer"].id, select(Notification.count, Notification.seq)
    for _ in range(5):
        talk.say("seller", "Hello")
    mark_messages_read(talk.sign_ins["buyer"], talk.id, 2)
    hand_on()
    assert db.session.execute(shown.where(Notification.person_id == buyer)).all() == [(3, 5)]
    talk.say("seller", "Hello")
    hand_on()
    assert db.session.execute(shown.where(Notification.person_id == buyer)).all() == [(4, 6)]


def test_what_joins_a_wait_that_was_read_is_no_news(app: Flask, talk: Any) -> None:
    seller = talk.people["seller"].id
    talk.say("buyer", "Where is it?")
    hand_on()
    mark_messages_read(talk.sign_ins["seller"], talk.id, 1)
    for _ in range(3):
        talk.say("buyer", "Hello?")
    hand_on()
    counts = select(Notification.count).where(Notification.person_id == seller)
    assert db.session.scalars(counts).all() == [1]
    db.session.rollback()
    talk.say("seller", "It left today.")
    talk.say("buyer", "And now?")
    hand_on()
    assert db.session.scalars(counts.order_by(Notification.id)).all() == [1, 1]


def test_many_messages_of_a_conversation_cost_as_many_questions_as_one(
    app: Flask, talk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked(messages: int) -> int:
        for _ in range(messages):
            talk.say("seller", "Hello")
        statements: list[str] = []
        plain = Prepared._on_the_driver
        with monkeypatch.context() as counted:
            counted.setattr(
                Prepared, "_on_the_driver", lambda self, *rest: statements.append("") or plain(self, *rest)
            )
            event.listen(db.engine, "before_cursor_execute", hear := lambda *told: statements.append(told[2]))
            handing_on_messages.go_round()
            event.remove(db.engine, "before_cursor_execute", hear)
        return len(statements)

    asked(1)
    assert asked(20) == asked(1) > 0
