"""People are told once, however many processes tell them, on both databases."""

import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import event, func, select, text, update

from shop_help import clock
from shop_help.actions import handing_on, handing_on_messages
from shop_help.actions.conversations import mark_read as mark_messages_read
from shop_help.actions.conversations import open_conversation, post_message
from shop_help.actions.notifications import mark_read
from shop_help.clock import ticks
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.jobs import notifications
from shop_help.models import Conversation, Notification, NotificationDelivery, Person, Role
from shop_help.models import notification_hearers as hearers
from shop_help.models.notification_hearers import people_of
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


@pytest.fixture
def others(talk: Any) -> list[int]:
    """Conversations of the same shop with twelve more buyers."""
    db.session.commit()
    role = talk.people["buyer"].roles[0]
    people = [
        Person(name=f"B{i}", fs_uniquifier=f"b{i}", roles=[role], adult_confirmed_by="the test") for i in range(12)
    ]
    db.session.add_all(people)
    db.session.commit()
    return [open_conversation(each.id, talk.shop.id, None) for each in people]


def asked_to_tell(monkeypatch: pytest.MonkeyPatch) -> int:
    """How many questions it takes to look at what is to be told of, without what is written."""
    statements: list[str] = []
    plain = Prepared._on_the_driver

    def on_the_driver(self: Prepared, *rest: Any) -> Any:
        found = plain(self, *rest)
        statements.append(self._sql)
        return found

    with monkeypatch.context() as counted:
        counted.setattr(Prepared, "_on_the_driver", on_the_driver)
        event.listen(db.engine, "before_cursor_execute", hear := lambda *told: statements.append(told[2]))
        handing_on_messages.go_round()
        event.remove(db.engine, "before_cursor_execute", hear)
    return len([one for one in statements if one.startswith("SELECT")])


