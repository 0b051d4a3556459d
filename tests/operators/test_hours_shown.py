"""Business hours as they are shown: the preview of seven days, the words buyers read, and pages without scripts."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from shop_help.extensions import db
from shop_help.models import ServiceHours
from tests.operators.hours_form import US, WEEK, fields, form, save, words

#: Tuesday, nine in the morning in New York; Thanksgiving is on Thursday.
NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def tuesday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def noor(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    db.session.execute(delete(ServiceHours))
    db.session.commit()
    return sign_in("noor")


def is_saved() -> bool:
    db.session.rollback()
    return db.session.scalar(select(ServiceHours.market)) is not None


def test_the_preview_shows_seven_days_as_buyers_meet_them(noor: FlaskClient) -> None:
    told = form(WEEK | {"day4": [("10:00", "12:00"), ("13:00", "24:00")]}, keeps_holidays="1", day_off=["2026-11-27"])
    page = words(noor.post(f"{US}/preview", data=told).text)
    assert "Open until 17:00 EST Today 09:00–17:00 Wed, Nov 25 09:00–17:00" in page
    assert "Thu, Nov 26 Closed: Thanksgiving Day Fri, Nov 27 Closed: Day off Sat, Nov 28 Closed Sun" in page
    assert "Mon, Nov 30 09:00–17:00" in page
    del told["keeps_holidays"], told["day_off"]
    page = words(noor.post(f"{US}/preview", data=told).text)
    assert "Thu, Nov 26 09:00–17:00 Fri, Nov 27 10:00–12:00 , 13:00–24:00 Sat" in page
    assert not is_saved()


@pytest.mark.parametrize(
    ("at", "market", "said"),
    [
        ("2026-11-24T13:59", "US", "Opens 09:00 EST"),
        ("2026-11-24T21:59", "US", "Open until 17:00 EST"),
        ("2026-11-24T22:00", "US", "Opens Wednesday 09:00 EST"),
        ("2026-11-27T22:00", "US", "Opens Monday 09:00 EST"),
        ("2026-11-27T17:00", "UK", "Opens Monday 09:00 GMT"),
        ("2026-07-03T16:00", "UK", "Opens Monday 09:00 BST"),
        ("2026-11-27T16:00", "DE", "Opens Monday 09:00 CET"),
        ("2026-11-27T10:00", "ID", "Opens Monday 09:00 WIB"),
    ],
)
def test_it_is_said_as_buyers_read_it(
    noor: FlaskClient, sign_in: Callable[[str], FlaskClient], at: str, market: str, said: str
) -> None:
    save(noor, WEEK, market)
    with time_machine.travel(datetime.fromisoformat(at).replace(tzinfo=UTC), tick=False):
        assert f">{said}</span>" in sign_in("noor").get(f"/operators/hours/{market}").text


def test_always_never_and_far_away_have_their_words(noor: FlaskClient) -> None:
    always = {f"day{day}": [("00:00", "24:00")] for day in range(7)}
    save(noor, always)
    assert "United States Always open" in words(noor.get("/operators/hours").text)
    save(noor, {}, "UK")
    assert "United Kingdom Never open" in words(noor.get("/operators/hours").text)
    off = [f"2026-{month}-{day:02}" for month, days in (("11", range(24, 31)), ("12", range(1, 3))) for day in days]
    save(noor, always, "DE", day_off=off)
    assert "Germany Opens Thu, Dec 3, 00:00 CET" in words(noor.get("/operators/hours").text)


@pytest.mark.parametrize(("at", "way"), [("2026-03-05", "forward"), ("2026-10-29", "back")])
def test_the_change_of_the_clock_is_told(sign_in: Callable[[str], FlaskClient], at: str, way: str) -> None:
    told = form({"day6": [("01:00", "05:00")]})
    with time_machine.travel(datetime.fromisoformat(at).replace(hour=12, tzinfo=UTC), tick=False):
        page = words(sign_in("noor").post(f"{US}/preview", data=told).text)
    assert page.count("Clocks go") == 1
    assert f"01:00–05:00 Clocks go {way} on this day." in page


def test_a_preview_of_what_cannot_be_says_what_to_put_right(noor: FlaskClient) -> None:
    told = form(WEEK | {"day2": [("9", "8")]}, day_off=["soon"])
    page = words(noor.post(f"{US}/preview", data=told).text)
    assert "Wednesday: 09:00–08:00 ends before it begins." in page
    assert "Days off: “soon” is no day." in page


def test_without_scripts_a_button_copies_monday_and_another_adds_a_period(noor: FlaskClient) -> None:
    monday = {"day0": [("07:00", "11:00"), ("12:00", "19:00")], "day3": [("01:00", "02:00")]}
    page = noor.post(US, data=form(monday, copy="1")).text
    assert [fields(page, day) for day in range(7)] == [monday["day0"]] * 7
    page = noor.post(US, data=form(monday, add="day3")).text
    assert fields(page, 3) == [("01:00", "02:00"), ("", "")]
    assert fields(page, 0) == monday["day0"]
    page = noor.post(US, data=form(monday, preview="1")).text
    assert "Thu, Nov 26 01:00–02:00" in words(page)
    assert len(re.findall('name="day_off"', noor.post(US, data=form(monday, add="days_off")).text)) == 4
    assert not is_saved()
