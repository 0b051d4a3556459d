"""What comes back of an order: no cent is lost, none is made, and nobody gets more than was paid (PRODUCT 4)."""

from datetime import UTC, datetime
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shop_help.policy.refunds import Bill, Given, Part, Quote, Unit, offered, quote, was_paid, worth_of
from shop_help.policy.shares import split

#: From a cent to rupiah that pass 32 bits.
MONEY = st.one_of(st.integers(0, 5), st.integers(0, 10_000), st.integers(0, 10**12))


@st.composite
def bills(draw: st.DrawFn) -> Bill:
    """Orders as feeds tell them: the parts mostly make the total, with the tax added or inside the prices."""
    units = tuple(
        Unit(number, draw(MONEY), draw(st.integers(0, 900)), draw(st.integers(0, 900)), draw(st.integers(0, 2_000)))
        for number in range(1, draw(st.integers(1, 7)) + 1)
    )
    parts = {
        "items": sum(unit.price for unit in units),
        "seller_discount": sum(unit.seller_discount for unit in units),
        "platform_discount": sum(unit.platform_discount for unit in units) + draw(st.sampled_from([0, 0, 1, 333])),
        "shipping": draw(st.sampled_from([0, 1, 599, 100_001])),
        "tax": sum(unit.tax for unit in units) + draw(st.sampled_from([0, 0, 7, 61])),
        "fee": draw(st.sampled_from([0, 0, 199])),
    }
    charged = (
        parts["items"] + parts["shipping"] + parts["fee"] - parts["seller_discount"] - parts["platform_discount"]
    )
    total = charged + draw(st.sampled_from([parts["tax"], parts["tax"], 0, draw(st.integers(-9_999, 9_999))]))
    return Bill(units, {**parts, "total": max(0, total)})


def added(before: Given, back: Quote) -> Given:
    """The ledger after this refund."""
    lines = dict(before.lines)
    for part in back.parts:
        if part.line_id is not None:
            lines[part.line_id] = lines.get(part.line_id, 0) + part.amount
    return Given(lines, before.shipping + back.shipping, before.fee + back.of_kind("fee"))


def bill(*units: Unit, **paid: int) -> Bill:
    return Bill(units, paid)


@given(bills())
@settings(max_examples=500)
def test_refunding_everything_gives_back_what_was_paid_less_what_is_not_refundable(order: Bill) -> None:
    ids = [unit.id for unit in order.units]
    everything = quote(order, ids, whole_order=True)
    assert everything.total == order.total
    at_fault = quote(order, ids, seller_at_fault=True)
    assert at_fault.total == order.total - everything.of_kind("fee")
    items_alone = quote(order, ids)
    assert items_alone.total == order.total - everything.of_kind("fee") - everything.shipping
    assert all(part.amount > 0 for part in everything.parts)


@given(bills(), st.data())
@settings(max_examples=500)
def test_units_refunded_one_after_another_in_any_order_make_the_same_sum(order: Bill, data: st.DataObject) -> None:
    ids = [unit.id for unit in order.units]
    before, sent = Given(), 0
    for line_id in data.draw(st.permutations(ids)):
        back = quote(order, [line_id], before, seller_at_fault=True)
        before, sent = added(before, back), sent + back.total
        assert sent <= order.total
    assert sent == quote(order, ids, seller_at_fault=True).total
    assert quote(order, ids, before, seller_at_fault=True).total == 0
    assert quote(order, ids, before, whole_order=True).total == order.total - sent


@given(bills(), st.data())
@settings(max_examples=500)
def test_refunds_of_parts_never_make_more_than_was_paid(order: Bill, data: st.DataObject) -> None:
    ids = [unit.id for unit in order.units]
    before, sent = Given(), 0
    for _ in range(data.draw(st.integers(1, 6))):
        chosen = data.draw(st.sets(st.sampled_from(ids), min_size=1))
        full = quote(order, chosen, before, seller_at_fault=data.draw(st.booleans()))
        back = offered(full, data.draw(st.integers(0, full.total)))
        before, sent = added(before, back), sent + back.total
    assert before.total == sent <= order.total
    assert quote(order, ids, before, whole_order=True).total == order.total - sent


@given(bills(), st.data())
@settings(max_examples=500)
def test_a_part_is_split_without_losing_a_cent_and_no_line_gets_more_than_its_worth(
    order: Bill, data: st.DataObject
) -> None:
    chosen = data.draw(st.sets(st.sampled_from([unit.id for unit in order.units]), min_size=1))
    full = quote(order, chosen, seller_at_fault=data.draw(st.booleans()))
    amount = data.draw(st.integers(0, full.total))
    part = offered(full, amount)
    assert part.total == amount
    assert part.shipping <= full.shipping
    assert all(part.of_line(line_id) <= full.of_line(line_id) for line_id in chosen)
    if part.shipping:
        assert part.of_kind("item") == full.of_kind("item")


@given(st.integers(0, 10**12), st.lists(st.integers(0, 10**9), min_size=1, max_size=9))
def test_shares_make_the_amount_and_are_within_a_cent_of_what_is_due(amount: int, weights: list[int]) -> None:
    shares = split(amount, weights)
    assert sum(shares) == amount
    assert all(share >= 0 for share in shares)
    whole = sum(weights)
    if whole:
        assert all(
            abs(share * whole - amount * weight) < whole for share, weight in zip(shares, weights, strict=True)
        )


