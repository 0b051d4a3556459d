"""A case is claimed by exactly one agent, however many reach for it at once (PRODUCT 7)."""

import os
from functools import partial
from typing import Any

import pytest
from flask import Flask

from shop_help.extensions import db
from shop_help.models import LogEntry
from shop_help.policy.messages import Refused
from tests.actions.desk import Desk

AGENTS = 8
ROUNDS = 200


@pytest.fixture
def desk(app: Flask) -> Desk:
    return Desk(app, AGENTS)


def _race(desk: Desk, rounds: int) -> None:
    for number in range(rounds):
        opened = desk.ask(f"round {number}", who="other", question_id=None, client_id=_name(number))
        results: list[Any] = desk.at_once(*(partial(desk.claim, f"agent{i}", opened) for i in range(AGENTS)))
        winners = [i for i, result in enumerate(results) if result is None]
        assert len(winners) == 1, results
        refused = [result for result in results if result is not None]
        assert all(isinstance(each, Refused) and each.code == "stale" for each in refused), refused
        case = desk.case(opened)
        assert case.agent_id == desk.people[f"agent{winners[0]}"].id
        assert case.state == "assigned"
        claimed = db.select(db.func.count()).where(
            LogEntry.what == "case.claimed", LogEntry.conversation_id == opened.conversation_id
        )
        assert db.session.scalar(claimed) == 1
        case.open_key = None
        db.session.commit()


def _name(number: int) -> str:
    return f"0198a0de-0000-7000-a000-{os.getpid():06d}{number:06d}"


def test_of_eight_agents_who_claim_at_once_exactly_one_has_it(desk: Desk) -> None:
    """Red where the claim asks without the lock."""
    for number in range(ROUNDS):
        opened = desk.ask(f"round {number}", who="other", client_id=_name(number))
        results: list[Any] = desk.at_once(*(partial(desk.claim, f"agent{i}", opened) for i in range(AGENTS)))
        winners = [i for i, result in enumerate(results) if result is None]
        assert len(winners) == 1, results
        refused = [result for result in results if result is not None]
        assert all(isinstance(each, Refused) and each.code == "stale" for each in refused), refused
        case = desk.case(opened)
        assert case.agent_id == desk.people[f"agent{winners[0]}"].id
        assert case.state == "assigned"
        claimed = db.select(db.func.count()).where(
            LogEntry.what == "case.claimed", LogEntry.conversation_id == opened.conversation_id
        )
        assert db.session.scalar(claimed) == 1
        case.open_key = None
        db.session.commit()


def _name(number: int) -> str:
    return f"0198a0de-0000-7000-a000-{os.getpid():06d}{number:06d}"
