"""Items leave: what was asked for the time before is overtaken; a feed that knows less takes nothing of it back."""

from uuid import uuid4

import pytest

from shop_help.actions.order_requests import deciding, shipping
from shop_help.extensions import db
from shop_help.models import OrderLine, Package, Refund
from shop_help.policy.faults import Faulty
from shop_help.policy.messages import Refused
from tests.actions.at_once import at_once
from tests.actions.counter import DAY, HOUR, NOON, Counter


def ship(counter: Counter, order: int, *lines: int, who: str = "seller", name: str | None = None) -> None:
    shipping.ship(counter.sign_ins[who], order, lines, "Carrier", "T9", name or str(uuid4()))


def test_what_is_shipped_is_in_a_parcel_and_on_its_way(counter: Counter) -> None:
    order = counter.order()
    first, second = counter.lines(order)
    ship(counter, order, first)
    row = counter.order_row(order)
    assert (row.state, row.shipped_at) == ("PARTIALLY_SHIPPING", NOON)
    assert [(p.carrier, p.tracking_number, p.shipped_at) for p in row.packages] == [("Carrier", "T9", NOON)]
    assert [line.package_id for line in row.lines] == [row.packages[0].id, None]
    counter.clock.on(HOUR)
    ship(counter, order, second)
    row = counter.order_row(order)
    assert (row.state, row.shipped_at, len(row.packages)) == ("IN_TRANSIT", NOON, 2)


def test_one_parcel_sent_twice_is_one(counter: Counter) -> None:
    order, name = counter.order(), str(uuid4())
    answers = at_once(counter.app, *[lambda: ship(counter, order, *counter.lines(order), name=name)] * 4)
    assert answers == [None] * 4
    assert counter.count(Package) == 1


@pytest.mark.parametrize("kind", ["cancellation", "address_change", "order_change"])
def test_shipping_overtakes_what_was_asked_for_the_time_before(counter: Counter, kind: str) -> None:
    order = counter.order()
    made = counter.ask(order, kind)
    counter.clock.on(HOUR)
    ship(counter, order, counter.lines(order)[0])
    row = counter.request(made)
    assert (row.state, row.moved_at, row.mover) == ("superseded", NOON + HOUR, "")
    assert counter.clock_row(made) is None
    assert counter.log(made)[-1] == counter.outbox(made)[-1] == "request.superseded"
    assert counter.held(made) == [None, None]
    with pytest.raises(Refused, match="request_over"):
        deciding.approve(counter.sign_ins["seller"], made.request_id)
    assert counter.count(Refund) == 0


def test_what_was_due_before_it_left_followed_before_it_left(counter: Counter) -> None:
    order = counter.order()
    made = counter.ask(order, "cancellation")
    counter.clock.on(25 * HOUR)
    with pytest.raises(Refused, match="nothing_to_ship"):
        ship(counter, order, *counter.lines(order))
    assert counter.request(made).state == "auto_approved"
    assert counter.request(made).moved_at == NOON + 24 * HOUR
    assert counter.order_row(order).state == "CANCELLED"


def test_what_was_cancelled_does_not_leave(counter: Counter) -> None:
    order = counter.order(units=3)
    first, second, third = counter.lines(order)
    deciding.approve(counter.sign_ins["seller"], counter.ask(order, "cancellation", line_ids=[first]).request_id)
    with pytest.raises(Refused, match="line_settled"):
        ship(counter, order, first, second)
    ship(counter, order, second, third)
    assert counter.order_row(order).state == "IN_TRANSIT"


@pytest.mark.parametrize("state", ["UNPAID", "ON_HOLD", "IN_TRANSIT", "DELIVERED", "CANCELLED"])
def test_only_what_waits_is_shipped(counter: Counter, state: str) -> None:
    order = counter.order(state)
    with pytest.raises(Refused, match="nothing_to_ship"):
        ship(counter, order, *counter.lines(order))


@pytest.mark.parametrize("who", ["buyer", "rival", "agent"])
def test_nobody_but_the_shop_ships(counter: Counter, who: str) -> None:
    order = counter.order()
    with pytest.raises(Refused, match="forbidden"):
        ship(counter, order, *counter.lines(order), who=who)
    with pytest.raises(Refused, match="forbidden"):
        ship(counter, 999, 1)


def test_a_parcel_without_items_or_carrier_says_so(counter: Counter) -> None:
    order = counter.order()
    with pytest.raises(Faulty) as faulty:
        shipping.ship(counter.sign_ins["seller"], order, [], "", "T9", str(uuid4()))
    assert set(faulty.value.faults) == {"lines", "carrier"}
    with pytest.raises(Refused, match="forbidden"):
        ship(counter, order, counter.lines(counter.order())[0])


@pytest.mark.parametrize("seller_first", [True, False])
def test_of_a_parcel_and_a_yes_to_its_cancellation_one_is_first(counter: Counter, seller_first: bool) -> None:
    for _ in range(3):
        order = counter.order()
        made, lines, name = counter.ask(order, "cancellation"), counter.lines(order), str(uuid4())
        sign_in = counter.sign_ins["seller"]
        calls = [
            lambda: shipping.ship(sign_in, order, lines, "Carrier", "T9", name),  # noqa: B023
            lambda: deciding.approve(sign_in, made.request_id),  # noqa: B023
        ]
        at_once(counter.app, *(calls if seller_first else calls[::-1]))
        row, state = counter.order_row(order), counter.request(made).state
        assert (row.state, state) in (("IN_TRANSIT", "superseded"), ("CANCELLED", "approved"))
        paid = db.session.query(Refund).filter_by(order_id=order).count()
        left = db.session.query(OrderLine).filter(OrderLine.order_id == order, OrderLine.package_id.is_not(None))
        assert (paid, left.count()) in ((0, 2), (1, 0))


def test_a_day_counts_for_nothing_once_it_left(counter: Counter) -> None:
    order = counter.order()
    made = counter.ask(order, "address_change")
    ship(counter, order, *counter.lines(order))
    counter.clock.on(2 * DAY)
    assert counter.request(made).state == "superseded"
    assert not counter.request(made).went_unanswered
