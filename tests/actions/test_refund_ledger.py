"""Refunds of an order never make more than was paid, however many begin at once; the same key is the same refund."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from shop_help import clock
from shop_help.extensions import db
from shop_help.models import LogEntry, Order, OrderLine, OutboxEntry, Refund, RefundPart
from shop_help.policy.messages import Refused
from shop_help.policy.refunds import Part
from tests.actions.at_once import at_once
from tests.actions.paid_order import PaidOrder


@pytest.fixture
def order(app: Flask) -> PaidOrder:
    return PaidOrder(app)


def sum_of_refunds() -> int:
    db.session.rollback()
    return int(db.session.scalar(select(func.coalesce(func.sum(Refund.amount), 0))) or 0)


def together(app: Flask, *calls: Callable[[], Any]) -> list[Any]:
    """All of them begin when the last one is ready."""
    barrier = threading.Barrier(len(calls))

    def ready(call: Callable[[], Any]) -> Callable[[], Any]:
        def one() -> Any:
            barrier.wait()
            return call()

        return one

    return at_once(app, *(ready(call) for call in calls))


def test_a_refund_begins_with_its_parts_its_timeline_and_its_outbox_row(order: PaidOrder) -> None:
    refund = order.refund(order.begin_for("first", 0, 1))
    assert (refund.state, refund.amount, refund.currency, refund.adapter) == ("pending", 1_932, "USD", "demo")
    assert [(part.kind, part.line_id, part.amount) for part in refund.parts] == [
        ("item", order.line_ids[0], 966),
        ("item", order.line_ids[1], 966),
    ]
    assert refund.next_try_at == refund.trying_since == refund.created_at
    log = db.session.scalars(select(LogEntry).where(LogEntry.what == "refund.begun")).one()
    outbox = db.session.scalars(select(OutboxEntry).where(OutboxEntry.what == "refund.begun")).one()
    assert (log.order_id, log.voice, log.data["amount"]) == (order.id, "SYSTEM", 1_932)
    whose = {"order": order.id, "buyer": order.talk.people["buyer"].id, "shop": order.talk.shop.id}
    assert outbox.data == whose | {"refund": refund.id, "request": None, "amount": 1_932, "currency": "USD"}


def test_the_same_key_is_the_same_refund(order: PaidOrder) -> None:
    first = order.begin("key", [order.item(0, 500)])
    assert order.begin("key", [order.item(0, 500)]) == first
    assert sum_of_refunds() == 500
    with pytest.raises(Refused, match="refund_key_reused"):
        order.begin("key", [order.item(0, 501)])


def test_the_last_cent_can_be_given_back_and_not_one_more(order: PaidOrder) -> None:
    order.begin_for("all", 0, 1, 2, whole_order=True)
    assert sum_of_refunds() == 3_400
    with pytest.raises(Refused, match="refund_above_paid"):
        order.begin("more", [Part("shipping", None, 1)])


def test_a_unit_never_gives_back_more_than_it_is_worth(order: PaidOrder) -> None:
    order.begin("part", [order.item(0, 900)])
    with pytest.raises(Refused, match="refund_above_paid"):
        order.begin("rest", [order.item(0, 67)])
    order.begin("rest", [order.item(0, 66)])


def test_what_failed_is_owed_still(order: PaidOrder) -> None:
    refund = order.refund(order.begin_for("all", 0, 1, 2, whole_order=True))
    refund.state = "failed"
    db.session.commit()
    with pytest.raises(Refused, match="refund_above_paid"):
        order.begin("more", [order.item(0, 1)])


def test_what_went_back_elsewhere_counts_too(order: PaidOrder) -> None:
    line = db.session.get_one(OrderLine, order.line_ids[0])
    line.refunded_at = clock.now()
    db.session.commit()
    with pytest.raises(Refused, match="refund_above_paid"):
        order.begin("again", [order.item(0, 1)])
    assert order.refund(order.begin_for("rest", 0, 1, 2, whole_order=True)).amount == 3_400 - 966


@pytest.mark.parametrize(
    "parts", [[], [Part("shipping", None, 0)], [Part("shipping", None, -5), Part("shipping", None, 10)]]
)
def test_nothing_is_no_refund(order: PaidOrder, parts: list[Part]) -> None:
    with pytest.raises(Refused, match="refund_of_nothing"):
        order.begin("nothing", parts)


def test_an_item_of_another_order_is_not_refunded_here(order: PaidOrder) -> None:
    for part in (Part("item", 999_999, 5), Part("item", None, 5), Part("shipping", order.line_ids[0], 5)):
        with pytest.raises(Refused, match="forbidden"):
            order.begin("strange", [part])


def test_an_order_that_was_not_paid_gives_nothing_back(order: PaidOrder) -> None:
    row = db.session.get_one(Order, order.id)
    row.paid_at, row.state = None, "UNPAID"
    db.session.commit()
    assert order.facts().bill.total == 0
    with pytest.raises(Refused, match="refund_above_paid"):
        order.begin("unpaid", [Part("shipping", None, 1)])


def test_sixteen_at_once_never_make_more_than_was_paid(app: Flask, order: PaidOrder) -> None:
    def asking(key: str, place: int) -> Callable[[], int]:
        return lambda: order.begin(key, [order.item(place, 400)])

    came = together(app, *(asking(f"key {number}", number % 3) for number in range(16)))
    refused = [answer for answer in came if isinstance(answer, Refused)]
    begun = [answer for answer in came if isinstance(answer, int)]
    # Two times 400 fit into each of three units of 966.
    assert (len(begun), len(refused)) == (6, 10)
    assert {refusal.code for refusal in refused} == {"refund_above_paid"}
    assert sum_of_refunds() == 2_400


def test_sixteen_at_once_for_all_that_is_left_give_it_back_once(app: Flask, order: PaidOrder) -> None:
    came = together(
        app,
        *(
            lambda number=number: order.begin_for(f"key {number}", 0, 1, 2, whole_order=True)  # type: ignore[misc]
            for number in range(16)
        ),
    )
    assert sorted(type(answer).__name__ for answer in came) == ["Refused"] * 15 + ["int"]
    assert sum_of_refunds() == 3_400
    parts = db.session.scalar(select(func.sum(RefundPart.amount)))
    assert int(parts or 0) == 3_400


def test_sixteen_at_once_with_one_key_are_one_refund(app: Flask, order: PaidOrder) -> None:
    came = together(app, *[lambda: order.begin("one", [order.item(0, 900)])] * 16)
    assert len(set(came)) == 1
    assert sum_of_refunds() == 900
