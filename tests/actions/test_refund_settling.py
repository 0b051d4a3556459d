"""A refund is done or has failed: request, lines, conversation, timeline and outbox say so in one commit."""

import pytest
from flask import Flask

from shop_help.actions.refunds.settling import settle
from shop_help.extensions import db
from shop_help.models import Refund
from shop_help.policy.messages import Refused
from shop_help.policy.refund_states import Told
from tests.actions.at_once import at_once
from tests.actions.paid_order import PaidOrder

DONE = Told("done", "pay-1")
FAILED = Told("failed", "pay-1", "told", "The account is closed")


@pytest.fixture
def order(app: Flask) -> PaidOrder:
    return PaidOrder(app)


def begun(order: PaidOrder, *places: int, amount: int = 966) -> tuple[int, int]:
    """A request with its refund."""
    request_id = order.request(*places)
    parts = [order.item(place, amount) for place in places]
    return request_id, order.begin(f"request-{request_id}", parts, request_id)


def test_a_refund_that_is_done_settles_its_request_and_its_lines(order: PaidOrder) -> None:
    request_id, refund_id = begun(order, 0, 1)
    assert settle(refund_id, DONE)
    refund, request = order.refund(refund_id), order.request_row(request_id)
    assert (refund.state, refund.reference, refund.next_try_at) == ("done", "pay-1", None)
    assert (request.state, request.ended_at) == ("refunded", refund.settled_at)
    assert [line.open_line_id for line in request.lines] == [None, None]
    assert [order.line(place).refunded_at for place in range(3)] == [refund.settled_at, refund.settled_at, None]
    assert order.line(0).refunded_part is None
    log, outbox = order.happened()
    assert log == outbox == ["refund.begun", "refund.done", "request.refunded"]


def test_both_sides_read_of_it_as_a_card(order: PaidOrder) -> None:
    request_id, refund_id = begun(order, 0)
    settle(refund_id, DONE)
    card = order.talk.rows()[-1]
    assert (card.voice, card.kind, card.data and card.data["request"]) == ("SYSTEM", "request", request_id)
    assert card.body.startswith("$9.66 was given back on ")
    assert card.data is not None
    assert (card.data["state"], card.data["tone"]) == ("Given back", "good")
    assert card.data["facts"] == [["Payment", "Demo payment: no money moves"]]


def test_a_refund_that_failed_says_so_and_is_owed_still(order: PaidOrder) -> None:
    request_id, refund_id = begun(order, 0)
    assert settle(refund_id, FAILED)
    refund = order.refund(refund_id)
    assert (refund.state, refund.failure_code, refund.failure) == ("failed", "told", "The account is closed")
    assert order.request_row(request_id).state == "approved"
    assert order.line(0).refunded_at is None
    card = order.talk.rows()[-1]
    assert card.body == "The payment system could not give $9.66 back. It is owed still, and we are on it."
    assert "closed" not in str(card.data), "the bank's words are for operators"
    assert order.happened()[0][-1] == "refund.failed"


def test_a_part_that_was_given_back_is_told_as_a_part(order: PaidOrder) -> None:
    _, refund_id = begun(order, 0, amount=400)
    settle(refund_id, DONE)
    assert order.line(0).refunded_part == 400
    rest = order.begin("rest", [order.item(0, 566)])
    settle(rest, DONE)
    assert order.line(0).refunded_part is None


def test_the_same_news_twice_is_once(order: PaidOrder) -> None:
    _, refund_id = begun(order, 0)
    assert settle(refund_id, DONE)
    assert not settle(refund_id, DONE)
    assert not settle(refund_id, Told("done"))
    assert len([row for row in order.talk.rows() if row.kind == "request"]) == 1
    assert order.happened()[1].count("refund.done") == 1


def test_what_is_done_does_not_fail_any_more(order: PaidOrder) -> None:
    _, refund_id = begun(order, 0)
    settle(refund_id, DONE)
    for told in (FAILED, Told("done", "pay-2")):
        with pytest.raises(Refused, match="refund_settled"):
            settle(refund_id, told)
    assert order.refund(refund_id).state == "done"


def test_money_that_moved_after_all_is_done(order: PaidOrder) -> None:
    request_id, refund_id = begun(order, 0)
    settle(refund_id, FAILED)
    assert settle(refund_id, DONE)
    assert order.request_row(request_id).state == "refunded"
    assert order.refund(refund_id).failure == ""


def test_a_failure_of_an_earlier_attempt_changes_nothing(order: PaidOrder) -> None:
    _, refund_id = begun(order, 0)
    row = db.session.get_one(Refund, refund_id)
    row.attempt = 2
    db.session.commit()
    assert not settle(refund_id, Told("failed", "pay-1", "told", "No", attempt=1))
    assert settle(refund_id, Told("failed", "pay-2", "told", "No", attempt=2))


def test_a_refund_without_a_request_settles_too(order: PaidOrder) -> None:
    refund_id = order.begin("goodwill", [order.item(0, 966)])
    assert settle(refund_id, DONE)
    assert order.line(0).refunded_at == order.refund(refund_id).settled_at
    assert order.happened()[1] == ["refund.begun", "refund.done"]


def test_a_request_that_moved_on_does_not_hide_that_money_moved(order: PaidOrder) -> None:
    request_id, refund_id = begun(order, 0)
    order.request_row(request_id).state = "closed"
    db.session.commit()
    assert settle(refund_id, DONE)
    assert (order.refund(refund_id).state, order.request_row(request_id).state) == ("done", "closed")


def test_a_refund_that_is_not_there_is_refused(order: PaidOrder) -> None:
    with pytest.raises(Refused, match="forbidden"):
        settle(999_999, DONE)


def test_eight_that_say_it_at_once_settle_it_once(app: Flask, order: PaidOrder) -> None:
    _, refund_id = begun(order, 0)
    came = at_once(app, *[lambda: settle(refund_id, DONE)] * 8)
    assert sorted(came) == [False] * 7 + [True]
    assert order.happened()[1].count("refund.done") == 1
