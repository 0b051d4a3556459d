"""The clocks that a delivery starts are worked out once, when an order is taken in as delivered (PRODUCT 4)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shop_help.extensions import db
from shop_help.models import Package, Person, RuleVersion
from shop_help.policy.deadlines import clocks_of
from shop_help.policy.rulebook import shipped_rules
from shop_help.policy.verdicts import Clocks
from tests.order_feed.samples import CREATED, order
from tests.order_import.rows import the_only

pytestmark = pytest.mark.parametrize("app", ["sqlite", "postgresql"], indirect=True)

DAY = 86_400


def delivered(after_days: int, changed_after: int, **more: Any) -> dict[str, Any]:
    times = {"delivery_time": CREATED + after_days * DAY, "update_time": CREATED + changed_after * DAY}
    return order(status="DELIVERED", **times, **more)


def at(after_days: int) -> datetime:
    return datetime.fromtimestamp(CREATED + after_days * DAY, UTC)


def kept() -> Clocks | None:
    row = the_only(Package)
    if row.clocks_by is None:
        assert (row.returns_close_at, row.protection_closes_at) == (None, None)
        return None
    return Clocks(row.clocks_by, row.returns_close_at, row.protection_closes_at)


def test_they_start_with_the_delivery_and_not_before(take_in: Any) -> None:
    take_in(order())
    assert kept() is None
    take_in(delivered(3, 3))
    assert kept() == clocks_of(at(3), shipped_rules("US"))


def test_they_follow_the_latest_delivery(take_in: Any) -> None:
    take_in(delivered(3, 3))
    take_in(order(update_time=CREATED + 4 * DAY))
    assert kept() is None
    take_in(delivered(6, 6))
    assert kept() == clocks_of(at(6), shipped_rules("US"))


def test_they_stay_as_they_were_while_the_delivery_does(take_in: Any) -> None:
    take_in(delivered(3, 3))
    package = the_only(Package)
    moved = package.returns_close_at + timedelta(hours=1)
    package.returns_close_at = moved
    db.session.commit()
    take_in(delivered(3, 5, tracking_number="BB77"))
    assert the_only(Package).returns_close_at == moved


def test_they_are_those_of_the_version_in_force_when_it_was_paid(take_in: Any) -> None:
    take_in(order())
    author = db.session.query(Person.id).limit(1).scalar()
    for version, valid_from in ((2, at(-1)), (3, at(1))):
        row = RuleVersion(market="US", version=version, state="published", person_id=author, valid_from=valid_from)
        row.numbers = {"return_days": 10 * version}
        db.session.add(row)
    db.session.commit()
    take_in(delivered(3, 3))
    found = kept()
    assert found is not None
    assert found.version == 2
    assert timedelta(days=20) < found.returns_close_at - at(3) <= timedelta(days=21)
