"""The seller answers and the buyer answers an offer: what follows, who may, and what may not be any more."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from shop_help.actions.order_requests import answering, deciding
from shop_help.models import Refund
from shop_help.models.request_facts import known_facts
from shop_help.policy.faults import Faulty
from shop_help.policy.messages import Refused
from tests.actions.at_once import at_once
from tests.actions.counter import DAY, HOUR, NOON, PRICE, Counter

BEFORE = ("cancellation", "address_change", "order_change")


def asked(counter: Counter, kind: str, **more: Any) -> Any:
    return counter.ask(counter.order("AWAITING_SHIPMENT" if kind in BEFORE else "DELIVERED"), kind, **more)


def refunds(counter: Counter) -> list[tuple[int, str]]:
    from shop_help.extensions import db

    db.session.rollback()
    return [(row.amount, row.key) for row in db.session.scalars(db.select(Refund).order_by(Refund.id))]


@pytest.mark.parametrize(
    ("kind", "state", "mover", "paid_back"),
    [
        ("cancellation", "approved", "", 2 * PRICE + 500),
        ("refund", "approved", "", 2 * PRICE + 500),
        ("return", "awaiting_shipment", "BUYER", 0),
        ("exchange", "awaiting_shipment", "BUYER", 0),
        ("address_change", "applied", "", 0),
        ("order_change", "applied", "", 0),
    ],
)
def test_a_yes_leads_to_what_was_asked(counter: Counter, kind: str, state: str, mover: str, paid_back: int) -> None:
    made = asked(counter, kind)
    deciding.approve(counter.sign_ins["seller"], made.request_id)
    row = counter.request(made)
    assert (row.state, row.mover, row.moved_at) == (state, mover, NOON)
    assert [amount for amount, _ in refunds(counter)] == ([paid_back] if paid_back else [])
    assert counter.log(made)[:2] == ["request.asked", "request.approved"]
    assert counter.outbox(made)[:2] == ["request.asked", "request.approved"]
    assert len(counter.cards(row.order_id)) == 2
    clock = counter.clock_row(made)
    assert (clock is not None) == (mover == "BUYER") == (row.due_at is not None)
    assert (row.ended_at is not None) == (state == "applied")
    assert (counter.held(made)[0] is None) == (state == "applied")


def test_a_cancelled_order_is_cancelled_once_all_of_it_is(counter: Counter) -> None:
    order = counter.order()
    first, second = counter.lines(order)
    deciding.approve(counter.sign_ins["seller"], counter.ask(order, "cancellation", line_ids=[first]).request_id)
    assert counter.order_row(order).state == "AWAITING_SHIPMENT"
    last = counter.ask(order, "cancellation", line_ids=[second])
    deciding.approve(counter.sign_ins["seller"], last.request_id)
    assert counter.order_row(order).state == "CANCELLED"
    assert counter.order_row(order).cancel_reason == "I ordered it by mistake"
    assert sum(amount for amount, _ in refunds(counter)) == 2 * PRICE + 500


def test_a_new_address_holds_from_the_yes_on_and_the_old_one_is_kept(counter: Counter) -> None:
    made = asked(counter, "address_change")
    before = dict(counter.order_row(counter.request(made).order_id).address)
    deciding.approve(counter.sign_ins["seller"], made.request_id)
    row = counter.request(made)
    assert counter.order_row(row.order_id).address == row.details["address"]
    assert row.details["address"]["city"] == "Salem"
    assert row.details["before"] == before
    told = str([(card.body, card.data) for card in counter.cards(row.order_id)])
    assert "Salem" not in told, "a card is kept longer than the seller needs the address"


@pytest.mark.parametrize(
    ("kind", "reason", "days"),
    [("cancellation", "already_packed", 10), ("refund", "no_proof", 10), ("address_change", "not_shipped_there", 0)],
)
def test_a_no_has_a_reason_and_what_is_no_change_can_be_disputed(
    counter: Counter, kind: str, reason: str, days: int
) -> None:
    made = asked(counter, kind)
    photo = counter.photo(counter.request(made).order_id, "seller")
    deciding.reject(counter.sign_ins["seller"], made.request_id, reason, "See the photo.", [photo])
    row = counter.request(made)
    assert (row.state, row.answer_reason, row.answer, row.rejected_at) == ("rejected", reason, "See the photo.", NOON)
    assert counter.held(made) == [None, None]
    clock = counter.clock_row(made)
    assert (clock.act if clock else "") == ("close" if days else "")
    # Ten calendar days in New York, in winter time by then.
    assert row.due_at == (NOON.replace(hour=5, minute=0) + (days + 1) * DAY if days else None)
    facts = known_facts([row.order_id])[counter.lines(row.order_id)[0]]
    assert (facts.get("rejections", 0), facts.get("cancel_rejections", 0)) == {
        "cancellation": (0, 1),
        "refund": (1, 0),
    }.get(kind, (0, 0))
    card = counter.cards(row.order_id)[-1]
    assert ["The seller writes", "See the photo."] in card.data["quotes"]


@pytest.mark.parametrize(
    ("reason", "note", "fields"),
    [
        ("", "x", ["reason"]),
        ("nonsense", "x", ["reason"]),
        ("already_packed", "x", ["reason"]),
        ("came_back_used", "x", ["reason"]),
        ("other", "  ", ["note"]),
        ("no_proof", "x" * 2001, ["note"]),
    ],
)
def test_a_no_that_lacks_something_says_what(counter: Counter, reason: str, note: str, fields: list[str]) -> None:
    made = asked(counter, "refund")
    with pytest.raises(Faulty) as faulty:
        deciding.reject(counter.sign_ins["seller"], made.request_id, reason, note)
    assert list(faulty.value.faults) == fields
    assert counter.request(made).state == "pending"


def test_a_part_that_is_taken_goes_back(counter: Counter) -> None:
    made = asked(counter, "return")
    deciding.offer(counter.sign_ins["seller"], made.request_id, 1501, "Keep it for a part?")
    row = counter.request(made)
    assert (row.state, row.offered, row.mover) == ("partial_offered", 1501, "BUYER")
    assert row.due_at == NOON + 48 * HOUR
    counter.clock.on(HOUR)
    answering.accept_offer(counter.sign_ins["buyer"], made.request_id)
    assert counter.request(made).state == "approved"
    assert [amount for amount, _ in refunds(counter)] == [1501]
    assert "$15.01" in counter.cards(row.order_id)[-1].body


def test_a_part_that_is_not_taken_is_the_sellers_turn_for_a_day(counter: Counter) -> None:
    made = asked(counter, "refund")
    deciding.offer(counter.sign_ins["seller"], made.request_id, 1500)
    counter.clock.on(HOUR)
    answering.decline_offer(counter.sign_ins["buyer"], made.request_id)
    row = counter.request(made)
    assert (row.state, row.offered, row.mover, row.due_at) == ("pending", None, "SHOP", NOON + 25 * HOUR)
    assert "$15.00" in counter.cards(row.order_id)[-1].body
    # Approved then, it is the whole that goes back, and no longer the part.
    deciding.approve(counter.sign_ins["seller"], made.request_id)
    assert [amount for amount, _ in refunds(counter)] == [2 * PRICE + 500]


@pytest.mark.parametrize("amount", [0, -1, 4000, 5000, None, "12", 12.0, True])
def test_a_part_is_above_nothing_and_below_the_whole(counter: Counter, amount: object) -> None:
    made = asked(counter, "return")
    with pytest.raises(Faulty) as faulty:
        deciding.offer(counter.sign_ins["seller"], made.request_id, amount)
    assert list(faulty.value.faults) == ["amount"]


@pytest.mark.parametrize("kind", ["exchange", "cancellation", "order_change"])
def test_a_part_is_offered_of_money_alone(counter: Counter, kind: str) -> None:
    made = asked(counter, kind)
    with pytest.raises(Refused, match="not_for_this_kind"):
        deciding.offer(counter.sign_ins["seller"], made.request_id, 100)


ACTS: dict[str, Callable[[str, int], None]] = {
    "approve": deciding.approve,
    "reject": lambda who, request: deciding.reject(who, request, "no_proof"),
    "offer": lambda who, request: deciding.offer(who, request, 100),
    "accept": answering.accept_offer,
    "decline": answering.decline_offer,
    "withdraw": answering.withdraw,
}


@pytest.mark.parametrize("act", ["approve", "reject", "offer"])
@pytest.mark.parametrize("who", ["buyer", "other", "rival", "agent"])
def test_nobody_but_the_shop_answers_for_it(counter: Counter, act: str, who: str) -> None:
    made = asked(counter, "refund")
    with pytest.raises(Refused, match="forbidden"):
        ACTS[act](counter.sign_ins[who], made.request_id)
    assert counter.request(made).state == "pending"


@pytest.mark.parametrize("act", ["accept", "decline", "withdraw"])
@pytest.mark.parametrize("who", ["seller", "other", "rival", "agent"])
def test_nobody_but_the_buyer_answers_an_offer_or_withdraws(counter: Counter, act: str, who: str) -> None:
    made = asked(counter, "refund")
    deciding.offer(counter.sign_ins["seller"], made.request_id, 100)
    with pytest.raises(Refused, match="forbidden"):
        ACTS[act](counter.sign_ins[who], made.request_id)
    assert counter.request(made).state == "partial_offered"


@pytest.mark.parametrize("sign_in", ["nobody", ""])
def test_whoever_is_signed_out_is_told_so(counter: Counter, sign_in: str) -> None:
    made = asked(counter, "refund")
    with pytest.raises(Refused, match="signed_out"):
        deciding.approve(sign_in, made.request_id)


def test_a_request_that_is_not_there_is_nobodys(counter: Counter) -> None:
    with pytest.raises(Refused, match="forbidden"):
        deciding.approve(counter.sign_ins["seller"], 999)


@pytest.mark.parametrize(
    ("before", "act", "who", "code"),
    [
        ("approve", "approve", "seller", "request_moved"),
        ("approve", "reject", "seller", "request_moved"),
        ("approve", "withdraw", "buyer", "request_moved"),
        ("reject", "approve", "seller", "request_refused"),
        ("reject", "withdraw", "buyer", "request_refused"),
        ("withdraw", "approve", "seller", "request_over"),
        ("withdraw", "withdraw", "buyer", "request_over"),
        ("offer", "approve", "seller", "offer_open"),
        ("offer", "offer", "seller", "offer_open"),
        ("", "accept", "buyer", "offer_gone"),
    ],
)
def test_what_is_no_longer_possible_is_said_with_its_reason(
    counter: Counter, before: str, act: str, who: str, code: str
) -> None:
    made = asked(counter, "refund")
    if before:
        ACTS[before](counter.sign_ins["buyer" if before == "withdraw" else "seller"], made.request_id)
    stood = counter.request(made).state
    with pytest.raises(Refused, match=code):
        ACTS[act](counter.sign_ins[who], made.request_id)
    assert counter.request(made).state == stood


def test_what_was_withdrawn_can_be_asked_again(counter: Counter) -> None:
    order = counter.order("DELIVERED")
    made = counter.ask(order, "return")
    answering.withdraw(counter.sign_ins["buyer"], made.request_id)
    assert counter.held(made) == [None, None]
    assert counter.clock_row(made) is None
    assert counter.ask(order, "exchange").is_new


@pytest.mark.parametrize(("late", "state"), [(-0.001, "rejected"), (0, "auto_approved"), (0.001, "auto_approved")])
def test_an_answer_wins_to_the_last_millisecond_and_late_ones_meet_what_followed(
    counter: Counter, late: float, state: str
) -> None:
    made = asked(counter, "refund")
    due_at = counter.request(made).due_at
    assert due_at is not None
    counter.clock.now = due_at + timedelta(seconds=late)
    if state == "rejected":
        deciding.reject(counter.sign_ins["seller"], made.request_id, "no_proof")
    else:
        with pytest.raises(Refused, match="request_moved"):
            deciding.reject(counter.sign_ins["seller"], made.request_id, "no_proof")
    row = counter.request(made)
    assert row.state == state
    assert row.went_unanswered == (state != "rejected")
    assert row.moved_at == min(counter.clock.now, due_at)


def test_a_whole_chain_of_deadlines_is_applied_before_a_late_act(counter: Counter) -> None:
    made = asked(counter, "refund")
    deciding.offer(counter.sign_ins["seller"], made.request_id, 100)
    counter.clock.on(7 * DAY)
    with pytest.raises(Refused, match="offer_gone"):
        answering.accept_offer(counter.sign_ins["buyer"], made.request_id)
    row = counter.request(made)
    # The offer lapsed after 48 hours, and 24 hours later nobody had answered.
    assert (row.state, row.moved_at) == ("auto_approved", NOON + 72 * HOUR)
    assert [amount for amount, _ in refunds(counter)] == [2 * PRICE + 500]


@pytest.mark.parametrize("kind", ["refund", "cancellation"])
def test_of_eight_who_move_one_request_at_once_one_wins(counter: Counter, kind: str) -> None:
    from shop_help.actions.order_requests import overdue

    for _ in range(4):
        made = asked(counter, kind)
        row = counter.request(made)
        request, due_at = made.request_id, row.due_at
        seller, buyer = counter.sign_ins["seller"], counter.sign_ins["buyer"]
        answers = at_once(
            counter.app,
            *[lambda: deciding.approve(seller, request)] * 3,  # noqa: B023
            *[lambda: answering.withdraw(buyer, request)] * 3,  # noqa: B023
            *[lambda: overdue.apply(request, "auto_approve", due_at)] * 2,  # noqa: B023
        )
        refused = [each for each in answers if isinstance(each, Exception)]
        assert all(isinstance(each, Refused) for each in refused), answers
        # The clockwork finds nothing left to do without being refused.
        moves = [what for what in counter.log(made) if what not in ("request.asked", "order.cancelled")]
        moves = [what for what in moves if what.startswith("request.")]
        assert len(moves) == 1, moves
        assert counter.request(made).state in ("approved", "withdrawn", "auto_approved")
        assert counter.clock_row(made) is None
    assert len({key for _, key in refunds(counter)}) == len(refunds(counter))
