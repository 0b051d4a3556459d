"""Around an agent's reply: drafts kept on the server, who looks and types, and who may read on when overtaken."""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from shop_help import clock
from shop_help.actions.reply_drafts import keep_draft, let_read_on, note_looking
from shop_help.announcements import cases as announcements
from shop_help.announcements.rooms import AGENTS
from shop_help.extensions import db
from shop_help.models import CaseOpening, LogEntry, ReplyDraft
from shop_help.models.case_viewers import LOOKS_FOR, TYPES_FOR, colleagues_at
from shop_help.models.reading import facts_of
from shop_help.models.reply_drafts import cases_with_drafts, count_newer, draft_of
from shop_help.policy.messages import Refused
from shop_help.policy.permissions import may_read_case
from shop_help.policy.support import OVERTAKEN_FOR, OVERTAKEN_WITHIN
from tests.actions.desk import Desk

SECOND = timedelta(seconds=1)


@pytest.fixture
def desk(app: Flask) -> Desk:
    return Desk(app)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, str]]:
    """What is said to be stale: (conversation, who hears)."""
    said: list[tuple[int, str]] = []
    monkeypatch.setattr(announcements, "panel_changed", lambda talk, hearers: said.append((talk, hearers)))
    return said


def _keep(desk: Desk, who: str, opened: Any, body: str, seen: int = 2, is_typing: bool = False) -> None:
    keep_draft(desk.sign_ins[who], opened.case_id, body, seen, is_typing)


def _look(desk: Desk, who: str, opened: Any) -> None:
    note_looking(desk.people[who].id, opened.case_id, opened.conversation_id)


def _kept(desk: Desk, who: str, opened: Any) -> tuple[str, int] | None:
    db.session.rollback()
    found = draft_of(desk.people[who].id, opened.conversation_id)
    return (found.body, found.seen) if found else None


def _code(call: Any) -> str:
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.code


def _at(desk: Desk, opened: Any, who: str = "agent0") -> list[tuple[str, bool]]:
    """Who else is there, as this agent sees it."""
    db.session.rollback()
    rows = colleagues_at(opened.case_id, desk.people[who].id, clock.now())
    return [(row.name, bool(row.is_typing)) for row in rows]


def test_a_draft_is_kept_as_it_was_last_and_is_the_agents_own(desk: Desk) -> None:
    opened = desk.ask()
    _keep(desk, "agent0", opened, "It is in R")
    _keep(desk, "agent0", opened, " It is in Reno.\n", seen=3)
    assert _kept(desk, "agent0", opened) == (" It is in Reno.\n", 3)
    assert _kept(desk, "agent1", opened) is None
    _keep(desk, "agent1", opened, "Mine")
    assert _kept(desk, "agent0", opened) == (" It is in Reno.\n", 3)
    _keep(desk, "agent0", opened, " \n ")
    assert _kept(desk, "agent0", opened) is None
    assert _kept(desk, "agent1", opened) == ("Mine", 2)


def test_two_keepings_at_once_are_one_draft(desk: Desk) -> None:
    opened = desk.ask()
    results = desk.at_once(*(partial(_keep, desk, "agent0", opened, f"Words {i}") for i in range(6)))
    assert results == [None] * 6
    assert len(db.session.scalars(select(ReplyDraft)).all()) == 1


def test_the_list_knows_in_which_cases_one_has_begun_to_write(desk: Desk) -> None:
    first, second = desk.ask(), desk.ask("Me too", who="other")
    _keep(desk, "agent0", first, "Hello")
    _keep(desk, "agent1", second, "Hello")
    both = [first.case_id, second.case_id]
    assert cases_with_drafts(desk.people["agent0"].id, both) == {first.case_id}
    assert cases_with_drafts(desk.people["agent2"].id, both) == set()
    assert cases_with_drafts(desk.people["agent0"].id, []) == set()


