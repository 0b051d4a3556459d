"""18+: who is refused at the door of orders, to the day, in the market's own zone."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from shop_help.actions.orders import OrderRefused
from shop_help.extensions import db
from shop_help.models import Order, Person
from shop_help.policy.markets import MARKETS
from shop_help.policy.purchase import AGE_UNCONFIRMED, UNDER_AGE, AgeFacts, age_refusal, day_in
from tests.order_feed.samples import changed, order, read

BORN = date(2008, 11, 23)

#: (market, the last minute of 17, the first minute of 18), in UTC
_EDGES = [
    ("US", datetime(2026, 11, 23, 4, 59, tzinfo=UTC), datetime(2026, 11, 23, 5, 0, tzinfo=UTC)),
    ("UK", datetime(2026, 11, 22, 23, 59, tzinfo=UTC), datetime(2026, 11, 23, 0, 0, tzinfo=UTC)),
    ("DE", datetime(2026, 11, 22, 22, 59, tzinfo=UTC), datetime(2026, 11, 22, 23, 0, tzinfo=UTC)),
    ("ID", datetime(2026, 11, 22, 16, 59, tzinfo=UTC), datetime(2026, 11, 22, 17, 0, tzinfo=UTC)),
]
_REGIONS = {"US": "US", "UK": "GB", "DE": "DE", "ID": "ID"}


def _orders() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Order)) or 0


@pytest.mark.parametrize(("market", "before", "birthday"), _EDGES)
def test_the_birthday_begins_at_the_markets_own_midnight(
    take_in: Any, monkeypatch: pytest.MonkeyPatch, market: str, before: datetime, birthday: datetime
) -> None:
    raw = changed(order(buyer_birthdate=BORN.isoformat()), "recipient_address.region_code", _REGIONS[market])
    early = read(raw, now=before)
    assert [(problem.code, problem.field) for problem in early.problems] == [(UNDER_AGE, "buyer_birthdate")]
    assert early.problems[0].reason == "buyer is 17: nobody under 18 can buy"
    # The act asks the clock itself: an order read a minute too early is still refused by it.
    found = read(raw, now=birthday).order
    assert found is not None
    monkeypatch.setattr("shop_help.clock.now", lambda: before)
    from shop_help.actions.orders import take_in_order

    with pytest.raises(OrderRefused, match="buyer is 17"):
        take_in_order(found, confirmed_by="Trust desk")
    assert _orders() == 0
    monkeypatch.setattr("shop_help.clock.now", lambda: birthday)
    assert take_in_order(found).outcome == "new"


_ADULT, _MINOR = date(1990, 1, 1), date(2020, 1, 1)
_TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (AgeFacts(), AGE_UNCONFIRMED),
        (AgeFacts(vouched_by="Trust desk"), None),
        (AgeFacts(vouched_by=""), AGE_UNCONFIRMED),
        (AgeFacts(told_adult=True), None),
        (AgeFacts(told_adult=False), UNDER_AGE),
        (AgeFacts(told_adult=False, vouched_by="Trust desk"), UNDER_AGE),
        (AgeFacts(told_adult=False, known_confirmed_by="Trust desk"), UNDER_AGE),
        (AgeFacts(told_adult=False, known_birthdate=_ADULT), UNDER_AGE),
        (AgeFacts(told_birthdate=_ADULT), None),
        (AgeFacts(told_birthdate=_MINOR), UNDER_AGE),
        (AgeFacts(told_birthdate=_MINOR, told_adult=True, vouched_by="Trust desk"), UNDER_AGE),
        (AgeFacts(told_birthdate=_MINOR, known_birthdate=_ADULT), UNDER_AGE),
        (AgeFacts(known_birthdate=_ADULT), None),
        (AgeFacts(known_birthdate=_MINOR), UNDER_AGE),
        (AgeFacts(known_birthdate=_MINOR, vouched_by="Trust desk"), UNDER_AGE),
        (AgeFacts(known_birthdate=_MINOR, told_adult=True), UNDER_AGE),
        (AgeFacts(known_birthdate=_MINOR, told_birthdate=_ADULT), UNDER_AGE),
        (AgeFacts(known_birthdate=_MINOR, known_confirmed_by="Trust desk"), UNDER_AGE),
        (AgeFacts(known_confirmed_by="Trust desk"), None),
        (AgeFacts(known_confirmed_by=""), AGE_UNCONFIRMED),
    ],
)
def test_who_is_known_to_be_a_minor_is_refused_whoever_vouches(facts: AgeFacts, code: str | None) -> None:
    refusal = age_refusal(facts, _TODAY)
    assert (refusal.code if refusal else None) == code


def test_the_local_day_is_the_markets() -> None:
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    assert {code: day_in(market, late).day for code, market in MARKETS.items()} == {
        "US": 23,
        "UK": 23,
        "DE": 24,
        "ID": 24,
    }


def _silent(number: int = 1, **changes: Any) -> dict[str, Any]:
    """An order that says nothing of its buyer's age."""
    return order(number, buyer_birthdate=None, **changes)


def test_a_buyer_of_unknown_age_is_refused_and_nothing_is_kept(take_in: Any) -> None:
    with pytest.raises(OrderRefused) as refused:
        take_in(_silent())
    assert [problem.code for problem in refused.value.problems] == [AGE_UNCONFIRMED]
    assert _orders() == 0
    assert db.session.scalars(select(Person)).all() == []


def test_who_vouched_is_kept_with_the_buyer_who_then_passes_alone(take_in: Any) -> None:
    take_in(_silent(1), "Trust desk, ticket 81")
    assert db.session.scalars(select(Person)).one().adult_confirmed_by == "Trust desk, ticket 81"
    assert take_in(_silent(2)).outcome == "new"
    take_in(_silent(3), "Somebody else")
    assert db.session.scalars(select(Person)).one().adult_confirmed_by == "Trust desk, ticket 81"


def test_what_the_feed_says_of_age_is_kept(take_in: Any) -> None:
    take_in(_silent(1, buyer_is_adult=True))
    take_in(order(2, user_id="buyer-2", buyer_email=None))
    people = {person.external_id: person for person in db.session.scalars(select(Person))}
    assert people["buyer-1"].adult_confirmed_by == "the order feed"
    assert (people["buyer-2"].birthdate, people["buyer-2"].adult_confirmed_by) == (date(1990, 1, 31), None)


def test_a_buyer_whom_we_know_as_a_minor_is_refused_with_all_the_vouching(take_in: Any) -> None:
    take_in(order(1))
    person = db.session.scalars(select(Person)).one()
    person.birthdate, person.adult_confirmed_by = date(2009, 1, 1), "Trust desk"
    db.session.commit()
    with pytest.raises(OrderRefused, match="buyer is 17") as refused:
        take_in(_silent(2, buyer_is_adult=True), "Trust desk")
    assert refused.value.problems[0].code == UNDER_AGE
    assert _orders() == 1
