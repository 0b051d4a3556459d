"""A button is there exactly where its act does something: the page and the gate ask the same question."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select, update

from shop_help import clock
from shop_help.actions import case_holding, case_states
from shop_help.actions.case_notes import add_note
from shop_help.extensions import db
from shop_help.models import Case, CaseNote, CaseOpening, CaseText, Conversation
from shop_help.policy.case_acts import acts_on
from shop_help.policy.messages import Refused
from shop_help.policy.permissions import Asker, ConversationFacts
from shop_help.policy.support import AFTER_REPLY
from tests.agents.scene import Scene

Act = Callable[[str, int], Any]

ACTS: dict[str, Act] = {
    "open": lambda who, case_id: case_holding.open_with_reason(who, case_id, "They called."),
    "note": lambda who, case_id: add_note(who, case_id, str(uuid4()), "Be kind."),
    "claim": case_holding.claim,
    "take_over": lambda who, case_id: case_holding.take_over(who, case_id, "They are ill."),
    "transfer": lambda who, case_id: case_holding.transfer_to_team(who, case_id, "payments", "It is about money."),
    "hand_back": case_holding.hand_back,
    "become_message": lambda who, case_id: case_states.become_message(who, case_id, "chosen"),
}


def _setting(to: str) -> Act:
    return lambda who, case_id: case_states.set_state(who, case_id, to)


ACTS |= {to: _setting(to) for to in AFTER_REPLY}


@pytest.mark.parametrize("mode", ["chat", "message"])
@pytest.mark.parametrize("state", ["queued", "assigned", "waiting_buyer", "waiting_seller", "resolved", "closed"])
def test_a_button_is_there_exactly_where_its_act_does_something(scene: Scene, state: str, mode: str) -> None:
    opened = scene.ask(mode=mode)
    holders = [None] if state == "queued" else ["gus", "iris"]
    for holder in holders:
        agent_id = scene.ids[holder] if holder else None
        facts = ConversationFacts(scene.ids["ana"], None, state == "closed", agent_id)
        asker = Asker(scene.ids["gus"], frozenset({"agent"}), frozenset(), True)
        shown = acts_on(asker, facts, state, mode)
        assert {name for name in ACTS if _does_something(scene, opened, name, state, mode, agent_id)} == shown


def _does_something(scene: Scene, opened: Any, name: str, state: str, mode: str, agent_id: int | None) -> bool:
    _put(opened, state, mode, agent_id)
    before = _stands(opened)
    try:
        ACTS[name](scene.sign_ins["gus"], opened.case_id)
    except Refused:
        assert _stands(opened) == before
        return False
    return _stands(opened) != before


def _put(opened: Any, state: str, mode: str, agent_id: int | None) -> None:
    """The case as it would stand in that state."""
    db.session.rollback()
    values = {"state": state, "mode": mode, "agent_id": agent_id, "team": "general", "take_by": None}
    closed_at = clock.now() if state == "closed" else None
    db.session.execute(update(Case).where(Case.id == opened.case_id).values(values))
    talk = update(Conversation).where(Conversation.id == opened.conversation_id)
    db.session.execute(talk.values(closed_at=closed_at))
    for table in (CaseNote, CaseOpening):
        db.session.query(table).delete()
    db.session.query(CaseText).filter_by(kind="note").delete()
    db.session.commit()


def _stands(opened: Any) -> tuple[Any, ...]:
    db.session.rollback()
    case = db.session.get_one(Case, opened.case_id, populate_existing=True)
    counts = [db.session.scalar(select(func.count()).select_from(table)) for table in (CaseNote, CaseOpening)]
    return (case.state, case.mode, case.agent_id, case.team, *counts)
