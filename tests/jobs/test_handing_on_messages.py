"""Readers are told of each message once and in the order of its conversation, and never of its words."""

import threading
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, select

from shop_help.actions import handing_on, handing_on_messages
from shop_help.actions.handing_on import OutboxRow
from shop_help.actions.handing_on_messages import go_round
from shop_help.extensions import db
from shop_help.models import OutboxEntry
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


def test_of_two_who_hand_on_at_once_each_message_is_one_ones(app: Flask, talk: Any) -> None:
    said(talk, *range(1, 13))
    at_once(app, go_round, go_round)
    go_round()
    assert [row.data["seq"] for row in TOLD] == list(range(1, 13))


# SQLite has one writer at a time.
@pytest.mark.parametrize("app", ["postgresql"], indirect=True)
def test_who_writes_does_not_wait_for_who_tells(app: Flask, talk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    telling, was_said = threading.Event(), threading.Event()

    def tell_slowly(connection: Connection, row: OutboxRow) -> None:
        hear(connection, row)
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
