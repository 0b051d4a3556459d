"""What goes back: sent, arrived, inspected, paid back or replaced; and what time does where nobody moves."""

from datetime import datetime
from typing import Any

import pytest

from shop_help.actions.order_requests import deciding, going_back, overdue
from shop_help.extensions import db
from shop_help.models import Refund
from shop_help.models.request_facts import known_facts
from shop_help.policy.faults import Faulty
from shop_help.policy.messages import Refused
from tests.actions.counter import DAY, NOON, PRICE, Counter


def on_its_way(counter: Counter, kind: str = "return", units: int = 2) -> Any:
    """A request that the seller said yes to, and whose parcel the buyer sent back."""
    made = counter.ask(counter.order("DELIVERED", units), kind)
    deciding.approve(counter.sign_ins["seller"], made.request_id)
    going_back.ship_back(counter.sign_ins["buyer"], made.request_id, " Carrier ", "B1")
    return made


def back(counter: Counter, kind: str = "return", units: int = 2) -> Any:
    """And that is there."""
    made = on_its_way(counter, kind, units)
    going_back.mark_arrived(counter.sign_ins["seller"], made.request_id)
    return made


def paid_back() -> list[int]:
    db.session.rollback()
    return list(db.session.scalars(db.select(Refund.amount)))


def run_out(counter: Counter, made: Any) -> datetime:
    """Its clock runs out, and the clockwork comes a day late."""
    row = counter.request(made)
    clock = counter.clock_row(made)
    assert clock is not None
    assert row.due_at == clock.due_at
    act, due_at = clock.act, clock.due_at
    counter.clock.now = due_at + DAY
    overdue.apply(made.request_id, act, due_at)
    return due_at


def test_it_is_sent_back_with_a_parcel_and_paid_back_once_it_was_looked_at(counter: Counter) -> None:
    made = on_its_way(counter)
    row = counter.request(made)
    assert (row.state, row.mover) == ("in_return", "SHOP")
    assert row.return_parcel == {"carrier": "Carrier", "tracking_number": "B1"}
    assert row.shipped_back_at == NOON
    assert paid_back() == []
    going_back.mark_arrived(counter.sign_ins["seller"], made.request_id)
    # Noon of a Monday: two business days are Tuesday and Wednesday, whole.
    assert counter.request(made).due_at == NOON.replace(hour=5) + 3 * DAY
    going_back.accept_receipt(counter.sign_ins["seller"], made.request_id)
    row = counter.request(made)
    assert (row.state, row.mover, row.due_at) == ("approved", "", None)
    assert paid_back() == [2 * PRICE]


def test_what_is_worth_a_lot_has_four_days(counter: Counter) -> None:
    made = back(counter, units=6)
    assert counter.request(made).due_at == NOON.replace(hour=5) + 5 * DAY


@pytest.mark.parametrize(
    ("carrier", "number", "fields"),
    [
        ("", "B1", ["carrier"]),
        ("C", " ", ["tracking_number"]),
        ("", "", ["carrier", "tracking_number"]),
        ("C" * 61, "B1", ["carrier"]),
    ],
)
def test_a_parcel_that_lacks_something_says_what(
    counter: Counter, carrier: str, number: str, fields: list[str]
) -> None:
    made = counter.ask(counter.order("DELIVERED"), "return")
    deciding.approve(counter.sign_ins["seller"], made.request_id)
    with pytest.raises(Faulty) as faulty:
        going_back.ship_back(counter.sign_ins["buyer"], made.request_id, carrier, number)
    assert list(faulty.value.faults) == fields


def test_what_came_back_can_be_refused_with_photos(counter: Counter) -> None:
    made = back(counter)
    seller, order = counter.sign_ins["seller"], counter.request(made).order_id
    with pytest.raises(Faulty) as faulty:
        going_back.reject_receipt(seller, made.request_id, "came_back_used", "Scratched.")
    assert list(faulty.value.faults) == ["photos"]
    photo = counter.photo(order, "seller")
    going_back.reject_receipt(seller, made.request_id, "came_back_used", "Scratched.", [photo])
    row = counter.request(made)
    assert (row.state, row.rejected_at, row.mover) == ("receipt_rejected", NOON, "BUYER")
    assert known_facts([order])[counter.lines(order)[0]]["rejections"] == 1
    assert paid_back() == []


