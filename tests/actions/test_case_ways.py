"""At the acts, too, a case goes the ways of the table and no other: each state tried with each, on both databases."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from shop_help.actions import case_holding, case_states
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import Case, LogEntry
from shop_help.policy.messages import Refused
from shop_help.policy.support import AFTER_REPLY, OPEN, RESOLVED_FOR, TRANSITIONS
from tests.actions.desk import Desk


@pytest.fixture
def desk(app: Flask) -> Desk:
    return Desk(app)


def _closed(desk: Desk) -> Any:
    opened = _in_state(desk, "resolved")
    resolved_at = desk.case(opened).resolved_at
    assert resolved_at
    with time_machine.travel(resolved_at + RESOLVED_FOR, tick=False):
        assert case_states.close(opened.case_id)
    return opened


def _in_state(desk: Desk, state: str) -> Any:
    """A new message case in that state, held by agent0 where somebody has to hold it."""
    with write_unit(db.session) as session:
        session.execute(update(Case).values(open_key=None))
    opened = desk.ask(mode="message")
    if state != "queued":
        desk.claim("agent0", opened)
    if state in AFTER_REPLY and state != "assigned":
        case_states.set_state(desk.sign_ins["agent0"], opened.case_id, state)
    return opened


def _case_in(desk: Desk, state: str) -> Any:
    return _closed(desk) if state == "closed" else _in_state(desk, state)


def _logged(case_id: int) -> list[str]:
    db.session.rollback()
    return [
        entry.what for entry in db.session.query(LogEntry).order_by(LogEntry.id) if entry.data.get("case") == case_id
    ]


@pytest.mark.parametrize("state", TRANSITIONS)
def test_an_agent_sets_what_the_table_allows_and_is_refused_the_rest(desk: Desk, state: str) -> None:
    for there in TRANSITIONS:
        opened = _case_in(desk, state)
        before = _logged(opened.case_id)
        code = _code_of(lambda: case_states.set_state(desk.sign_ins["agent0"], opened.case_id, there))  # noqa: B023
        now = desk.case(opened).state
        if there not in AFTER_REPLY:
            # Back into the line, and to the end, other acts lead.
            assert (there, code, now) == (there, "bad_request", state)
        elif state in OPEN or state == there:
            assert (there, code, now) == (there, "", there)
        else:
            assert (there, code, now) == (there, "closed", state)
        assert (_logged(opened.case_id) == before) is (now == state)


def _code_of(call: Callable[[], object]) -> str:
    """What an act is refused with; empty where it is done."""
    try:
        call()
    except Refused as refused:
        return refused.code
    return ""


ACTS: dict[str, Callable[[str, int], None]] = {
    "claim": case_holding.claim,
    "hand_back": case_holding.hand_back,
    "take_over": lambda who, case: case_holding.take_over(who, case, "They went home"),
    "to_team": lambda who, case: case_holding.transfer_to_team(who, case, "safety", "Theirs"),
}
#: Where each act leads from a state; what isn't named stays as it was.
LEADS = {
    ("claim", "queued"): "assigned",
    ("hand_back", "assigned"): "queued",
    ("hand_back", "waiting_buyer"): "queued",
    ("hand_back", "waiting_seller"): "queued",
    ("to_team", "assigned"): "queued",
    ("to_team", "waiting_buyer"): "queued",
    ("to_team", "waiting_seller"): "queued",
}


@pytest.mark.parametrize("state", TRANSITIONS)
def test_who_holds_it_or_is_about_to_moves_it_along_the_table_alone(desk: Desk, state: str) -> None:
    for name, act in ACTS.items():
        opened = _case_in(desk, state)
        code = _code_of(lambda: act(desk.sign_ins["agent0"], opened.case_id))  # noqa: B023
        assert code in ("", "closed", "stale")
        assert (name, desk.case(opened).state) == (name, LEADS.get((name, state), state))
