"""Readers are told of each message once and in the order of its conversation, and never of its words."""

import threading
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import Connection, insert, select

from shop_help.actions import handing_on, handing_on_messages, in_pieces
from shop_help.actions.conversations import open_conversation, post_message
from shop_help.actions.handing_on import OutboxRow
from shop_help.actions.handing_on_messages import go_round
from shop_help.extensions import db
from shop_help.models import Notification, OutboxEntry, Person
from tests.actions.at_once import at_once

TOLD: list[OutboxRow] = []


def hear(connection: Connection, row: OutboxRow) -> None:
    TOLD.append(row)


def fail_at_two(connection: Connection, row: OutboxRow) -> None:
    if row.data["seq"] == 2:
        raise RuntimeError("not this one")


@pytest.fixture(autouse=True)
def readers(talk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """In place of the application's own, which entered themselves by now."""
    TOLD.clear()
    monkeypatch.setattr(handing_on, "READERS", [hear])


@pytest.fixture
def talks(talk: Any) -> list[int]:
    """Three conversations of a shop, in the order of their ids."""
    db.session.commit()
    others = [Person(name=name, fs_uniquifier=name, adult_confirmed_by="the test") for name in ("Kit", "Lou")]
    db.session.add_all(others)
    db.session.commit()
    return [talk.id, *(open_conversation(each.id, talk.shop.id, None) for each in others)]


def say_in(talk: Any, *talks: int) -> None:
    for talk_id in talks:
        post_message(talk.sign_ins["seller"], talk_id, str(uuid4()), "Hello")


def said(talk: Any, *numbers: int) -> None:
    for number in numbers:
        talk.say("buyer", f"word {number}")


def test_each_message_is_told_once_in_its_order_and_without_its_words(
    talk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handing_on_messages, "MOST", 2)
    said(talk, 1, 2, 3)
    assert [go_round(), go_round(), go_round()] == [2, 1, 0]
    said(talk, 4)
    assert go_round() == 1
    assert [row.data["seq"] for row in TOLD] == [1, 2, 3, 4]
    assert TOLD[0].data == {"conversation": talk.id, "seq": 1, "voice": "BUYER", "kind": "text"}
    assert TOLD[0].key == f"message-{talk.id}-1"


def test_one_that_a_reader_fails_at_goes_the_way_of_other_happenings(
    talk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handing_on, "READERS", [fail_at_two])
    said(talk, 1, 2, 3)
    assert [go_round(), go_round()] == [3, 0]
    db.session.rollback()
    entry = db.session.scalars(select(OutboxEntry).where(OutboxEntry.what == "message.posted")).one()
    assert (entry.data["seq"], entry.taken_at, entry.owed) == (2, None, [handing_on.name_of(fail_at_two)])


def test_messages_of_several_conversations_are_told_together_and_those_of_each_in_order(
    talk: Any, talks: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    together: list[list[tuple[int, int]]] = []

    def hear_all(connection: Connection, rows: Sequence[OutboxRow]) -> None:
        together.append([(row.data["conversation"], row.data["seq"]) for row in rows])

    monkeypatch.setitem(handing_on.TOGETHER, hear, hear_all)
    say_in(talk, talks[1], talks[0], talks[1], talks[2])
    assert go_round() == 4
    assert together == [[(talks[0], 1), (talks[1], 1), (talks[1], 2), (talks[2], 1)]]


def test_a_round_that_ended_early_is_gone_on_with_so_that_each_has_its_turn(
    talk: Any, talks: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_pieces, "LONGEST", -1.0)
    monkeypatch.setattr(handing_on_messages, "TALKS", 1)
    place = handing_on_messages.Place()
    say_in(talk, *talks)
    for _ in talks:
        place.go_round()
        # However much is said in the first one.
        say_in(talk, talks[0])
    assert [row.data["conversation"] for row in TOLD] == talks
    monkeypatch.setattr(in_pieces, "LONGEST", 20.0)
    say_in(talk, *talks[1:])
    assert place.go_round() == 5
    assert place.go_round() == 0


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_between_two_commits_others_have_their_turn(
    talk: Any, talks: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    monkeypatch.setattr(in_pieces, "LONGEST", 60.0)
    monkeypatch.setattr(in_pieces.time, "sleep", slept.append)
    monkeypatch.setattr(handing_on_messages, "TALKS", 1)
    say_in(talk, *talks)
    assert handing_on_messages.Place().go_round() == 3
    assert len(slept) == 3
    assert 0 < min(slept) <= max(slept) <= in_pieces.LONGEST_PAUSE


def test_after_a_failure_it_begins_anew(talk: Any, talks: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_pieces, "LONGEST", -1.0)
    monkeypatch.setattr(handing_on_messages, "TALKS", 1)
    place = handing_on_messages.Place()
    say_in(talk, *talks)
    place.go_round()
    with monkeypatch.context() as broken:
        broken.setattr(handing_on_messages, "note_told", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            place.go_round()
    say_in(talk, talks[0])
    place.go_round()
    assert [row.data["conversation"] for row in TOLD][-1] == talks[0]


def test_of_two_who_hand_on_at_once_each_message_is_one_ones(app: Flask, talk: Any) -> None:
    said(talk, *range(1, 13))
    at_once(app, go_round, go_round)
    go_round()
    assert [row.data["seq"] for row in TOLD] == list(range(1, 13))


# SQLite has one writer at a time.
@pytest.mark.parametrize("app", ["postgresql"], indirect=True)
def test_who_writes_does_not_wait_for_who_tells(app: Flask, talk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    telling, was_said, seller = threading.Event(), threading.Event(), talk.people["seller"].id

    def tell_slowly(connection: Connection, row: OutboxRow) -> None:
        hear(connection, row)
        told = {"person_id": seller, "conversation_id": talk.id, "what": row.what, "side": "SHOP", "kind": "messages"}
        connection.execute(insert(Notification).values(**told, happened_at=row.happened_at))
        telling.set()
        assert was_said.wait(20), "nothing could be said meanwhile"

    def say() -> None:
        assert telling.wait(20)
        said(talk, 2)
        was_said.set()

    monkeypatch.setattr(handing_on, "READERS", [tell_slowly])
    said(talk, 1)
    at_once(app, go_round, say)
    go_round()
    assert [row.data["seq"] for row in TOLD] == [1, 2]
