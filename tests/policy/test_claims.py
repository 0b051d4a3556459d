"""A claim's steps, who decides it, for how much, what is new in an appeal, and whose turn it is meanwhile."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shop_help.policy.case_turns import first_turn, held_by
from shop_help.policy.claims import STEPS, ClaimFacts, claim_faults, next_step, step_faults
from shop_help.policy.permissions import Asker, ConversationFacts
from shop_help.policy.protection_appeals import is_new, may_appeal, new_words
from shop_help.policy.protection_clock import clock_after, closing, days_fault, decide_by, on_its_way
from shop_help.policy.protection_deciding import decision_faults, limits_of
from shop_help.policy.protection_opening import goes_to_agent
from shop_help.policy.protection_replay import Basis, as_data, differences, from_data, give_back, judge
from shop_help.policy.protection_rights import ClaimFacts as WhoseClaim
from shop_help.policy.protection_rights import may_confirm, may_decide, may_see_claim, may_see_evidence
from shop_help.policy.protection_states import ENDED, STATES, UNDECIDED
from shop_help.policy.protection_turns import opening_turn, turn_after
from shop_help.policy.refunds import Bill, Given, Unit
from shop_help.policy.service_hours import ALWAYS, Hours
from tests.policy.buying import DAY, HOUR, NOON, US, asked, delivered, local, purchase
from tests.policy.buying import on_its_way as parcel

GOOD: dict[str, Any] = {"lines": [1], "reason": "damaged", "wanted": "refund", "amount": None}
GOOD |= {"words": "It came with a crack."}
FACTS = ClaimFacts(frozenset({1, 2}), ("standard",), True, 2000, photos=1)


def test_a_claim_that_is_filled_in_well_has_no_faults() -> None:
    assert claim_faults(GOOD, FACTS) == {}
    assert [next_step(step) for step in STEPS] == ["reason", "wanted", "evidence", "check", "check"]


@pytest.mark.parametrize(
    ("step", "filled", "facts", "field"),
    [
        ("items", {"lines": [3]}, {}, "lines"),
        ("items", {"lines": [True]}, {}, "lines"),
        ("items", {"lines": "1"}, {}, "lines"),
        ("reason", {"reason": None}, {}, "reason"),
        ("reason", {"reason": "no_longer_needed"}, {}, "reason"),
        ("reason", {"reason": "damaged"}, {"is_delivered": False}, "reason"),
        ("reason", {"reason": "not_received"}, {"is_delivered": False}, None),
        ("wanted", {"wanted": "return", "reason": "not_received"}, {}, "wanted"),
        ("wanted", {"wanted": "return"}, {"is_delivered": False}, "wanted"),
        ("wanted", {"amount": 2000}, {}, None),
        ("wanted", {"amount": 2001}, {}, "amount"),
        ("wanted", {"amount": True}, {}, "amount"),
        ("wanted", {"amount": 0.5}, {}, "amount"),
        ("evidence", {}, {"photos": 0}, "photos"),
        ("evidence", {}, {"photos": 0, "photos_before": 1}, None),
        ("evidence", {"reason": "not_received"}, {"photos": 0}, None),
        ("evidence", {}, {"photos": 6}, None),
        ("evidence", {}, {"photos": 7}, "photos"),
        ("evidence", {"words": "x" * 9}, {}, "words"),
        ("evidence", {"words": "x" * 10}, {}, None),
        ("evidence", {"words": "x" * 2000}, {}, None),
        ("evidence", {"words": "x" * 2001}, {}, "words"),
    ],
)
def test_each_step_says_what_is_wrong_in_its_field(
    step: str, filled: dict[str, Any], facts: dict[str, Any], field: str | None
) -> None:
    faults = step_faults(step, GOOD | filled, replace(FACTS, **facts))
    assert list(faults) == ([field] if field else [])


@pytest.mark.parametrize(
    ("text", "amount", "currency", "digits", "second"),
    [
        ("500", 50_000, "USD", 2, False),
        ("500", 50_001, "USD", 2, True),
        ("500", 500, "JPY", 0, False),
        ("500", 501, "JPY", 0, True),
        ("500 IDR=8000000", 8_000_000, "IDR", 0, False),
        ("500 IDR=8000000", 8_000_001, "IDR", 0, True),
        ("500 idr=8000000", 800_000_001, "IDR", 2, True),
        ("0", 1, "EUR", 2, True),
        ("0", 0, "EUR", 2, False),
    ],
)
def test_a_second_agent_looks_at_what_is_above_the_amount(
    text: str, amount: int, currency: str, digits: int, second: bool
) -> None:
    assert limits_of(text).above(amount, currency, digits) is second


@pytest.mark.parametrize("text", ["", "many", "500 600", "IDR=5", "500 IDR=x", "500 RUPIAH=5", "-5"])
def test_a_limit_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        limits_of(text)


AGENT = Asker(1, frozenset({"agent"}), frozenset(), True)
WAITING, HELD = ConversationFacts(9, None, False), ConversationFacts(9, None, False, 1)
COLLEAGUES = ConversationFacts(9, None, False, 2)


def test_who_decides_holds_the_case_and_has_no_part_in_it() -> None:
    assert may_decide(AGENT, WAITING, 5, ())
    assert may_decide(AGENT, HELD, 5, ())
    assert not may_decide(AGENT, COLLEAGUES, 5, ())
    assert not may_decide(AGENT, WAITING, 5, (1,)), "who made the decision that was appealed"
    assert not may_decide(replace(AGENT, person_id=9), WAITING, 5, ()), "their own case"
    own_shop = replace(AGENT, roles=frozenset({"agent", "seller"}), shop_ids=frozenset({5}))
    assert not may_decide(own_shop, WAITING, 5, ())
    assert not may_confirm(own_shop, COLLEAGUES, 5, 2, ())


def test_the_second_agent_is_another_one() -> None:
    assert may_confirm(AGENT, COLLEAGUES, 5, 2, ())
    assert not may_confirm(AGENT, HELD, 5, 1, ())
    assert not may_confirm(AGENT, COLLEAGUES, 5, 2, (1,))
    assert not may_confirm(replace(AGENT, roles=frozenset({"operator"})), COLLEAGUES, 5, 2, ())


def test_who_sees_a_claim_and_a_photo_that_is_not_sent() -> None:
    buyer = Asker(9, frozenset({"buyer"}), frozenset(), True)
    seller = Asker(8, frozenset({"seller"}), frozenset({5}), True)
    rival = Asker(7, frozenset({"seller"}), frozenset({6}), True)
    other = Asker(6, frozenset({"buyer"}), frozenset(), True)
    claim = WhoseClaim(9, 5, COLLEAGUES)
    seen = {who: may_see_claim(who, claim) for who in (buyer, seller, rival, other, AGENT)}
    assert list(seen.values()) == [True, True, False, False, False]
    assert may_see_claim(AGENT, replace(claim, awaits_second=True))
    assert not may_see_claim(replace(buyer, is_adult=False), claim)
    assert [may_see_evidence(who, claim, 8, False) for who in (seller, buyer, AGENT)] == [True, False, False]
    assert [may_see_evidence(who, None, 9, False) for who in (buyer, seller, other)] == [True, False, False]
    assert not may_see_evidence(replace(buyer, is_adult=False), None, 9, False)
    assert [may_see_evidence(who, claim, 8, True) for who in (seller, buyer, rival)] == [True, True, False]


@pytest.mark.parametrize(
    ("outcome", "by_line", "shipping", "field"),
    [
        ("for_buyer", {1: 2000, 2: 2000}, 500, None),
        ("for_buyer", {1: 0, 2: 0}, 0, "amount"),
        ("for_buyer", {1: 2001, 2: 0}, 0, "amount"),
        ("for_buyer", {1: -1, 2: 1}, 0, "amount"),
        ("for_buyer", {3: 1}, 0, "amount"),
        ("for_buyer", {1: True}, 0, "amount"),
        ("for_buyer", {1: 2000, 2: 2000}, 501, "amount"),
        ("for_seller", {1: 0, 2: 0}, 0, None),
        ("for_seller", {1: 1, 2: 0}, 0, "amount"),
        ("partial", {1: 1, 2: 0}, 0, None),
        ("partial", {1: 2000, 2: 2000}, 499, None),
        ("partial", {1: 2000, 2: 2000}, 500, "amount"),
        ("partial", {1: 0, 2: 0}, 0, "amount"),
        ("for_nobody", {1: 0, 2: 0}, 0, "outcome"),
    ],
)
def test_a_decision_fits_its_outcome_and_what_was_paid(
    outcome: str, by_line: dict[int, int], shipping: int, field: str | None
) -> None:
    faults = decision_faults(outcome, by_line, shipping, {1: 2000, 2: 2000}, 500, "So it is.")
    assert list(faults) == ([field] if field else [])
    assert "why" in decision_faults(outcome, by_line, shipping, {1: 2000, 2: 2000}, 500, " ")


@pytest.mark.parametrize(
    ("side", "outcome", "decided", "claimed", "may"),
    [
        ("BUYER", "for_seller", 0, 100, True),
        ("BUYER", "partial", 99, 100, True),
        ("BUYER", "for_buyer", 100, 100, False),
        ("BUYER", "for_buyer", 60, 100, True),
        ("SHOP", "for_buyer", 100, 100, True),
        ("SHOP", "partial", 1, 100, True),
        ("SHOP", "for_seller", 0, 100, False),
        ("SHOP", "", 0, 100, False),
    ],
)
def test_who_got_less_than_they_wanted_may_appeal_once(
    side: str, outcome: str, decided: int, claimed: int, may: bool
) -> None:
    assert may_appeal(side, outcome, decided, claimed, (), is_final=False) is may
    assert not may_appeal(side, outcome, decided, claimed, (side,), is_final=False)
    assert not may_appeal(side, outcome, decided, claimed, (), is_final=True)
    other = "SHOP" if side == "BUYER" else "BUYER"
    assert may_appeal(side, outcome, decided, claimed, (other,), is_final=False) is may


@pytest.mark.parametrize(
    ("words", "digests", "new"),
    [
        ("It came with a crack", [], False),
        ("IT CAME, with a crack!", [], False),
        ("It came with a crack", ["seen"], False),
        ("It came with a crack", ["new"], True),
        ("a repair shop says more", [], False),
        ("a repair shop says much more", [], True),
        ("more more more more more more", [], False),
    ],
)
def test_new_is_a_photo_nobody_saw_or_words_that_were_not_said(words: str, digests: list[str], new: bool) -> None:
    assert is_new(words, digests, ["It came with a crack."], {"seen"}) is new
    assert "crack" not in new_words(words, ["It came with a crack."])


@pytest.mark.parametrize(
    ("days", "good"), [(0, False), (1, True), (14, True), (15, False), ("3", False), (True, False)]
)
def test_evidence_is_asked_for_a_day_to_a_fortnight(days: object, good: bool) -> None:
    assert (days_fault(days) is None) is good


#: Friday noon in New York; the Thursday of the week behind is no day of business (Thanksgiving is not in June).
FRIDAY = local("2026-06-12T12:00", "America/New_York")


@pytest.mark.parametrize(
    ("state", "act", "mover", "due_at"),
    [
        ("awaiting_seller", "no_answer", "SHOP", FRIDAY + 48 * HOUR),
        ("under_review", "", "CUSTOMER_SERVICE", local("2026-06-18T00:00", "America/New_York")),
        ("appealed", "", "CUSTOMER_SERVICE", local("2026-06-18T00:00", "America/New_York")),
        ("return_required", "not_returned", "BUYER", local("2026-06-27T00:00", "America/New_York")),
    ],
)
def test_each_state_has_its_clock(state: str, act: str, mover: str, due_at: datetime) -> None:
    running = clock_after(state, FRIDAY, US)
    assert running is not None
    assert (running.act, running.mover, running.due_at) == (act, mover, due_at)


def test_states_in_which_nobody_has_to_move_have_none() -> None:
    for state in set(STATES) - {"awaiting_seller", "under_review", "appealed", "return_required"}:
        assert clock_after(state, FRIDAY, US) is None


@pytest.mark.parametrize(
    ("decided", "until"),
    [
        ("2026-03-01T12:00", "2026-03-23T00:00"),  # the clocks change in between
        ("2026-10-20T23:59", "2026-11-11T00:00"),
        ("2028-02-10T00:00", "2028-03-03T00:00"),  # a leap day
        ("2026-12-20T12:00", "2027-01-11T00:00"),  # the year's end
    ],
)
def test_the_time_for_appeals_ends_with_day_21(decided: str, until: str) -> None:
    zone = "America/New_York"
    running = closing(local(decided, zone), is_final=False, rules=US)
    assert running is not None
    assert (running.act, running.due_at) == ("close", local(until, zone))
    assert closing(local(decided, zone), is_final=True, rules=US) is None


def test_what_goes_back_counts_as_arrived_after_a_time() -> None:
    running = on_its_way(FRIDAY, US)
    assert (running.act, running.mover, running.due_at) == ("return", "SHOP", local("2026-06-27T00:00", US.zone))
    assert decide_by(FRIDAY, US) == local("2026-06-18T00:00", US.zone)


@pytest.mark.parametrize(
    ("facts", "order", "agent"),
    [
        ({}, {}, False),
        ({"delivery_source": "estimated"}, {}, True),
        ({"delivery_source": "missing", "delivered_at": None}, {}, True),
        ({}, {"shop_is_suspended": True}, False),
        ({"seller_failed": True}, {}, False),
    ],
)
def test_a_day_nobody_knows_goes_to_an_agent(facts: dict[str, Any], order: dict[str, Any], agent: bool) -> None:
    verdict = asked("protect", purchase(delivered(40, **facts), **order))
    assert verdict.eligible
    assert goes_to_agent(verdict) is agent
    assert goes_to_agent(verdict, was_heard=True)


def test_a_suspended_shop_is_not_asked_while_it_would_be_first() -> None:
    for line in (delivered(2), parcel()):
        late = {"expected_at": NOON - DAY, "state": "DELIVERED" if line.delivered_at else "IN_TRANSIT"}
        verdict = asked("protect", purchase(line, shop_is_suspended=True, **late))
        assert verdict.code == "protect_suspended"
        assert goes_to_agent(verdict)


def test_what_a_decision_rests_on_is_kept_and_judged_again_from_that_alone() -> None:
    lines = (delivered(40, 1, seller_failed=True), delivered(41, 2, item_class="standard"))
    bill = Bill((Unit(1, 1000, tax=80), Unit(2, 500)), {"items": 1500, "tax": 80, "shipping": 300, "total": 1880})
    basis = Basis(purchase(*lines), US, NOON, (1, 2), "damaged", bill, Given({2: 100}))
    kept = as_data(basis)
    again = from_data(kept)
    assert again.purchase == basis.purchase
    assert judge(again) == judge(basis)
    assert give_back(again) == give_back(basis)
    assert as_data(again) == kept
    assert differences(kept, kept | {"at": "2020"}, ()) == ["at"]
    # What a later release keeps besides is no fault of what was kept before.
    older = {**kept, "purchase": {name: value for name, value in kept["purchase"].items() if name != "completed_at"}}
    assert judge(from_data(older)) == judge(basis)


HOURS = Hours("UTC", (ALWAYS,) * 7)
AT = datetime(2026, 6, 12, 12, tzinfo=UTC)


def test_the_talk_waits_while_others_have_to_move_and_is_ours_when_we_do() -> None:
    waits = opening_turn("awaiting_seller", AT, HOURS)
    assert (waits.state, waits.asked_at, waits.answer_by, waits.resolve_by) == ("queued", None, None, None)
    ours = opening_turn("under_review", AT, HOURS)
    assert ours == first_turn("message", AT, HOURS)
    asked_now = turn_after(waits, "under_review", "CUSTOMER_SERVICE", AT + HOUR, HOURS)
    assert (asked_now.state, asked_now.asked_at) == ("queued", AT + HOUR)
    held = held_by(asked_now, 1, AT)
    for mover, state in (("BUYER", "waiting_buyer"), ("SHOP", "waiting_seller"), ("", "waiting_buyer")):
        assert turn_after(held, "evidence_requested", mover, AT, HOURS).state == state
    appealed = turn_after(held, "appealed", "CUSTOMER_SERVICE", AT, HOURS)
    assert (appealed.state, appealed.agent_id) == ("queued", None)
    for state in ENDED:
        assert turn_after(held, state, "", AT, HOURS).state == "resolved"
        assert turn_after(waits, state, "", AT, HOURS).state == "resolved"
    gone = replace(held, state="closed")
    assert all(turn_after(gone, state, "", AT, HOURS) == gone for state in STATES)
    assert timedelta(0) < HOUR
    assert "under_review" in UNDECIDED
