"""A clock of a request that runs out: an answer before it wins, one after it finds what followed at that instant."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from shop_help.actions.order_requests import answering, deciding, going_back, shipping
from shop_help.extensions import db
from shop_help.jobs import deadlines
from shop_help.models import Deadline, LogEntry, Refund
from shop_help.policy.messages import Refused
from tests.actions.counter import DAY, HOUR, NOON, Counter

MS, NOTHING = timedelta(milliseconds=1), timedelta(0)

Begin = Callable[[Counter], int]
Act = Callable[[Counter, int], None]


def asked(kind: str, state: str) -> Begin:
    return lambda counter: counter.ask(counter.order(state), kind).request_id


def offered(counter: Counter) -> int:
    made = asked("refund", "DELIVERED")(counter)
    deciding.offer(counter.sign_ins["seller"], made, 500)
    return made


def approved(counter: Counter) -> int:
    made = asked("return", "DELIVERED")(counter)
    deciding.approve(counter.sign_ins["seller"], made)
    return made


def inspected(counter: Counter) -> int:
    made = approved(counter)
    going_back.ship_back(counter.sign_ins["buyer"], made, "Carrier", "T2")
    going_back.mark_arrived(counter.sign_ins["seller"], made)
    return made


def approve(counter: Counter, made: int) -> None:
    deciding.approve(counter.sign_ins["seller"], made)


def accept(counter: Counter, made: int) -> None:
    answering.accept_offer(counter.sign_ins["buyer"], made)


def ship_back(counter: Counter, made: int) -> None:
    going_back.ship_back(counter.sign_ins["buyer"], made, "Carrier", "T2")


def accept_receipt(counter: Counter, made: int) -> None:
    going_back.accept_receipt(counter.sign_ins["seller"], made)


#: How it begins, who answers at the edge, the state in time, and what follows by itself.
EDGES: dict[str, tuple[Begin, Act, str, str]] = {
    "cancellation": (
        asked("cancellation", "AWAITING_SHIPMENT"),
        approve,
        "request.approved",
        "request.auto_approved",
    ),
    "address": (asked("address_change", "AWAITING_SHIPMENT"), approve, "request.approved", "request.lapsed"),
    "order": (asked("order_change", "AWAITING_SHIPMENT"), approve, "request.approved", "request.lapsed"),
    "refund": (asked("refund", "DELIVERED"), approve, "request.approved", "request.auto_approved"),
    "return": (asked("return", "DELIVERED"), approve, "request.approved", "request.auto_approved"),
    "exchange": (asked("exchange", "DELIVERED"), approve, "request.approved", "request.auto_approved"),
    "offer": (offered, accept, "request.offer_accepted", "request.offer_lapsed"),
    "ship back": (approved, ship_back, "request.shipped_back", "request.not_shipped_back"),
    "inspection": (inspected, accept_receipt, "request.receipt_accepted", "request.not_inspected"),
}


#: When somebody answers, and whether the clockwork came round before that.
WHENS = [(when, job) for when in (-MS, NOTHING, MS) for job in ("before", "after")]


@pytest.mark.parametrize("edge", EDGES)
def test_an_answer_a_millisecond_before_wins_and_one_at_the_deadline_comes_too_late(
    counter: Counter, edge: str
) -> None:
    begin, act, in_time, too_late = EDGES[edge]
    for when, job in WHENS:
        counter.clock.now = NOON
        made = begin(counter)
        running = counter.clock_row(made)
        assert running is not None
        due_at, clock_id = running.due_at, running.id
        counter.clock.now = due_at + when
        if job == "before":
            deadlines.go_round()
        if when < NOTHING:
            act(counter, made)
        else:
            with pytest.raises(Refused):
                act(counter, made)
        what, outcome, at = (in_time, "answered", due_at + when) if when < NOTHING else (too_late, "applied", due_at)
        settled = db.session.get_one(Deadline, clock_id, populate_existing=True)
        assert (settled.outcome, settled.settled_at) == (outcome, due_at + when), (when, job)
        assert happened(made, in_time, too_late)[-1] == (what, at), (when, job)
        # The clockwork comes round late, and finds nothing to do.
        moved_at = counter.request(made).moved_at
        counter.clock.now = due_at + HOUR
        deadlines.go_round()
        assert counter.request(made).moved_at == moved_at, (when, job)


def happened(made: int, *whats: str) -> list[tuple[str, datetime]]:
    """What of these happened to a request, and when, in the order in which it was written."""
    entries = db.session.scalars(select(LogEntry).where(LogEntry.what.in_(whats)).order_by(LogEntry.id))
    return [(entry.what, entry.happened_at) for entry in entries if entry.data["request"] == made]


def test_what_follows_a_late_deadline_begins_when_it_was_due(counter: Counter) -> None:
    made = offered(counter)
    counter.clock.now = NOON + 49 * HOUR
    deadlines.go_round()
    clock = counter.clock_row(made)
    assert clock is not None
    assert (clock.act, clock.begun_at, clock.due_at) == ("auto_approve", NOON + 48 * HOUR, NOON + 72 * HOUR)
    counter.clock.now = NOON + 7 * DAY
    deadlines.go_round()
    refund = db.session.scalars(select(Refund).where(Refund.request_id == made)).one()
    assert refund.created_at == NOON + 72 * HOUR


def overdue_pair(counter: Counter) -> tuple[int, int, int, list[int]]:
    """An order of three units; for the first two a cancellation each is overdue, the older one asked later."""
    order = counter.order("AWAITING_SHIPMENT", units=3)
    lines = counter.lines(order)
    one = counter.ask(order, "cancellation", line_ids=lines[:1]).request_id
    counter.clock.on(HOUR)
    two = counter.ask(order, "cancellation", line_ids=lines[1:2]).request_id
    counter.clock.on(30 * HOUR)
    return order, one, two, lines


ARRIVALS: dict[str, Callable[[Counter, int, int, list[int]], Any]] = {
    "a buyer asks": lambda counter, order, two, lines: counter.ask(order, "cancellation", line_ids=lines[2:]),
    "a seller answers": lambda counter, order, two, lines: approve(counter, two),
    "a buyer takes it back": lambda counter, order, two, lines: answering.withdraw(counter.sign_ins["buyer"], two),
    "a seller ships": lambda counter, order, two, lines: shipping.ship(
        counter.sign_ins["seller"], order, lines[2:], "Carrier", "T9", str(uuid4())
    ),
}


@pytest.mark.parametrize("arrival", ARRIVALS)
def test_who_comes_late_finds_all_of_the_order_as_if_the_clockwork_had_not_stood_still(
    counter: Counter, arrival: str
) -> None:
    order, one, two, lines = overdue_pair(counter)
    comes_too_late = arrival in ("a seller answers", "a buyer takes it back")
    with pytest.raises(Refused) if comes_too_late else nullcontext():
        ARRIVALS[arrival](counter, order, two, lines)
    for made, begun in ((one, NOON), (two, NOON + HOUR)):
        row = counter.request(made)
        assert (row.state, row.moved_at) == ("auto_approved", begun + DAY)
    entries = db.session.scalars(
        select(LogEntry).where(LogEntry.what == "request.auto_approved").order_by(LogEntry.id)
    )
    assert [entry.data["request"] for entry in entries][:2] == [one, two], "in the order in which they were due"


def test_who_has_to_move_is_reminded_in_the_conversation_once(counter: Counter) -> None:
    order = counter.order("AWAITING_SHIPMENT")
    counter.ask(order, "cancellation")
    for after, count in ((12 * HOUR - MS, 0), (12 * HOUR, 1), (13 * HOUR, 1)):
        counter.clock.now = NOON + after
        deadlines.go_round()
        assert len(reminders(counter, order)) == count
    assert reminders(counter, order) == [
        "Still open: Cancellation: Lamp ×2. The seller answers by Tue, Nov 3, 11:59 EST. "
        "Then the system approves it, if it hasn't left by then."
    ]


def reminders(counter: Counter, order: int) -> list[str]:
    from shop_help.models import Message

    db.session.rollback()
    said = select(Message.body).where(Message.conversation_id == counter.talk_of(order), Message.kind == "system")
    return list(db.session.scalars(said.order_by(Message.seq)))


@pytest.mark.parametrize("begin", ["offer", "ship back", "inspection", "exchange"])
def test_each_clock_has_its_reminder_in_words(counter: Counter, begin: str) -> None:
    made = EDGES[begin][0](counter)
    running = counter.clock_row(made)
    assert running is not None
    assert running.remind_at is not None
    counter.clock.now = running.remind_at
    deadlines.go_round()
    (said,) = reminders(counter, counter.request(made).order_id)
    assert said.startswith("Still open: ")
    assert " by " in said
    assert "Then" in said


def test_after_a_week_of_standing_still_nobody_is_reminded_of_what_is_over(counter: Counter) -> None:
    order = counter.order("AWAITING_SHIPMENT")
    made = counter.ask(order, "cancellation")
    counter.clock.now = NOON + 7 * DAY
    deadlines.go_round()
    assert reminders(counter, order) == []
    assert counter.request(made).state == "auto_approved"