def test_a_draft_is_gone_with_the_message_and_stays_where_that_was_held_back(desk: Desk) -> None:
    opened = desk.ask(mode="message")
    _keep(desk, "agent0", opened, "It is in Reno.")
    _keep(desk, "agent1", opened, "It is in Leeds.")
    desk.say("buyer", opened, "It came!")
    assert _code(lambda: desk.say("agent0", opened, "It is in Reno.", seen=2)) == "stale"
    assert _kept(desk, "agent0", opened) == ("It is in Reno.", 2)
    desk.say("agent0", opened, "Good!", seen=3)
    assert _kept(desk, "agent0", opened) is None
    assert _kept(desk, "agent1", opened) == ("It is in Leeds.", 2)


def test_a_draft_of_a_case_that_a_colleague_took_is_kept_all_the_same(desk: Desk) -> None:
    opened = desk.ask()
    desk.claim("agent1", opened)
    _keep(desk, "agent0", opened, "It is in Reno.", is_typing=True)
    assert _kept(desk, "agent0", opened) == ("It is in Reno.", 2)
    assert _at(desk, opened, "agent1") == [], "but they may not look at it"


def test_nobody_but_agents_keeps_a_draft_or_reads_on(desk: Desk) -> None:
    opened = desk.ask()
    for stranger in ("buyer", "other", "seller"):
        sign_in = desk.sign_ins[stranger]
        assert _code(lambda who=sign_in: keep_draft(who, opened.case_id, "x", 0)) == "forbidden"  # type: ignore[misc]
        assert _code(lambda who=sign_in: let_read_on(who, opened.case_id)) == "forbidden"  # type: ignore[misc]
    assert _code(lambda: keep_draft("nobody", opened.case_id, "x", 0)) == "signed_out"
    assert _code(lambda: keep_draft(desk.sign_ins["agent0"], 999999, "x", 0)) == "forbidden"
    # Nor an agent of their own case as a buyer.
    desk.people["agent0"].roles.append(desk.people["buyer"].roles[0])
    db.session.commit()
    own = desk.ask("Mine", who="agent0")
    assert _code(lambda: _keep(desk, "agent0", own, "x")) == "forbidden"
    _keep(desk, "agent1", own, "x")


def test_a_draft_is_no_longer_than_a_message(desk: Desk) -> None:
    opened = desk.ask()
    _keep(desk, "agent0", opened, "x" * 4000)
    assert _code(lambda: _keep(desk, "agent0", opened, "x" * 4001)) == "too_long"
    assert _code(lambda: _keep(desk, "agent0", opened, "\U0001f5ff" * 4000 + "x")) == "too_long"
    assert _kept(desk, "agent0", opened) == ("x" * 4000, 2)


def test_who_looks_is_there_for_forty_seconds_and_nobody_sees_themselves(desk: Desk) -> None:
    opened = desk.ask()
    now = clock.now()
    with time_machine.travel(now, tick=False):
        _look(desk, "agent1", opened)
    for passed, there in ((timedelta(), True), (LOOKS_FOR - SECOND, True), (LOOKS_FOR, False)):
        with time_machine.travel(now + passed, tick=False):
            assert _at(desk, opened) == ([("Agent1", False)] if there else [])
            assert _at(desk, opened, "agent1") == []


def test_who_types_is_seen_to_for_six_seconds(desk: Desk) -> None:
    opened = desk.ask()
    now = clock.now()
    with time_machine.travel(now, tick=False):
        _keep(desk, "agent1", opened, "It is", is_typing=True)
    for passed, is_typing in ((timedelta(), True), (TYPES_FOR - SECOND, True), (TYPES_FOR, False)):
        with time_machine.travel(now + passed, tick=False):
            assert _at(desk, opened) == [("Agent1", is_typing)]
    with time_machine.travel(now + SECOND, tick=False):
        desk.say("agent1", opened, "It is in Reno.")
        assert _at(desk, opened, "agent2") == [("Agent1", False)], "what was sent is typed no more"


