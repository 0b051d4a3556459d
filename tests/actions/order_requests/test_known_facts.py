"""What requests, disputes and refunds tell of items reaches the verdicts."""

from typing import Any
from uuid import uuid4

import pytest

from shop_help.actions.order_requests import answering, deciding, disputing, going_back, overdue
from shop_help.extensions import db
from shop_help.models import Dispute, Order, Refund
from shop_help.models.request_facts import known_facts
from shop_help.models.shown_orders import shown_order
from shop_help.policy.order_requests import verdict_on
from shop_help.purchases import purchase_of
from shop_help.rules_finding import rules_for
from tests.actions.counter import HOUR, Counter


def code_of(counter: Counter, order: int, action: str, *lines: int) -> str:
    db.session.rollback()
    shown = shown_order(order)
    purchase = purchase_of(shown, known_facts([order]))
    return verdict_on(action, purchase, rules_for(shown), counter.clock.now, lines or counter.lines(order)).code


def told(counter: Counter, order: int) -> dict[str, Any]:
    db.session.rollback()
    return known_facts([order]).get(counter.lines(order)[0], {})


def test_an_order_nobody_asked_about_has_no_facts(counter: Counter) -> None:
    assert known_facts([counter.order("DELIVERED")]) == {}
    assert known_facts([]) == {}


def test_an_open_request_stands_before_another_one_about_the_same_item_alone(counter: Counter) -> None:
    order = counter.order("DELIVERED")
    first, second = counter.lines(order)
    made = counter.ask(order, "return", line_ids=[first])
    assert told(counter, order) == {"open_request": "return"}
    assert code_of(counter, order, "exchange", first) == "open_request"
    assert code_of(counter, order, "exchange", second) == "exchange_open"
    answering.withdraw(counter.sign_ins["buyer"], made.request_id)
    assert code_of(counter, order, "exchange", first) == "exchange_open"


def test_money_on_its_way_is_known_by_item(counter: Counter) -> None:
    order = counter.order("DELIVERED")
    first, second = counter.lines(order)
    made = counter.ask(order, "refund", line_ids=[first])
    deciding.approve(counter.sign_ins["seller"], made.request_id)
    assert code_of(counter, order, "return", first) == "refund_in_flight"
    assert code_of(counter, order, "return", second) == "return_open"
    db.session.execute(db.update(Refund).values(state="failed"))
    db.session.commit()
    assert code_of(counter, order, "return", first) == "open_request", "it is owed still"


def test_rejections_are_counted_by_what_was_asked(counter: Counter) -> None:
    order = counter.order("DELIVERED")
    for _ in range(2):
        made = counter.ask(order, "return")
        deciding.reject(counter.sign_ins["seller"], made.request_id, "no_proof")
        assert code_of(counter, order, "dispute") == "dispute_open"
        assert code_of(counter, order, "protect") == "protect_seller_failed"
    assert told(counter, order)["rejections"] == 2
    assert code_of(counter, order, "refund") == "asked_twice"


def test_a_cancellation_that_was_rejected_closes_no_return(counter: Counter) -> None:
    order = counter.order()
    made = counter.ask(order, "cancellation")
    deciding.reject(counter.sign_ins["seller"], made.request_id, "already_packed")
    assert told(counter, order)["cancel_rejections"] == 1
    assert "rejections" not in told(counter, order)
    assert "seller_failed" not in told(counter, order)
    assert code_of(counter, order, "cancel") == "cancel_again"


@pytest.mark.parametrize("kind", ["address_change", "order_change"])
def test_a_change_that_was_declined_counts_for_nothing(counter: Counter, kind: str) -> None:
    order = counter.order()
    made = counter.ask(order, kind)
    deciding.reject(counter.sign_ins["seller"], made.request_id, "already_packed")
    assert told(counter, order) == {}
    assert counter.ask(order, kind).is_new


def test_a_dispute_in_progress_and_those_that_are_over_are_known(counter: Counter) -> None:
    order = counter.order("DELIVERED")
    made = counter.ask(order, "refund")
    deciding.reject(counter.sign_ins["seller"], made.request_id, "no_proof")
    disputing.dispute(counter.sign_ins["buyer"], made.request_id, "", str(uuid4()))
    assert told(counter, order)["open_dispute"]
    assert code_of(counter, order, "protect") == "in_dispute"
    disputing.decide(
        counter.sign_ins["agent"], db.session.scalars(db.select(Dispute.id)).one(), "seller", "So it is."
    )
    assert "open_dispute" not in told(counter, order)
    assert told(counter, order)["disputes"] == 1


def test_silence_opens_buyer_protection(counter: Counter) -> None:
    order = counter.order("DELIVERED")
    made = counter.ask(order, "return")
    due_at = counter.request(made).due_at
    counter.clock.now = due_at + HOUR
    overdue.apply(made.request_id, "auto_approve", due_at)
    answering.withdraw(counter.sign_ins["buyer"], made.request_id)
    assert told(counter, order) == {"seller_failed": True}
    assert code_of(counter, order, "protect") == "protect_seller_failed"


def test_what_was_exchanged_has_been_replaced(counter: Counter) -> None:
    order, seller = counter.order("DELIVERED"), counter.sign_ins["seller"]
    made = counter.ask(order, "exchange")
    deciding.approve(seller, made.request_id)
    going_back.ship_back(counter.sign_ins["buyer"], made.request_id, "Carrier", "B1")
    going_back.mark_arrived(seller, made.request_id)
    going_back.accept_receipt(seller, made.request_id)
    going_back.send_replacement(seller, made.request_id, "Carrier", "R1")
    assert code_of(counter, order, "return") == "replaced"


def test_many_orders_are_told_of_at_once(counter: Counter) -> None:
    orders = [counter.order("DELIVERED") for _ in range(3)]
    for order in orders[:2]:
        counter.ask(order, "return")
    db.session.rollback()
    together = known_facts(orders)
    assert together == known_facts(orders[:1]) | known_facts(orders[1:2])
    assert len(together) == 4


def test_the_command_and_the_operators_page_know_them_too(counter: Counter) -> None:
    order = counter.order("DELIVERED")
    counter.ask(order, "return")
    db.session.rollback()
    number = db.session.get_one(Order, order).number
    result = counter.app.test_cli_runner().invoke(args=["verdicts", number])
    assert "Your request about it is open" in result.output