@pytest.mark.parametrize(
    ("step", "state"),
    [("approve", "closed"), ("ship_back", "inspecting"), ("arrive", "auto_approved")],
)
def test_time_goes_on_where_nobody_moves(counter: Counter, step: str, state: str) -> None:
    made = counter.ask(counter.order("DELIVERED"), "return")
    deciding.approve(counter.sign_ins["seller"], made.request_id)
    if step != "approve":
        going_back.ship_back(counter.sign_ins["buyer"], made.request_id, "Carrier", "B1")
    if step == "arrive":
        going_back.mark_arrived(counter.sign_ins["seller"], made.request_id)
    due_at = run_out(counter, made)
    row = counter.request(made)
    # As of when it was due, though the clockwork came a day later.
    assert (row.state, row.moved_at) == (state, due_at)
    assert paid_back() == ([2 * PRICE] if state == "auto_approved" else [])
    if state == "inspecting":
        assert row.arrived_back_at == due_at
        assert row.due_at > due_at


def test_an_exchange_waits_for_what_the_seller_sends(counter: Counter) -> None:
    made = back(counter, "exchange")
    going_back.accept_receipt(counter.sign_ins["seller"], made.request_id)
    row = counter.request(made)
    assert (row.state, row.mover) == ("approved", "SHOP")
    going_back.send_replacement(counter.sign_ins["seller"], made.request_id, "Carrier", "R1", "5764")
    row = counter.request(made)
    assert (row.state, row.mover) == ("exchanged", "")
    assert row.replacement == {"carrier": "Carrier", "tracking_number": "R1", "order_number": "5764"}
    assert paid_back() == []
    assert known_facts([row.order_id])[counter.lines(row.order_id)[0]]["is_replaced"]


def test_in_place_of_another_one_the_money_goes_back_once(counter: Counter) -> None:
    made, seller = back(counter, "exchange"), counter.sign_ins["seller"]
    going_back.accept_receipt(seller, made.request_id)
    going_back.refund_instead(seller, made.request_id)
    row = counter.request(made)
    assert (row.state, row.mover, row.amount) == ("approved", "", 2 * PRICE)
    for act in (
        lambda: going_back.refund_instead(seller, made.request_id),
        lambda: going_back.send_replacement(seller, made.request_id, "Carrier", "R1"),
    ):
        with pytest.raises(Refused, match="refund_chosen"):
            act()
    assert paid_back() == [2 * PRICE]


def test_who_never_sends_another_one_gives_the_money_back(counter: Counter) -> None:
    made = back(counter, "exchange")
    run_out(counter, made)
    row = counter.request(made)
    assert (row.state, row.mover) == ("auto_approved", "SHOP")
    # Five business days behind the one on which it was accepted.
    run_out(counter, made)
    row = counter.request(made)
    assert (row.state, row.mover, row.due_at) == ("approved", "", None)
    assert paid_back() == [2 * PRICE]
    assert counter.log(made)[-2:] == ["request.refund_chosen", "refund.begun"]


@pytest.mark.parametrize(
    ("act", "who"),
    [("ship_back", "seller"), ("mark_arrived", "buyer"), ("mark_arrived", "rival"), ("accept_receipt", "buyer")],
)
def test_each_does_their_own_part(counter: Counter, act: str, who: str) -> None:
    made = counter.ask(counter.order("DELIVERED"), "return")
    deciding.approve(counter.sign_ins["seller"], made.request_id)
    parcel = ("Carrier", "B1") if act == "ship_back" else ()
    with pytest.raises(Refused, match="forbidden"):
        getattr(going_back, act)(counter.sign_ins[who], made.request_id, *parcel)


def test_nothing_is_skipped(counter: Counter) -> None:
    made = counter.ask(counter.order("DELIVERED"), "return")
    deciding.approve(counter.sign_ins["seller"], made.request_id)
    for act in (going_back.mark_arrived, going_back.accept_receipt, going_back.refund_instead):
        with pytest.raises(Refused, match=r"request_moved|not_for_this_kind"):
            act(counter.sign_ins["seller"], made.request_id)
    assert paid_back() == []