def test_a_look_and_a_word_are_said_to_agents_alone_and_not_at_every_key(
    desk: Desk, heard: list[tuple[int, str]]
) -> None:
    opened = desk.ask()
    heard.clear()
    to_agents = (opened.conversation_id, AGENTS)
    now = clock.now()
    with time_machine.travel(now, tick=False) as traveller:
        _look(desk, "agent1", opened)
        assert heard == [to_agents]
        traveller.shift(15)
        _look(desk, "agent1", opened)
        assert heard == [to_agents], "still there is no news"
        for _ in range(4):
            traveller.shift(2)
            _keep(desk, "agent1", opened, "It is", is_typing=True)
        assert heard == [to_agents] * 2, "said once, while the words come"
        _keep(desk, "agent1", opened, "", is_typing=True)
        assert heard == [to_agents] * 3, "and once when they are taken back"
        _keep(desk, "agent1", opened, "Kept by hand")
        assert heard == [to_agents] * 3


def _may_read(desk: Desk, who: str, opened: Any) -> bool:
    from shop_help.identity import viewer_of

    db.session.rollback()
    viewer, facts = viewer_of(desk.sign_ins[who]), facts_of(opened.conversation_id)
    assert viewer
    assert facts
    return may_read_case(viewer, facts)


def test_who_was_overtaken_reads_on_for_a_while_and_the_reason_is_kept(desk: Desk) -> None:
    opened = desk.ask()
    _look(desk, "agent0", opened)
    desk.claim("agent1", opened)
    assert not _may_read(desk, "agent0", opened)
    let_read_on(desk.sign_ins["agent0"], opened.case_id)
    assert _may_read(desk, "agent0", opened)
    looked = db.session.scalars(select(CaseOpening)).one()
    assert looked.person_id == desk.people["agent0"].id
    assert looked.until - looked.opened_at == OVERTAKEN_FOR
    logged = db.session.scalars(select(LogEntry).where(LogEntry.what == "case.looked_into")).one()
    assert logged.why == looked.reason
    # Once: later they say why.
    with time_machine.travel(looked.until - SECOND, tick=False):
        _look(desk, "agent0", opened)
    with time_machine.travel(looked.until, tick=False):
        let_read_on(desk.sign_ins["agent0"], opened.case_id)
        assert not _may_read(desk, "agent0", opened)


def test_who_had_not_looked_or_long_ago_is_not_let_in(desk: Desk) -> None:
    opened = desk.ask()
    _look(desk, "agent0", opened)
    desk.claim("agent1", opened)
    let_read_on(desk.sign_ins["agent2"], opened.case_id)
    assert not _may_read(desk, "agent2", opened)
    with time_machine.travel(clock.now() + OVERTAKEN_WITHIN + SECOND, tick=False):
        let_read_on(desk.sign_ins["agent0"], opened.case_id)
        assert not _may_read(desk, "agent0", opened)
    assert db.session.scalars(select(CaseOpening)).all() == []


def test_who_may_read_needs_no_reason(desk: Desk) -> None:
    opened = desk.ask()
    _look(desk, "agent0", opened)
    let_read_on(desk.sign_ins["agent0"], opened.case_id)
    assert db.session.scalars(select(CaseOpening)).all() == []


def test_newer_messages_are_those_of_others_behind_what_was_in_sight(desk: Desk) -> None:
    opened = desk.ask(mode="message")
    agent = desk.people["agent0"].id
    assert count_newer(opened.conversation_id, 2, agent) == 0
    desk.say("buyer", opened, "It came!")
    desk.say("agent0", opened, "Good!", str(uuid4()), then="resolved")
    desk.say("buyer", opened, "But broken.")
    db.session.rollback()
    assert count_newer(opened.conversation_id, 2, agent) == 2
    assert count_newer(opened.conversation_id, 3, agent) == 1
