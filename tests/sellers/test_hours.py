"""Away and on holiday: what is set, what is refused with nothing lost, and what buyers see of it."""

import html
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop_help.extensions import db
from shop_help.models import LogEntry, Shop
from tests.sellers.scene import HOUR, cleared, said_to_a_buyer, shop_named

#: Half past three in the night of New York: of the 23rd there, and for hours already in UTC.
NIGHT = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def night() -> Iterator[None]:
    """All of it happens in that night; a cookie signed later would not be valid then."""
    with time_machine.travel(NIGHT, tick=False):
        yield


@pytest.fixture
def shop(app: Flask) -> Shop:
    shop = cleared(shop_named("Luma Home"))
    shop.is_away, shop.away_note = False, "Back on Monday."
    db.session.commit()
    return shop


@pytest.fixture
def sol(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("sol")


def logged(shop: Shop) -> list[str]:
    db.session.rollback()
    db.session.expire_all()
    return list(
        db.session.scalars(
            select(LogEntry.what)
            .where(LogEntry.shop_id == shop.id, LogEntry.what.startswith("shop."))
            .order_by(LogEntry.id)
        )
    )


def words(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


def test_away_says_the_note_by_itself_and_back_says_nothing(shop: Shop, sol: FlaskClient) -> None:
    assert said_to_a_buyer(shop, NIGHT) == []
    away = {"is_away": "1", "note": "At the fair until Friday."}
    assert sol.post(f"/sellers/shops/{shop.id}/absence", data=away).status_code == 303
    assert said_to_a_buyer(shop, NIGHT) == ["At the fair until Friday."]
    page = words(sol.get("/sellers/hours").text)
    assert "A buyer who writes now reads at once:" in page
    assert "At the fair until Friday." in page
    assert (
        sol.post(f"/sellers/shops/{shop.id}/absence", data={"note": "At the fair until Friday."}).status_code == 303
    )
    assert said_to_a_buyer(shop, NIGHT) == []
    assert logged(shop)[-2:] == ["shop.went_away", "shop.came_back"]


def test_what_buyers_see_is_that_the_shop_is_away_and_not_how_fast_it_was(shop: Shop, sol: FlaskClient) -> None:
    away = "Away just now: answers may take longer"
    assert away not in words(sol.get("/sellers/hours").text)
    assert "Buyers see: No answers measured yet" in words(sol.get("/sellers/inbox").text)
    sol.post(f"/sellers/shops/{shop.id}/absence", data={"is_away": "on", "note": ""})
    assert f"Luma Home {away}" in words(sol.get("/sellers/hours").text)
    assert f"Buyers see: {away}" in words(sol.get("/sellers/inbox").text)


def test_saving_what_is_there_is_no_change(shop: Shop, sol: FlaskClient) -> None:
    before = logged(shop)
    assert sol.post(f"/sellers/shops/{shop.id}/absence", data={"note": "Back on Monday."}).status_code == 303
    assert logged(shop) == before
    sol.post(f"/sellers/shops/{shop.id}/absence", data={"note": "Back on Tuesday."})
    assert logged(shop)[-1] == "shop.away_note_changed"


def test_a_note_that_is_too_long_is_kept_to_be_shortened(shop: Shop, sol: FlaskClient) -> None:
    answer = sol.post(f"/sellers/shops/{shop.id}/absence", data={"is_away": "1", "note": "x" * 1001})
    assert answer.status_code == 422
    assert "x" * 1001 in answer.text
    assert "At most 1000 characters; these are 1001." in answer.text
    assert re.search(r'name="is_away"\s+value="1" checked', answer.text)
    db.session.refresh(shop)
    assert (shop.is_away, shop.away_note) == (False, "Back on Monday.")


@pytest.mark.parametrize(
    ("first", "last", "begin", "end"),
    [
        ("2026-11-23", "2026-11-23", MIDNIGHT, MIDNIGHT + 24 * HOUR),
        ("2026-11-24", "2026-11-30", MIDNIGHT + 24 * HOUR, MIDNIGHT + 192 * HOUR),
        ("2026-11-23", "2027-01-21", MIDNIGHT, MIDNIGHT + 60 * 24 * HOUR),  # the sixtieth day
    ],
)
def test_a_holiday_is_whole_days_where_the_shop_is(
    shop: Shop, sol: FlaskClient, first: str, last: str, begin: datetime, end: datetime
) -> None:
    answer = sol.post(f"/sellers/shops/{shop.id}/holiday", data={"from": first, "until": last})
    assert answer.status_code == 303
    page = sol.get("/sellers/hours").text
    db.session.refresh(shop)
    assert (shop.holiday_from, shop.holiday_until) == (begin, end)
    assert f'value="{first}"' in page
    assert f'value="{last}"' in page
    assert logged(shop)[-1] == "shop.holiday_set"
    assert said_to_a_buyer(shop, begin - timedelta(seconds=1)) == []
    assert said_to_a_buyer(shop, begin) == ["Back on Monday."]
    assert said_to_a_buyer(shop, end - timedelta(seconds=1)) == ["Back on Monday."]
    assert said_to_a_buyer(shop, end) == []


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-11-22", "2026-11-25", "A holiday can't begin before today."),
        ("2026-11-25", "2026-11-24", "The last day can't be before the first."),
        ("2026-11-23", "2027-01-22", "A holiday has at most 60 days."),
        ("2026-11-25", "", "Choose a day."),
        ("", "2026-11-25", "Choose a day."),
        ("25.11.2026", "2026-11-26", "Choose a day."),
    ],
)
def test_a_holiday_that_can_not_be_is_refused_and_kept_as_typed(
    shop: Shop, sol: FlaskClient, first: str, last: str, said: str
) -> None:
    answer = sol.post(f"/sellers/shops/{shop.id}/holiday", data={"from": first, "until": last})
    assert answer.status_code == 422
    assert said in words(answer.text)
    assert f'value="{first}"' in answer.text
    assert f'value="{last}"' in answer.text
    db.session.refresh(shop)
    assert shop.holiday_from is None


