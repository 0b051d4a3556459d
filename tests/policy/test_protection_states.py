"""The table of a Buyer Protection case's states: all of them are reached, none is left by who may not (PRODUCT 5)."""

from itertools import product

from shop_help.policy.protection_states import (
    APPEALABLE,
    ENDED,
    EVENTS,
    OPEN,
    STATES,
    TABLE,
    UNDECIDED,
    events_for,
    step_for,
)

ACTORS = ("BUYER", "SHOP", "CUSTOMER_SERVICE", "SYSTEM")


def test_each_state_is_open_or_ended_and_reached() -> None:
    assert set(STATES) == OPEN | ENDED
    assert not (OPEN & ENDED)
    assert {"opened"} | {step.to for step in TABLE} == set(STATES)
    assert UNDECIDED < OPEN
    assert APPEALABLE < OPEN


def test_the_table_names_known_states_and_actors_only() -> None:
    for step in TABLE:
        assert step.actor in ACTORS
        assert step.origins
        assert step.origins <= set(STATES)
        assert step.to in STATES


def test_every_open_state_has_a_way_on_and_what_ended_has_none() -> None:
    for state in OPEN:
        assert any(events_for(actor, state) for actor in ACTORS), state
    for actor, state in product(ACTORS, ENDED):
        assert events_for(actor, state) == ()


def test_the_sides_can_agree_until_it_is_decided_and_not_afterwards() -> None:
    for state in STATES:
        assert (step_for("settle", "BUYER", state) is not None) is (state in UNDECIDED)
        assert (step_for("settle", "SHOP", state) is not None) is (state in UNDECIDED)
        assert (step_for("withdraw", "BUYER", state) is not None) is (state in UNDECIDED)
        assert step_for("withdraw", "SHOP", state) is None


def test_only_customer_service_decides_and_only_what_it_reviews() -> None:
    for actor, state in product(ACTORS, STATES):
        may = actor == "CUSTOMER_SERVICE"
        assert (step_for("decide", actor, state) is not None) is (may and state == "under_review")
        assert (step_for("decide_finally", actor, state) is not None) is (may and state == "appealed")


def test_a_final_decision_is_not_appealed() -> None:
    assert step_for("appeal", "BUYER", "decided_final") is None
    assert step_for("appeal", "SHOP", "decided_final") is None
    assert step_for("appeal", "BUYER", "decided") is not None


def test_one_row_at_most_answers_each_question() -> None:
    for event, actor, state in product(EVENTS, ACTORS, STATES):
        found = [step for step in TABLE if (step.event, step.actor) == (event, actor) and state in step.origins]
        assert len(found) <= 1, (event, actor, state)
