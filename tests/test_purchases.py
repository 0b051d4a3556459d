"""An order's rows as the rulebook sees them, and the rules that judge it (PRODUCT 3, 4)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import bindparam, select

from shop_help import clock
from shop_help.extensions import db
from shop_help.models import Order, OrderLine, Package, Person, RuleVersion, TrackingEvent
from shop_help.models.shown_orders import SHOWN, ShownOrder, shown
from shop_help.order_facts import facts_of, help_facts_of
from shop_help.policy.deadlines import clocks_of
from shop_help.policy.order_requests import verdict_on
from shop_help.policy.verdicts import Purchase
from shop_help.purchases import purchase_of
from shop_help.rules_finding import rules_for, rules_in

NUMBERED = SHOWN.where(Order.number == bindparam("number", ""))


def number(key: int) -> str:
    return f"5764610300000{key:05d}"


def order_of(key: int) -> ShownOrder:
    db.session.rollback()
    return shown(NUMBERED, parcels=True, number=number(key))[0]


def facts(key: int) -> Purchase:
    return purchase_of(order_of(key))


def publish(market: str, version: int, valid_from: datetime, **numbers: int) -> None:
    author = db.session.scalar(select(Person.id).where(Person.cast_name == "noor"))
    row = RuleVersion(market=market, version=version, valid_from=valid_from, person_id=author, note="Because")
    row.state, row.numbers = "published", numbers
    db.session.add(row)
    db.session.commit()


@pytest.mark.parametrize(
    ("key", "packed", "left", "arrived"),
    [
        (101, [False, False], [False, False], [False, False]),
        (104, [False, False], [False, False], [False, False]),
        (105, [True], [False], [False]),
        (106, [True], [True], [False]),
        (115, [True, True, True], [True, True, True], [False, True, True]),
        (123, [False, True, True], [False, True, True], [False, False, False]),
        (110, [True], [True], [True]),
        (122, [True], [True], [True]),
    ],
)
def test_each_item_knows_whether_its_package_is_packed_has_left_and_is_there(
    app: Flask, key: int, packed: list[bool], left: list[bool], arrived: list[bool]
) -> None:
    lines = facts(key).lines
    assert [line.packed_at is not None for line in lines] == packed
    assert [line.shipped_at is not None for line in lines] == left
    assert [line.delivered_at is not None for line in lines] == arrived


def test_a_page_and_the_rows_themselves_give_the_same_facts(app: Flask) -> None:
    for order in db.session.scalars(select(Order)):
        shown_order = shown(NUMBERED, parcels=True, number=order.number)[0]
        assert purchase_of(order) == purchase_of(shown_order), order.number


def test_delivered_then_in_transit_then_delivered_counts_from_the_latest(app: Flask) -> None:
    package = db.session.scalars(select(Package).join(Order).where(Order.number == number(127))).one()
    times = [event.happened_at for event in package.events if event.station == "delivered"]
    assert len(times) == 2
    assert facts(127).lines[0].delivered_at == max(times)


@pytest.mark.parametrize(
    ("of_package", "of_order", "state", "told", "source"),
    [
        (True, True, "DELIVERED", True, "carrier"),
        (True, True, "DELIVERED", False, "shop"),
        (False, True, "DELIVERED", False, "shop"),
        (False, False, "DELIVERED", False, "missing"),
        (False, False, "COMPLETED", False, "missing"),
        (False, False, "IN_TRANSIT", False, "carrier"),
    ],
)
def test_who_says_when_it_was_delivered(
    app: Flask, of_package: bool, of_order: bool, state: str, told: bool, source: str
) -> None:
    order = db.session.scalars(select(Order).where(Order.number == number(108))).one()
    package, at = order.packages[0], order.delivered_at
    package.events = [TrackingEvent(happened_at=at, station="delivered", description="Handed over" if told else "")]
    package.delivered_at = at if of_package else None
    order.delivered_at, order.state = (at if of_order else None), state
    db.session.commit()
    line = facts(108).lines[0]
    assert line.delivery_source == source
    assert line.delivered_at == (at if of_package or (of_order and state == "DELIVERED") else None)


def test_what_requests_and_refunds_tell_is_added_by_line(app: Flask) -> None:
    order = order_of(120)
    first, second, third = order.lines
    known = {first.id: {"open_request": "return"}, second.id: {"rejections": 1, "refund_in_flight": True}}
    lines = purchase_of(order, known).lines
    assert (lines[0].open_request, lines[1].rejections, lines[1].refund_in_flight) == ("return", 1, True)
    assert lines[2].is_refunded
    assert [line.id for line in lines] == [first.id, second.id, third.id]


def test_the_class_is_that_of_the_purchase(app: Flask) -> None:
    line = db.session.scalars(select(OrderLine).join(Order).where(Order.number == number(116))).one()
    assert line.product is not None
    line.product.item_class = "standard"
    db.session.commit()
    assert facts(116).lines[0].item_class == "pre_owned"


def test_a_suspended_shop_is_seen(app: Flask) -> None:
    order = db.session.scalars(select(Order).where(Order.number == number(108))).one()
    assert not facts(108).shop_is_suspended
    order.shop.state = "suspended"
    db.session.commit()
    assert facts(108).shop_is_suspended


def test_an_order_is_judged_by_the_version_in_force_when_it_was_paid(app: Flask) -> None:
    now = clock.now()
    publish("US", 2, now - timedelta(days=20), return_days=14)
    publish("US", 3, now - timedelta(days=3), return_days=10)
    publish("US", 4, now + timedelta(days=3), return_days=7)
    # Paid 34 days ago, 15 days ago and two days ago; and one that isn't paid, made an hour ago.
    assert [
        (rules_for(order_of(key)).version, rules_for(order_of(key)).days("return_days")) for key in (109, 120)
    ] == [
        (1, 30),
        (2, 14),
    ]
    assert [rules_for(order_of(key)).version for key in (104, 101)] == [3, 3]
    assert rules_in("DE", now).version == 1
    assert rules_in("US", now + timedelta(days=4)).values["return_days"] == 7


def test_a_new_version_changes_no_verdict_of_the_past(app: Flask) -> None:
    order, now = order_of(109), clock.now()
    before = verdict_on("return", purchase_of(order), rules_for(order), now, [order.lines[0].id])
    publish("US", 2, now - timedelta(days=1), return_days=1, protection_days=1)
    after = verdict_on("return", purchase_of(order), rules_for(order), now, [order.lines[0].id])
    assert before == after
    assert before.basis.version == 1


def test_a_draft_judges_nothing(app: Flask) -> None:
    publish("US", 2, clock.now() - timedelta(days=100), return_days=1)
    assert rules_in("US", clock.now()).version == 2
    db.session.query(RuleVersion).update({"state": "draft"})
    db.session.commit()
    assert rules_in("US", clock.now()).version == 1


def test_texts_quote_the_version_that_judges_the_order(app: Flask) -> None:
    now = clock.now()
    publish("US", 2, now - timedelta(days=20), return_days=14)
    old, new = order_of(109), order_of(120)
    assert help_facts_of(old, "Ana", "US")["return_days"] == "30"
    assert help_facts_of(new, "Ana", "US")["return_days"] == "14"
    assert help_facts_of(None, "Ana", "US")["return_days"] == "14"
    assert help_facts_of(None, "Ana", "UK")["return_days"] == "30"
    delivered = new.delivered_at
    assert delivered is not None
    assert facts_of(new, "Luma", "Ana")["return_until"] == help_facts_of(new, "Ana", "US")["return_until"]
    assert facts_of(old, "Luma", "Ana")["return_until"] != facts_of(new, "Luma", "Ana")["return_until"]


def test_a_page_of_help_quotes_it_too(app: Flask, sign_in: Callable[[str], FlaskClient]) -> None:
    ana = sign_in("ana")
    address = f"/help/questions/how-to-return?order={number(120)}"
    assert "30 days from the day it was delivered" in ana.get(address).text
    publish("US", 2, clock.now() - timedelta(days=20), return_days=21)
    assert "21 days from the day it was delivered" in ana.get(address).text
    assert "30 days from the day it was delivered" in ana.get(address.replace(number(120), number(109))).text


def test_public_holidays_reach_from_the_purchase_to_today(app: Flask) -> None:
    long_ago = datetime(2019, 3, 1, tzinfo=UTC)
    days_off = rules_in("US", long_ago).days_off
    years = {day.year for day in days_off}
    assert years >= set(range(2019, clock.now().year + 1))


def test_clocks_are_worked_out_once_when_it_is_delivered_and_kept(app: Flask) -> None:
    line, order = facts(110).lines[0], order_of(110)
    assert line.delivered_at is not None
    assert line.clocks == clocks_of(line.delivered_at, rules_for(order))
    # Somebody moves the clocks of a zone by law: what was promised stays.
    package = db.session.scalars(select(Package).join(Order).where(Order.number == number(110))).one()
    promised = line.clocks.returns_close_at + timedelta(hours=1)
    package.returns_close_at = promised
    db.session.commit()
    verdict = verdict_on("return", facts(110), rules_for(order), clock.now(), [line.id])
    assert verdict.closes_at == promised
    # Other rules than those of that day, such as a draft, are worked out.
    other = replace(rules_for(order), version=2)
    assert verdict_on("return", facts(110), other, clock.now(), [line.id]).closes_at != promised