def test_ending_a_holiday_keeps_what_it_paused(shop: Shop, sol: FlaskClient) -> None:
    shop.holiday_from, shop.holiday_until = NIGHT - 24 * HOUR, NIGHT + 24 * HOUR
    db.session.commit()
    assert sol.post(f"/sellers/shops/{shop.id}/holiday/end").status_code == 303
    db.session.refresh(shop)
    assert (shop.holiday_from, shop.holiday_until) == (NIGHT - 24 * HOUR, NIGHT)
    before = logged(shop)
    assert sol.post(f"/sellers/shops/{shop.id}/holiday/end").status_code == 303
    assert logged(shop) == before
    assert before[-1] == "shop.holiday_ended"


def test_a_holiday_that_has_not_begun_is_called_off(shop: Shop, sol: FlaskClient) -> None:
    shop.holiday_from, shop.holiday_until = NIGHT + HOUR, NIGHT + 24 * HOUR
    db.session.commit()
    assert "Call it off" in sol.get("/sellers/hours").text
    sol.post(f"/sellers/shops/{shop.id}/holiday/end")
    db.session.refresh(shop)
    assert shop.holiday_from is None
    assert logged(shop)[-1] == "shop.holiday_called_off"


def test_a_running_holiday_is_made_longer_from_its_own_first_day(shop: Shop, sol: FlaskClient) -> None:
    shop.holiday_from, shop.holiday_until = MIDNIGHT - 48 * HOUR, MIDNIGHT + 24 * HOUR
    db.session.commit()
    page = sol.get("/sellers/hours").text
    assert "You are on holiday until Mon, Nov 23 ends." in words(page)
    longer = {"from": "2026-11-21", "until": "2026-11-25"}
    assert sol.post(f"/sellers/shops/{shop.id}/holiday", data=longer).status_code == 303
    db.session.refresh(shop)
    assert (shop.holiday_from, shop.holiday_until) == (MIDNIGHT - 48 * HOUR, MIDNIGHT + 72 * HOUR)


@pytest.mark.parametrize("path", ["absence", "holiday", "holiday/end"])
def test_another_shops_hours_are_not_there(shop: Shop, sign_in: Any, path: str) -> None:
    data = {"is_away": "1", "note": "Hm", "from": "2999-01-01", "until": "2999-01-02"}
    for name in ("mara", "ana", "gus", "noor"):
        assert sign_in(name).post(f"/sellers/shops/{shop.id}/{path}", data=data).status_code == 404
    db.session.refresh(shop)
    assert (shop.is_away, shop.away_note, shop.holiday_from) == (False, "Back on Monday.", None)


def test_two_shops_have_a_part_each_and_a_fault_stands_at_its_own(
    shop: Shop, sol: FlaskClient, person_of: Any
) -> None:
    other = shop_named("Kicks & Co")
    other.members.append(person_of("sol"))
    db.session.commit()
    answer = sol.post(f"/sellers/shops/{other.id}/holiday", data={"from": "2001-01-01", "until": "2001-01-02"})
    assert answer.status_code == 422
    assert answer.text.count('aria-invalid="true"') == 1
    assert f'id="from-{other.id}-error"' in answer.text
    assert answer.text.count('value="2001-01-01"') == 1
