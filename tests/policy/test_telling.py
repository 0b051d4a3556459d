"""Who is told of what, and when not."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from shop_help.policy.happenings import HAPPENINGS
from shop_help.policy.telling import (
    AGENT,
    BUYER,
    CHANNELS,
    KINDS,
    MAIL,
    OPERATOR,
    PUSH,
    SHOP,
    TOLD,
    hearers,
    is_on,
    kinds_of,
)
from shop_help.policy.telling_times import FIRST_WAIT, LONGEST_WAIT, PATIENCE, due_at, is_zone, next_try, quiet_until

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


def sides(what: str, **data: str) -> set[str]:
    return {line.side for line in hearers(what, data)}


def test_what_is_told_happens_and_each_kind_is_one_that_its_hearer_can_choose() -> None:
    assert set(TOLD) <= set(HAPPENINGS)
    for what, lines in TOLD.items():
        for line in lines:
            assert line.side in KINDS[line.kind][2], what
            assert set(re.findall(r"%\((\w+)\)s", line.words)) <= {"shop", "buyer", "amount"}, what


def test_agents_own_affairs_are_told_to_nobody() -> None:
    inside = {what for what, happening in HAPPENINGS.items() if happening.stays_inside}
    assert inside
    assert not inside & set(TOLD)
    assert not [what for what in TOLD if "note" in what or "looked_into" in what]


@pytest.mark.parametrize(
    ("what", "data", "told"),
    [
        ("message.posted", {"voice": "SHOP"}, {BUYER}),
        ("message.posted", {"voice": "CUSTOMER_SERVICE"}, {BUYER}),
        # Which of the two there is, the conversation says: a shop's has no agent, a case's no shop.
        ("message.posted", {"voice": "BUYER"}, {SHOP, AGENT}),
        ("message.posted", {"voice": "SYSTEM"}, set()),
        ("message.posted", {"voice": "ROBOT"}, set()),
        ("request.asked", {}, {SHOP}),
        ("request.approved", {}, {BUYER}),
        ("request.auto_approved", {}, {BUYER, SHOP}),
        ("request.withdrawn", {}, {SHOP}),
        ("request.reminded", {"mover": "SHOP"}, {SHOP}),
        ("request.reminded", {"mover": "BUYER"}, {BUYER}),
        ("refund.done", {}, {BUYER}),
        ("refund.failed", {}, {BUYER, OPERATOR}),
        ("refund.begun", {}, set()),
        ("protection.settlement_offered", {"voice": "SHOP"}, {BUYER}),
        ("protection.settlement_offered", {"voice": "BUYER"}, {SHOP}),
        ("protection.evidence_requested", {"mover": "SHOP"}, {SHOP}),
        ("protection.appealed", {"voice": "BUYER"}, {SHOP}),
        ("case.transferred", {}, {AGENT}),
        ("case.looked_into", {}, set()),
        ("case.rated", {}, set()),
    ],
)
def test_who_is_told_and_nobody_else(what: str, data: dict[str, str], told: set[str]) -> None:
    assert sides(what, **data) == told


def test_people_choose_and_agents_get_no_mail_until_they_do() -> None:
    assert is_on(BUYER, "messages", MAIL, {})
    assert not is_on(BUYER, "messages", MAIL, {("messages", MAIL): False})
    assert is_on(BUYER, "messages", PUSH, {("messages", MAIL): False})
    assert not is_on(AGENT, "messages", MAIL, {})
    assert is_on(AGENT, "messages", MAIL, {("messages", MAIL): True})
    assert kinds_of(frozenset({"operator"})) == ["refunds"]
    assert "work" not in kinds_of(frozenset({"buyer", "seller"}))
    assert kinds_of(frozenset()) == []


def test_messages_wait_for_others_and_for_a_reader_and_nothing_else_waits_as_long() -> None:
    assert due_at("messages", MAIL, NOON) == NOON + timedelta(minutes=2)
    assert due_at("messages", PUSH, NOON) == NOON + timedelta(seconds=10)
    assert all(due_at("refunds", channel, NOON) < due_at("messages", MAIL, NOON) for channel in CHANNELS)


NIGHT = (22 * 60, 7 * 60)


@pytest.mark.parametrize(
    ("now", "over"),
    [
        # In New York, five hours behind: the last minute before, the first, past midnight, the last, the first after.
        ("2026-11-26T02:59", None),
        ("2026-11-26T03:00", "2026-11-26T12:00"),
        ("2026-11-26T05:30", "2026-11-26T12:00"),
        ("2026-11-26T11:59", "2026-11-26T12:00"),
        ("2026-11-26T12:00", None),
        # The clocks go forward at 2 on 8 March, and back at 2 on 1 November.
        ("2026-03-08T03:30", "2026-03-08T11:00"),
        ("2026-11-01T03:30", "2026-11-01T12:00"),
    ],
)
def test_quiet_hours_are_those_of_the_persons_own_clocks(now: str, over: str | None) -> None:
    instant = datetime.fromisoformat(now).replace(tzinfo=UTC)
    expected = datetime.fromisoformat(over).replace(tzinfo=UTC) if over else None
    assert quiet_until(instant, *NIGHT, "America/New_York") == expected


def test_without_quiet_hours_no_hour_is_quiet_and_an_afternoon_can_be() -> None:
    assert quiet_until(NOON, None, None, "UTC") is None
    assert quiet_until(NOON, 600, 600, "UTC") is None
    assert quiet_until(NOON, 12 * 60, 14 * 60, "UTC") == NOON + timedelta(hours=2)
    assert quiet_until(NOON, 13 * 60, 14 * 60, "UTC") is None
    assert is_zone("Asia/Jakarta")
    assert not is_zone("../etc/passwd")


def test_it_is_tried_again_for_a_day_ever_more_seldom() -> None:
    assert next_try(1, NOON, NOON) == NOON + FIRST_WAIT
    assert next_try(3, NOON, NOON) == NOON + 4 * FIRST_WAIT
    assert next_try(40, NOON, NOON) == NOON + LONGEST_WAIT
    assert next_try(2, NOON - PATIENCE + timedelta(seconds=1), NOON) is not None
    assert next_try(2, NOON - PATIENCE, NOON) is None