def test_a_unit_is_worth_its_price_less_its_discounts_plus_its_tax() -> None:
    order = bill(
        Unit(1, 2_400, 200, 100, 173),
        Unit(2, 1_450, 0, 50, 115),
        items=3_850,
        seller_discount=200,
        platform_discount=150,
        tax=288,
        total=3_788,
    )
    assert worth_of(order) == {1: 2_273, 2: 1_515}


def test_a_discount_on_the_whole_order_is_shared_and_the_last_unit_takes_the_rounding() -> None:
    order = bill(Unit(1, 1_000), Unit(2, 1_000), Unit(3, 1_000), items=3_000, platform_discount=100, total=2_900)
    assert worth_of(order) == {1: 966, 2: 966, 3: 968}


def test_a_present_takes_no_rounding() -> None:
    order = bill(Unit(1, 1_000), Unit(2, 1_000), Unit(3, 0), items=2_000, platform_discount=1, total=1_999)
    assert worth_of(order) == {1: 999, 2: 1_000, 3: 0}


def test_tax_that_is_inside_the_prices_is_not_given_back_twice() -> None:
    order = bill(Unit(1, 1_190, tax=190), Unit(2, 1_070, tax=70), items=2_260, tax=260, total=2_260)
    assert worth_of(order) == {1: 1_190, 2: 1_070}


def test_the_tax_on_shipping_goes_with_shipping() -> None:
    order = bill(Unit(1, 1_000, tax=80), items=1_000, shipping=500, tax=120, total=1_620)
    assert worth_of(order) == {1: 1_080}
    assert quote(order, [1], seller_at_fault=True).shipping == 540


@pytest.mark.parametrize(
    ("seller_at_fault", "whole_order", "back"),
    [(False, False, 2_000), (True, False, 2_500), (False, True, 2_600), (True, True, 2_600)],
)
def test_shipping_comes_back_where_the_seller_is_at_fault_or_nothing_left(
    seller_at_fault: bool, whole_order: bool, back: int
) -> None:
    order = bill(Unit(1, 1_000), Unit(2, 1_000), items=2_000, shipping=500, fee=100, total=2_600)
    assert quote(order, [1, 2], seller_at_fault=seller_at_fault, whole_order=whole_order).total == back


def test_one_of_three_broken_units_comes_with_its_share_of_shipping() -> None:
    order = bill(Unit(1, 500), Unit(2, 500), Unit(3, 500), items=1_500, shipping=500, total=2_000)
    assert [quote(order, [number], seller_at_fault=True).shipping for number in (1, 2, 3)] == [166, 166, 168]


def test_the_last_cancellation_before_shipment_brings_shipping_with_it() -> None:
    order = bill(Unit(1, 500), Unit(2, 700), items=1_200, shipping=300, total=1_500)
    first = quote(order, [1])
    assert first.parts == (Part("item", 1, 500),)
    last = quote(order, [2], added(Given(), first), whole_order=True)
    assert last.parts == (Part("item", 2, 700), Part("shipping", None, 300))


def test_what_was_given_back_in_part_comes_back_only_for_the_rest() -> None:
    order = bill(Unit(1, 500), Unit(2, 700), items=1_200, total=1_200)
    assert quote(order, [1, 2], Given({1: 200})).parts == (Part("item", 1, 300), Part("item", 2, 700))
    assert quote(order, [1], Given({1: 500})).parts == ()


@given(bills(), bills(), st.data())
@settings(max_examples=300)
def test_a_bill_that_was_changed_since_gives_back_no_more_than_it_says(
    order: Bill, later: Bill, data: st.DataObject
) -> None:
    """A feed may tell other amounts after money went back."""
    before = added(Given(), quote(order, data.draw(st.sets(st.sampled_from([u.id for u in order.units])))))
    back = quote(later, [unit.id for unit in later.units], before, whole_order=True)
    assert back.total <= max(0, later.total - before.total)


def test_nothing_comes_back_of_an_order_that_was_not_paid() -> None:
    assert quote(bill(Unit(1, 500)), [1], whole_order=True) == Quote()


@pytest.mark.parametrize("state", ["UNPAID", "CANCELLED", "IN_TRANSIT"])
@pytest.mark.parametrize("paid_at", [None, datetime(2026, 6, 1, tzinfo=UTC)])
def test_an_order_was_paid_if_it_says_when_or_went_on(state: str, paid_at: datetime | None) -> None:
    assert was_paid(state, paid_at) is (paid_at is not None or state == "IN_TRANSIT")


def test_more_than_the_whole_is_no_part() -> None:
    full = quote(bill(Unit(1, 500), items=500, total=500), [1])
    with pytest.raises(ValueError, match="whole"):
        offered(full, 501)


def test_lines_are_refunded_in_the_order_of_the_bill_whichever_way_they_are_chosen() -> None:
    order = bill(*(Unit(number, 100 * number) for number in range(1, 5)), items=1_000, total=1_000)
    for chosen in combinations([4, 3, 2, 1], 2):
        assert [part.line_id for part in quote(order, chosen).parts] == sorted(chosen)
