"""A buyer asks: kept with its verdict and its clock, once, and only where the rules say yes."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from shop_help.actions.order_requests.asking import NotEligible
from shop_help.models import OrderRequest, Refund
from shop_help.policy.faults import Faulty
from shop_help.policy.messages import Refused
from tests.actions.at_once import at_once
from tests.actions.counter import DAY, HOUR, NOON, PRICE, Counter


@pytest.mark.parametrize(
    ("kind", "state", "hours", "act", "amount"),
    [
        ("cancellation", "AWAITING_SHIPMENT", 24, "auto_approve", 2 * PRICE + 500),
        ("address_change", "AWAITING_SHIPMENT", 24, "lapse", 0),
        ("order_change", "AWAITING_SHIPMENT", 24, "lapse", 0),
        ("refund", "DELIVERED", 48, "auto_approve", 2 * PRICE + 500),
        ("return", "DELIVERED", 48, "auto_approve", 2 * PRICE),
        ("exchange", "DELIVERED", 24, "auto_approve", 0),
    ],
)
def test_each_kind_is_kept_with_its_clock_and_what_comes_back(
    counter: Counter, kind: str, state: str, hours: int, act: str, amount: int
) -> None:
    order = counter.order(state)
    made = counter.ask(order, kind)
    assert made.is_new
    row, clock = counter.request(made), counter.clock_row(made)
    assert (row.kind, row.state, row.amount) == (kind, "pending", amount)
    assert (row.mover, row.due_at) == ("SHOP", NOON + timedelta(hours=hours))
    assert clock is not None
    assert (clock.act, clock.mover, clock.begun_at, clock.due_at) == (act, "SHOP", NOON, row.due_at)
    assert row.verdict["eligible"]
    assert row.verdict["lines"] == counter.lines(order)
    assert counter.held(made) == counter.lines(order)
    assert counter.log(made) == counter.outbox(made) == ["request.asked"]
    card = counter.cards(order)[-1]
    assert card.voice == "SYSTEM"
    assert card.data["request"] == made.request_id
    assert card.data["href"] == f"/requests/{made.request_id}"
    assert card.data["clock"]["until_words"]


def test_part_of_an_order_gives_back_its_part(counter: Counter) -> None:
    order = counter.order("DELIVERED", units=3)
    made = counter.ask(order, "return", line_ids=counter.lines(order)[1:2])
    assert counter.request(made).amount == PRICE
    assert counter.held(made) == counter.lines(order)[1:2]
    # The seller answers for what arrived damaged, and so for what it cost to send it.
    damaged = counter.ask(order, "refund", line_ids=counter.lines(order)[:1])
    assert counter.request(damaged).amount == PRICE + counter.request(damaged).shipping_amount
    assert counter.request(damaged).shipping_amount == 166


def test_what_is_asked_twice_under_one_name_is_one_request(counter: Counter) -> None:
    order, name = counter.order("DELIVERED"), str(uuid4())
    first = counter.ask(order, "return", client_id=name)
    again = counter.ask(order, "return", client_id=name)
    assert (first.is_new, again.is_new) == (True, False)
    assert again.request_id == first.request_id
    with pytest.raises(Refused, match="client_id_reused"):
        counter.ask(counter.order("DELIVERED"), "return", client_id=name)


def test_eight_taps_at_once_make_one_request(counter: Counter) -> None:
    order, name = counter.order("DELIVERED"), str(uuid4())
    lines = counter.lines(order)
    made = at_once(
        counter.app, *[lambda: counter.ask(order, "return", line_ids=lines, client_id=name) for _ in range(8)]
    )
    assert sum(each.is_new for each in made) == 1, made
    assert len({each.request_id for each in made}) == 1
    assert counter.count(OrderRequest) == 1


def test_of_eight_requests_for_one_item_at_once_one_is_taken(counter: Counter) -> None:
    order = counter.order("DELIVERED")
    line = counter.lines(order)[:1]
    kinds = ["return", "exchange"] * 4
    made = at_once(counter.app, *[lambda kind=kind: counter.ask(order, kind, line_ids=line) for kind in kinds])
    refused = [each for each in made if isinstance(each, NotEligible)]
    assert len(refused) == 7, made
    assert {each.verdict.code for each in refused} == {"open_request"}
    assert counter.count(OrderRequest) == 1


def test_a_no_of_the_rules_is_a_verdict(counter: Counter) -> None:
    with pytest.raises(NotEligible) as refused:
        counter.ask(counter.order("IN_TRANSIT"), "cancellation")
    assert refused.value.verdict.code == "shipped"
    assert counter.count(OrderRequest) == 0


def test_what_is_somebody_elses_is_not_there(counter: Counter) -> None:
    order, foreign = counter.order("DELIVERED"), counter.order("DELIVERED")
    for who in ("other", "seller", "agent"):
        with pytest.raises(Refused, match="forbidden"):
            counter.ask(order, "return", who=who)
    with pytest.raises(Refused, match="forbidden"):
        counter.ask(order, "return", line_ids=counter.lines(foreign))
    counter.sign_ins["nobody"] = "nobody"
    with pytest.raises(Refused, match="signed_out"):
        counter.ask(order, "return", who="nobody")


@pytest.mark.parametrize(
    ("kind", "asked", "field"),
    [
        ("return", {"line_ids": []}, "lines"),
        ("return", {"reason": ""}, "reason"),
        ("cancellation", {"reason": "nonsense"}, "reason"),
        ("refund", {"reason": "damaged", "photo_ids": []}, "photos"),
        ("return", {"note": "x" * 2001}, "note"),
        ("order_change", {"details": {}}, "variant"),
        ("order_change", {"details": {"quantity": 0}}, "quantity"),
        ("order_change", {"details": {"quantity": True}}, "quantity"),
        ("address_change", {"details": {}}, "address"),
        ("address_change", {"details": {"address": {"lines": [], "name": "A", "city": "S"}}}, "lines"),
        (
            "address_change",
            {"details": {"address": {"name": "Ana Buyer", "lines": ["1 First St"], "city": "Portland"}}},
            "address",
        ),
    ],
)
def test_a_form_that_lacks_something_says_which_field(
    counter: Counter, kind: str, asked: dict[str, Any], field: str
) -> None:
    state = "DELIVERED" if kind in ("return", "refund") else "AWAITING_SHIPMENT"
    with pytest.raises(Faulty) as faulty:
        counter.ask(counter.order(state), kind, **asked)
    assert list(faulty.value.faults) == [field]
    assert counter.count(OrderRequest) == 0


def test_photos_are_the_buyers_own_and_of_this_conversation(counter: Counter) -> None:
    order, other = counter.order("DELIVERED"), counter.order("DELIVERED")
    for photo in (counter.photo(order, "seller"), counter.photo(other, "buyer"), str(uuid4())):
        with pytest.raises(Refused, match="photo_not_here"):
            counter.ask(order, "refund", photo_ids=[photo])
    own = counter.photo(order, "buyer")
    assert counter.ask(order, "refund", photo_ids=[own, own]).is_new


def test_in_the_free_hour_it_is_cancelled_at_once(counter: Counter) -> None:
    order = counter.order(paid=HOUR / 2)
    made = counter.ask(order, "cancellation")
    row = counter.request(made)
    assert (made.state, row.state, row.mover, row.due_at) == ("auto_approved", "auto_approved", "", None)
    assert counter.clock_row(made) is None
    assert counter.order_row(order).state == "CANCELLED"
    assert counter.order_row(order).cancelled_at == NOON
    assert counter.count(Refund) == 1
    assert counter.log(made)[:2] == ["request.asked", "request.auto_approved"]
    assert [card.body for card in counter.cards(order)] == ["The buyer cancelled Lamp ×2."]


@pytest.mark.parametrize(("minutes", "state"), [(59, "auto_approved"), (60, "pending"), (61, "pending")])
def test_the_free_hour_ends_with_its_last_minute(counter: Counter, minutes: int, state: str) -> None:
    order = counter.order(paid=timedelta(minutes=minutes))
    assert counter.ask(order, "cancellation").state == state


def test_what_is_not_paid_is_cancelled_whole_and_gives_nothing_back(counter: Counter) -> None:
    order = counter.order("UNPAID")
    with pytest.raises(Faulty) as faulty:
        counter.ask(order, "cancellation", line_ids=counter.lines(order)[:1])
    assert list(faulty.value.faults) == ["lines"]
    made = counter.ask(order, "cancellation")
    assert counter.request(made).state == "applied"
    assert counter.order_row(order).state == "CANCELLED"
    assert counter.count(Refund) == 0


def test_part_of_an_order_cancelled_leaves_the_rest_to_be_shipped(counter: Counter) -> None:
    order = counter.order(paid=HOUR / 2)
    first, second = counter.lines(order)
    counter.ask(order, "cancellation", line_ids=[first])
    assert counter.order_row(order).state == "AWAITING_SHIPMENT"
    last = counter.ask(order, "cancellation", line_ids=[second])
    assert counter.order_row(order).state == "CANCELLED"
    # With the last item, nothing of the order leaves: its shipping comes back, too.
    assert counter.request(last).shipping_amount == 500


@pytest.mark.parametrize(
    ("opened", "sent", "taken"),
    [
        (-1, 0, True),
        (-1, 30 * 60, True),
        (-1, 30 * 60 + 1, False),
        (0, 1, False),
        (None, 0, False),
        (None, -1, True),
    ],
)
def test_a_form_opened_before_the_deadline_is_taken_half_an_hour_after_it(
    counter: Counter, opened: int | None, sent: int, taken: bool
) -> None:
    order = counter.order("DELIVERED")
    ends = counter.order_row(order).packages[0].returns_close_at
    counter.clock.now = ends + timedelta(seconds=sent)
    opened_at = None if opened is None else ends + timedelta(seconds=opened)
    if not taken:
        with pytest.raises(NotEligible) as refused:
            counter.ask(order, "return", opened_at=opened_at)
        assert refused.value.verdict.code == "return_over"
        return
    made = counter.ask(order, "return", opened_at=opened_at)
    assert counter.request(made).came_late == (sent >= 0)
    assert counter.request(made).asked_at == counter.clock.now


def test_a_stamp_from_the_future_is_no_excuse(counter: Counter) -> None:
    order = counter.order("DELIVERED")
    counter.clock.now = counter.order_row(order).packages[0].returns_close_at + DAY
    with pytest.raises(NotEligible):
        counter.ask(order, "return", opened_at=counter.clock.now + DAY)
