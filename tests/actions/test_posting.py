"""A message gets into a conversation once, in its place, from those who may (CHAT)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import create_engine, select

from shop_help import clock
from shop_help.actions.conversations import mark_read, open_conversation, post_message
from shop_help.commit_queue import CommitQueue
from shop_help.extensions import db
from shop_help.models import ReadCursor, SignIn, Wait
from shop_help.policy.messages import Refused
from shop_help.sockets import DRAINING


def _code(call: Any) -> str:
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.code


def test_messages_sent_at_once_stand_in_one_order_without_a_gap(talk: Any) -> None:
    calls = [(who, f"{who} {n}", str(uuid4())) for n in range(50) for who in ("buyer", "seller")]
    posted = talk.at_once(calls)
    assert sorted(one.seq for one in posted) == list(range(1, 101))
    assert [row.seq for row in talk.rows()] == list(range(1, 101))
    assert {row.body for row in talk.rows()} == {body for _, body, _ in calls}
    assert talk.row().last_seq == 100


def test_the_same_message_sent_eight_times_at_once_is_one_message(talk: Any) -> None:
    client_id = str(uuid4())
    posted = talk.at_once([("buyer", "Where is it?", client_id)] * 8)
    assert [one.seq for one in posted] == [1] * 8
    assert sum(not one.duplicate for one in posted) == 1
    assert [row.body for row in talk.rows()] == ["Where is it?"]


def test_other_words_under_the_same_name_are_refused_and_the_first_stay(talk: Any) -> None:
    client_id = str(uuid4())
    talk.say("buyer", "Where is it?", client_id)
    assert _code(lambda: talk.say("buyer", "Never mind", client_id)) == "client_id_reused"
    assert [row.body for row in talk.rows()] == ["Where is it?"]


def test_two_people_may_use_the_same_name(talk: Any) -> None:
    client_id = str(uuid4())
    assert [talk.say(who, "hello", client_id).seq for who in ("buyer", "seller")] == [1, 2]


def test_a_stranger_may_not_write_where_the_two_sides_may(talk: Any) -> None:
    assert talk.say("buyer", "mine").seq == 1
    assert _code(lambda: talk.say("stranger", "mine too")) == "forbidden"
    assert _code(lambda: post_message(talk.sign_ins["buyer"], talk.id + 1, str(uuid4()), "nowhere")) == "forbidden"
    assert talk.row().last_seq == 1


def test_a_sign_in_that_has_ended_writes_nothing(talk: Any) -> None:
    db.session.get_one(SignIn, talk.sign_ins["buyer"]).ended_at = clock.now()
    db.session.commit()
    assert _code(lambda: talk.say("buyer", "still here?")) == "signed_out"
    assert _code(lambda: talk.say("nobody", "hello?")) == "signed_out"
    assert talk.rows() == []


def test_a_closed_conversation_takes_nothing_new_and_still_knows_what_it_took(talk: Any) -> None:
    client_id = str(uuid4())
    talk.say("buyer", "in time", client_id)
    talk.row().closed_at = clock.now()
    db.session.commit()
    assert _code(lambda: talk.say("buyer", "too late")) == "closed"
    again = talk.say("buyer", "in time", client_id)
    assert (again.seq, again.duplicate) == (1, True)


def test_a_process_that_goes_down_takes_nothing_in(talk: Any) -> None:
    DRAINING.set()
    try:
        with pytest.raises(Refused) as refused:
            talk.say("buyer", "wait")
    finally:
        DRAINING.clear()
    assert (refused.value.code, refused.value.retry) == ("draining", True)


def test_who_writes_too_fast_is_asked_to_wait(talk: Any) -> None:
    talk.app.config["MESSAGES_A_MINUTE"] = 3
    posted = [talk.say("seller", f"{n}") for n in range(3)]
    assert len(posted) == 3
    with pytest.raises(Refused) as refused:
        talk.say("seller", "four")
    assert (refused.value.code, refused.value.retry) == ("rate_limited", True)
    assert talk.say("buyer", "another person").seq == 4


def test_a_buyer_waits_until_a_meaningful_answer(talk: Any) -> None:
    talk.say("buyer", "Where is it?")
    began = talk.row().waiting_since
    talk.say("buyer", "Hello?")
    talk.say("seller", "Good morning!")
    assert talk.row().waiting_since == began is not None
    talk.say("seller", "It left this morning.")
    assert talk.row().waiting_since is None
    waits = db.session.scalars(select(Wait)).all()
    assert [wait.asked_at for wait in waits] == [began]


def test_the_away_note_comes_once_while_a_buyer_waits(talk: Any) -> None:
    talk.shop.is_away, talk.shop.away_note = True, "Back on Monday."
    db.session.commit()
    talk.say("buyer", "Where is it?")
    talk.say("buyer", "Anybody?")
    assert [(row.voice, row.body) for row in talk.rows()] == [
        ("BUYER", "Where is it?"),
        ("ROBOT", "Back on Monday."),
        ("BUYER", "Anybody?"),
    ]
    talk.shop.is_away = False
    db.session.commit()
    talk.say("seller", "It left this morning.")
    talk.say("buyer", "Thanks, and when is it here?")
    assert [row.voice for row in talk.rows()][-2:] == ["SHOP", "BUYER"]


def test_a_holiday_does_not_count_as_waiting(talk: Any) -> None:
    talk.say("buyer", "Where is it?")
    now = clock.now()
    row = talk.row()
    row.waiting_since = now - timedelta(days=3)
    talk.shop.holiday_from, talk.shop.holiday_until = now - timedelta(days=2), now + timedelta(days=1)
    db.session.commit()
    talk.say("seller", "It left this morning.")
    assert db.session.scalars(select(Wait.seconds)).one() == pytest.approx(24 * 3600, abs=5)


def test_a_read_cursor_only_grows_and_never_past_the_last_message(talk: Any) -> None:
    for n in range(3):
        talk.say("buyer", f"{n}")

    def read_to(seq: int) -> int:
        mark_read(talk.sign_ins["seller"], talk.id, seq)
        db.session.rollback()
        return db.session.scalars(select(ReadCursor.seq).where(ReadCursor.voice == "SHOP")).one()

    assert [read_to(seq) for seq in (2, 1, 99)] == [2, 2, 3]
    assert _code(lambda: mark_read(talk.sign_ins["stranger"], talk.id, 1)) == "forbidden"


def test_a_conversation_is_opened_once(talk: Any) -> None:
    buyer, shop = talk.people["buyer"].id, talk.shop.id
    assert open_conversation(buyer, shop, talk.order.id) == talk.id
    first = open_conversation(buyer, shop, None)
    assert first != talk.id
    assert open_conversation(buyer, shop, None) == first


def test_without_a_connection_in_time_it_is_refused_for_now_and_can_be_sent_again(
    app: Flask, talk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = create_engine(app.config["SQLALCHEMY_DATABASE_URI"], pool_size=1, max_overflow=0, pool_timeout=0.01)
    with monkeypatch.context() as few, engine.connect():
        few.setitem(app.extensions, "commit_queue", CommitQueue(engine))
        with pytest.raises(Refused) as refused:
            talk.say("buyer", "Where is it?")
    engine.dispose()
    assert (refused.value.code, refused.value.as_ack()["retry"]) == ("busy", True)
    assert [row.body for row in talk.rows()] == []
    assert talk.say("buyer", "Where is it?").seq == 1
