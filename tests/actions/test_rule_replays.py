"""A draft of the rules tried on the orders of the last days, piece by piece (issue: "12 would newly be refused")."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from shop_help import clock
from shop_help.actions import rule_replays as acts
from shop_help.actions import rule_versions
from shop_help.extensions import db
from shop_help.models import (
    Order,
    OrderLine,
    Package,
    Person,
    ReplayFinding,
    Role,
    RuleReplay,
    RuleVersion,
    Shop,
    SignIn,
)
from shop_help.policy.messages import Refused
from shop_help.policy.numbers import JUDGING
from tests.actions.at_once import at_once

NUMBERS = {name: number.value for name, number in JUDGING.items()}


class Orders:
    """An operator, and orders of one shop."""

    def __init__(self) -> None:
        self.now = clock.now()
        people = [
            Person(name=n, fs_uniquifier=n, roles=[Role(name=n)], adult_confirmed_by="the test")
            for n in ("operator", "buyer")
        ]
        self.shop = Shop(external_id="shop", name="Luma Home")
        db.session.add_all([*people, self.shop])
        db.session.flush()
        self.buyer, self.operator = people[1], f"operator-{uuid4()}"
        self.stranger = f"buyer-{uuid4()}"
        db.session.add_all(
            [SignIn(id=self.operator, person_id=people[0].id), SignIn(id=self.stranger, person_id=people[1].id)]
        )
        db.session.commit()

    def delivered(self, days_ago: float, market: str = "US", lines: int = 1) -> Order:
        at = self.now - timedelta(days=days_ago)
        order = Order(
            number=str(uuid4()),
            buyer=self.buyer,
            shop=self.shop,
            market=market,
            state="DELIVERED",
            currency="USD",
            created_at=at - timedelta(days=5),
            updated_at=at,
            paid_at=at - timedelta(days=5),
            delivered_at=at,
        )
        package = Package(external_id="1", shipped_at=at - timedelta(days=2), delivered_at=at, order=order)
        order.lines = [
            OrderLine(external_id=str(i), position=i, name="Lamp", price=1000, package=package) for i in range(lines)
        ]
        db.session.add(order)
        db.session.commit()
        return order

    def draft(self, **numbers: int) -> int:
        version_id = rule_versions.draft_version(self.operator, "US")
        seen = db.session.get_one(RuleVersion, version_id).revision
        rule_versions.change_draft(self.operator, version_id, seen, NUMBERS | numbers, "Because")
        return version_id

    def replayed(self, version_id: int) -> RuleReplay:
        replay_id = acts.start_replay(self.operator, version_id)
        for _ in range(50):
            replay = self.replay(replay_id)
            if replay.finished_at is not None:
                return replay
            acts.go_on(self.operator, replay_id)
        raise AssertionError("it never ends")

    def replay(self, replay_id: int) -> RuleReplay:
        db.session.rollback()
        return db.session.get_one(RuleReplay, replay_id, populate_existing=True)


@pytest.fixture
def orders(app: Flask) -> Orders:
    return Orders()


def findings() -> set[tuple[int, str, int, bool]]:
    db.session.rollback()
    return {(f.order_id, f.action, len(f.lines), f.is_allowed) for f in db.session.query(ReplayFinding)}


def test_each_answer_that_turns_is_found(orders: Orders) -> None:
    both, one = orders.delivered(20, lines=2), orders.delivered(25)
    for same in (2, 14.5, 40, 84):
        orders.delivered(same)
    orders.delivered(20, market="UK")
    orders.delivered(100)
    replay = orders.replayed(orders.draft(return_days=16))
    assert (replay.total, replay.done, replay.refused, replay.allowed) == (6, 6, 6, 2)
    assert findings() == {
        *((order.id, action, count, False) for order, count in ((both, 2), (one, 1)) for action in ACTIONS),
        (both.id, "protect", 2, True),
        (one.id, "protect", 1, True),
    }


ACTIONS = ("refund", "return", "exchange")


def test_it_goes_on_in_pieces_and_ends(orders: Orders, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acts, "PIECE", 2)
    for days in (20, 21, 22, 23, 24):
        orders.delivered(days)
    replay_id = acts.start_replay(orders.operator, orders.draft(return_days=16))
    seen = []
    for _ in range(4):
        replay = orders.replay(replay_id)
        seen.append((replay.done, replay.refused, replay.finished_at is not None))
        acts.go_on(orders.operator, replay_id)
    assert seen == [(0, 0, False), (2, 6, False), (4, 12, False), (5, 15, True)]
    acts.go_on(orders.operator, replay_id)
    assert orders.replay(replay_id).done == 5


def test_a_piece_that_two_ask_for_at_once_is_counted_once(
    app: Flask, orders: Orders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acts, "PIECE", 3)
    for _ in range(3):
        orders.delivered(20)
    replay_id = acts.start_replay(orders.operator, orders.draft(return_days=16))
    results = at_once(app, *[lambda: acts.go_on(orders.operator, replay_id)] * 4)
    assert results == [None] * 4
    replay = orders.replay(replay_id)
    assert (replay.done, replay.refused) == (3, 9)
    assert len(findings()) == 12


def test_where_nothing_was_ordered_it_is_over_at_once(orders: Orders) -> None:
    replay = orders.replayed(orders.draft(return_days=16))
    assert (replay.total, replay.refused, replay.allowed) == (0, 0, 0)


def test_another_replay_takes_the_place_of_the_one_before(orders: Orders) -> None:
    orders.delivered(20)
    draft = orders.draft(return_days=16)
    first = orders.replayed(draft).id
    second = orders.replayed(draft)
    db.session.rollback()
    assert db.session.query(RuleReplay).count() == 1
    assert {f.replay_id for f in db.session.query(ReplayFinding)} == {second.id}
    with pytest.raises(Refused):
        acts.go_on(orders.operator, first + second.id + 100)


def test_orders_are_compared_with_the_rules_that_judge_them(orders: Orders) -> None:
    order = orders.delivered(20)
    published = RuleVersion(
        market="US", version=2, state="published", numbers={"return_days": 10}, person_id=1, note="Because"
    )
    published.valid_from = orders.now - timedelta(days=60)
    db.session.add(published)
    db.session.commit()
    replay = orders.replayed(orders.draft(return_days=30))
    assert (replay.refused, replay.allowed) == (1, 3)
    assert (order.id, "return", 1, True) in findings()


@pytest.mark.parametrize("act", ["start_replay", "go_on"])
def test_nobody_else_tries_a_draft(orders: Orders, act: str) -> None:
    orders.delivered(20)
    draft: Any = orders.draft(return_days=16)
    target = draft if act == "start_replay" else acts.start_replay(orders.operator, draft)
    for sign_in in (orders.stranger, "nobody"):
        with pytest.raises(Refused):
            getattr(acts, act)(sign_in, target)
    db.session.rollback()
    assert findings() == set()