def test_many_messages_of_a_conversation_cost_as_many_questions_as_one(
    app: Flask, talk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked(messages: int) -> int:
        for _ in range(messages):
            talk.say("seller", "Hello")
        return asked_to_tell(monkeypatch)

    asked(1)
    assert asked(20) == asked(1) > 0


def test_many_conversations_cost_as_many_questions_as_one(
    app: Flask, talk: Any, others: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handing_on_messages, "TALKS", 20)

    def asked(*talks: int) -> int:
        for talk_id in talks:
            post_message(talk.sign_ins["seller"], talk_id, str(uuid4()), "Hello")
        return asked_to_tell(monkeypatch)

    # First of them all, then what joins.
    assert asked(*others[:-1]) == asked(others[-1]) > 0
    assert asked(*others) == asked(others[0]) > 0


def test_each_of_many_is_told_of_theirs(app: Flask, talk: Any, others: list[int]) -> None:
    for talk_id in (*others, *others[:3]):
        post_message(talk.sign_ins["seller"], talk_id, str(uuid4()), "Hello")
    hand_on()
    shown = select(Notification.conversation_id, Notification.count).order_by(Notification.conversation_id)
    assert db.session.execute(shown).all() == [(each, 2 if each in others[:3] else 1) for each in others]
    whose = select(Notification.person_id, Conversation.buyer_id).join(
        Conversation, Conversation.id == Notification.conversation_id
    )
    assert all(person == buyer for person, buyer in db.session.execute(whose))


def test_who_is_on_both_sides_has_one_notification(app: Flask, talk: Any) -> None:
    buyer = talk.people["buyer"]
    with write_unit(db.session) as session:
        role = session.scalars(select(Role).where(Role.name == "seller")).one()
        session.merge(buyer).roles.append(role)
        session.merge(talk.shop).members.append(session.merge(buyer))
    talk.say("seller", "Hello")
    talk.say("buyer", "Where is it?")
    talk.say("seller", "It left.")
    hand_on()
    assert db.session.scalars(select(Notification.seq).where(Notification.person_id == buyer.id)).all() == [3]
    db.session.rollback()
    talk.say("buyer", "Thanks!")
    hand_on()
    assert db.session.scalars(select(Notification.seq).where(Notification.person_id == buyer.id)).all() == [4]


#: Whether somebody waits for what this transaction holds; PostgreSQL tells it as it is just now.
WAITS = text("SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))")


def somebody_waits() -> None:
    """Goes on once somebody waits for what this transaction holds."""
    until = ticks() + 20
    while not db.session.scalar(WAITS):
        assert ticks() < until, "nobody waited"


def closing(app: Flask, row_id: int, held: threading.Event, read: bool) -> Callable[[], None]:
    """Somebody who holds a notification while it is told on, and lets it go: marked as read, or as it was."""

    def close() -> None:
        with write_unit(db.session) as session:
            session.scalar(select(Notification.id).where(Notification.id == row_id).with_for_update(key_share=True))
            held.set()
            somebody_waits()
            if read:
                values = {"read_at": clock.now(), "open_key": None}
                session.execute(update(Notification).where(Notification.id == row_id).values(values))

    return close


# SQLite has one writer at a time.
@pytest.mark.parametrize("app", ["postgresql"], indirect=True)
@pytest.mark.parametrize(("seen", "read"), [(True, True), (True, False), (False, True)])
def test_what_comes_while_the_notification_before_is_read_is_told_anew(
    app: Flask, talk: Any, seen: bool, read: bool
) -> None:
    buyer = talk.people["buyer"].id
    talk.say("seller", "Hello")
    hand_on()
    row_id = db.session.scalars(select(Notification.id).where(Notification.person_id == buyer)).one()
    db.session.rollback()
    if seen:
        mark_messages_read(talk.sign_ins["buyer"], talk.id, 1)
    talk.say("seller", "It left today.")
    held = threading.Event()

    def tell() -> None:
        assert held.wait(20)
        hand_on()

    assert at_once(app, closing(app, row_id, held, read), tell) == [None, None]
    shown = select(Notification.read_at.is_(None), Notification.count, Notification.seq).order_by(Notification.id)
    assert db.session.execute(shown.where(Notification.person_id == buyer)).all() == [(False, 1, 1), (True, 1, 2)]


# SQLite has one writer at a time.
@pytest.mark.parametrize("app", ["postgresql"], indirect=True)
def test_who_marks_all_as_read_waits_with_nothing_in_hand_that_the_teller_wants(
    app: Flask, talk: Any, others: list[int]
) -> None:
    seller = talk.people["seller"].id
    for talk_id in others[:2]:
        told = {"person_id": seller, "conversation_id": talk_id, "open_key": f"{seller}:{talk_id}", "happening": ""}
        told |= {"what": "message.posted", "side": "SHOP", "kind": "messages", "happened_at": clock.now()}
        db.session.add(Notification(**told))
        db.session.flush()
    first, second = db.session.scalars(select(Notification.id).order_by(Notification.id))
    db.session.commit()
    with write_unit(db.session) as session:
        # Its row lies behind the other's by now.
        session.execute(update(Notification).where(Notification.id == first).values(count=2))
    held = threading.Event()

    def tell() -> None:
        with write_unit(db.session) as session:
            session.execute(update(Notification).where(Notification.id == first).values(count=3))
            held.set()
            somebody_waits()
            session.execute(select(Notification.id).where(Notification.id == second).with_for_update(nowait=True))

    def mark() -> None:
        assert held.wait(20)
        mark_read(seller)

    assert at_once(app, tell, mark) == [None, None]
    assert count_told(seller) == 0


def test_what_was_told_before_is_not_told_again_and_what_is_behind_it_is(app: Flask, talk: Any) -> None:
    buyer = talk.people["buyer"].id
    talk.say("seller", "Hello")
    hand_on()
    mark_read(buyer)
    talk.say("seller", "It left today.")
    # As after a backup: the place that messages were told up to is an older one.
    with write_unit(db.session) as session:
        session.execute(update(Conversation).values(told_seq=0))
    hand_on()
    shown = select(Notification.count, Notification.seq).order_by(Notification.id)
    assert db.session.execute(shown.where(Notification.person_id == buyer)).all() == [(1, 1), (1, 2)]


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_who_is_told_is_not_looked_for_among_all_who_have_their_role(app: Flask) -> None:
    for side in ("BUYER", "SHOP", "AGENT"):
        people_of(db.session.connection(), side, [1])
        sql = hearers._PEOPLE[side]._sql
        driver: Any = db.session.connection().connection.driver_connection
        values = [None] * sql.count("?")
        plan = "\n".join(row[-1] for row in driver.execute(f"EXPLAIN QUERY PLAN {sql}", values))
        assert "ix_person_roles_role_id" not in plan, plan
        assert not re.search("SCAN (?!json_each)", plan), plan
