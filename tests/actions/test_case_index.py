"""The index of the agents' search: kept in the commit of what is said, gone with it, and built anew beside it."""

from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import delete, event, func, select, text

from shop_help.actions.case_index import build_case_index
from shop_help.actions.conversations import open_conversation, post_message
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import CaseText, Conversation
from shop_help.policy.messages import Refused
from tests.actions.desk import Desk
from tests.actions.test_case_search import found, note


@pytest.fixture
def desk(app: Flask) -> Desk:
    return Desk(app)


def test_what_is_refused_or_sent_twice_is_not_found_or_found_once(desk: Desk) -> None:
    opened, name = desk.ask("A lamp", mode="message"), str(uuid4())
    desk.say("buyer", opened, "It came!")
    with pytest.raises(Refused):
        desk.say("agent0", opened, "An osprey", seen=1)
    assert found("osprey") == []
    for _ in range(2):
        desk.say("agent0", opened, "A magpie", name)
    db.session.rollback()
    assert db.session.scalar(select(func.count()).where(CaseText.words == "a magpie")) == 1


def test_what_is_deleted_is_found_no_more(desk: Desk) -> None:
    opened = desk.ask("A heron", mode="message")
    note(opened.case_id, desk.people["agent0"].id, "A kiln")
    with write_unit(db.session) as session:
        session.execute(delete(Conversation).where(Conversation.id == opened.conversation_id))
    again = desk.ask("A magpie", mode="message")
    assert found("heron") == found("kiln") == []
    assert found("magpie") == [again.case_id]


def _texts() -> list[tuple[Any, ...]]:
    db.session.rollback()
    kept = select(CaseText.case_id, CaseText.kind, CaseText.place, CaseText.words, CaseText.about)
    return sorted(tuple(row) for row in db.session.execute(kept))


def test_the_index_that_is_built_anew_is_the_one_that_was_kept(desk: Desk) -> None:
    cases = [desk.ask("The heron lamp", mode="message"), desk.ask("A loom", mode="chat", who="other")]
    desk.ask("", order_id=None)
    desk.say("agent0", cases[0], "A magpie", then="resolved")
    desk.claim("agent1", cases[1])
    note(cases[1].case_id, desk.people["agent1"].id, "A kiln")
    kept = _texts()
    assert len(kept) == 7, "a first line and what was typed of two, one without, an answer, and a note"
    with write_unit(db.session) as session:
        session.execute(delete(CaseText))
    assert found("heron") == []
    assert sum(build_case_index()) == len(kept)
    assert _texts() == kept
    assert sum(build_case_index()) == len(kept)
    assert _texts() == kept
    assert found("kiln") == [cases[1].case_id]


def test_the_index_is_built_while_people_write(desk: Desk) -> None:
    opened = desk.ask("A lamp", mode="message")
    writes = [lambda i=i: desk.say("buyer", opened, f"Lamp {i}") for i in range(12)]
    results = desk.at_once(lambda: list(build_case_index()), *writes, lambda: list(build_case_index()))
    assert not [result for result in results if isinstance(result, Exception)]
    assert len(_texts()) == 14


def test_a_message_to_a_shop_pays_nothing_for_the_search(desk: Desk) -> None:
    """No statement of its own, and no trigger on the table of messages."""
    asked: list[str] = []

    def heard(*told: Any) -> None:
        asked.append(told[2])

    talk = open_conversation(desk.people["buyer"].id, desk.order.shop_id, desk.order.id)
    opened = desk.ask("A lamp", mode="message")
    is_sqlite = db.engine.dialect.name == "sqlite"
    triggers = (
        "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger'"
        if is_sqlite
        else ("SELECT event_object_table FROM information_schema.triggers")
    )
    assert set(db.session.scalars(text(triggers))) <= {"case_texts", "audit_entries", "audit_heads"}
    db.session.rollback()
    event.listen(db.engine, "before_cursor_execute", heard)
    if is_sqlite:
        with db.engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.set_trace_callback(asked.append)
    for conversation_id, pays in ((talk, False), (opened.conversation_id, True)):
        asked.clear()
        post_message(desk.sign_ins["buyer"], conversation_id, str(uuid4()), "Where is it?")
        assert any("case_texts" in statement for statement in asked) is pays, asked
        assert any("INSERT INTO messages" in statement for statement in asked)
