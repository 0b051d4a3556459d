"""The table of an order request's states: all of them are reached, none is left by who may not (PRODUCT 5)."""

from itertools import product

import pytest

from shop_help.policy.request_states import (
    ACTION_OF,
    ACTORS,
    CHANGES,
    ENDED,
    EVENTS,
    KINDS,
    OPEN,
    REFUSED,
    SENT_BACK,
    STATES,
    TABLE,
    events_for,
    step_for,
)
from shop_help.policy.verdicts import ACTIONS


def _reached(kind: str) -> set[str]:
    reached, before = {"pending"}, set()
    while reached != before:
        before = set(reached)
        reached |= {step.to for step in TABLE if kind in step.kinds and step.origins & before}
    return reached


def test_each_state_is_open_refused_or_ended() -> None:
    assert set(STATES) == OPEN | REFUSED | ENDED
    assert not (OPEN & REFUSED)
    assert not (OPEN & ENDED)
    assert not (REFUSED & ENDED)


def test_the_table_names_known_kinds_states_and_actors_only() -> None:
    for step in TABLE:
        assert step.actor in ACTORS
        assert step.kinds
        assert step.kinds <= set(KINDS)
        assert step.origins
        assert step.origins <= set(STATES)
        assert step.to in STATES


def test_each_kind_asks_for_an_action_of_the_verdicts() -> None:
    assert set(ACTION_OF) == set(KINDS)
    assert set(ACTION_OF.values()) <= set(ACTIONS)


@pytest.mark.parametrize(
    ("kind", "ends"),
    [
        ("cancellation", {"withdrawn", "superseded", "refunded", "applied", "closed"}),
        ("address_change", {"withdrawn", "superseded", "lapsed", "applied", "closed"}),
        ("order_change", {"withdrawn", "superseded", "lapsed", "applied", "closed"}),
        ("refund", {"withdrawn", "refunded", "closed"}),
        ("return", {"withdrawn", "refunded", "closed"}),
        ("exchange", {"withdrawn", "exchanged", "refunded", "closed"}),
    ],
)
def test_each_kind_can_end_in_these_ways_and_no_other(kind: str, ends: set[str]) -> None:
    assert _reached(kind) & ENDED == ends


@pytest.mark.parametrize("kind", KINDS)
def test_every_open_state_that_a_kind_reaches_has_a_way_on(kind: str) -> None:
    for state in _reached(kind) & OPEN:
        assert any(events_for(actor, kind, state) for actor in ACTORS), state


@pytest.mark.parametrize("kind", KINDS)
def test_what_ended_stays_ended(kind: str) -> None:
    for actor, state in product(ACTORS, ENDED):
        assert events_for(actor, kind, state) == ()


@pytest.mark.parametrize("kind", sorted(CHANGES))
def test_a_change_is_never_approved_by_the_system(kind: str) -> None:
    assert "lapse" in events_for("SYSTEM", kind, "pending")
    assert "auto_approve" not in events_for("SYSTEM", kind, "pending")
    assert "applied" not in {step.to for step in TABLE if step.actor == "SYSTEM" and kind in step.kinds}


@pytest.mark.parametrize("kind", sorted(set(KINDS) - CHANGES))
def test_what_is_no_change_is_approved_by_the_system_once_nobody_answered(kind: str) -> None:
    assert "auto_approve" in events_for("SYSTEM", kind, "pending")
    assert "lapse" not in events_for("SYSTEM", kind, "pending")


@pytest.mark.parametrize("kind", sorted(SENT_BACK))
def test_what_goes_back_is_not_settled_before_it_was_inspected_or_should_have_been(kind: str) -> None:
    before = {"awaiting_shipment", "in_return", "inspecting"}
    for state in before:
        for actor in ACTORS:
            assert "refund" not in events_for(actor, kind, state)
    assert step_for("approve", "SHOP", kind, "pending").to == "awaiting_shipment"  # type: ignore[union-attr]


def test_shipment_supersedes_only_what_is_for_the_time_before() -> None:
    superseded = {kind for kind in KINDS if "supersede" in events_for("SYSTEM", kind, "pending")}
    assert superseded == {"cancellation", *CHANGES}


def test_nobody_does_what_is_another_ones() -> None:
    assert step_for("approve", "BUYER", "return", "pending") is None
    assert step_for("withdraw", "SHOP", "return", "pending") is None
    assert step_for("accept", "SHOP", "refund", "partial_offered") is None
    assert step_for("overrule", "SHOP", "refund", "rejected") is None
    assert step_for("refund", "SHOP", "refund", "approved") is None
    assert step_for("approve", "SHOP", "refund", "pending") is not None


def test_one_row_at_most_answers_each_question() -> None:
    for event, actor, kind, state in product(EVENTS, ACTORS, KINDS, STATES):
        found = [
            step
            for step in TABLE
            if (step.event, step.actor) == (event, actor) and kind in step.kinds and state in step.origins
        ]
        assert len(found) <= 1, (event, actor, kind, state)
