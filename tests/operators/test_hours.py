"""An operator sets when customer service is open: several periods a day, days off, holidays, seen before it holds."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from shop_help.extensions import db
from shop_help.models import LogEntry, ServiceHours
from shop_help.service_calendar import hours_in
from tests.operators.hours_form import US, WEEK, fields, form, save, words

#: Tuesday, nine in the morning in New York; Thanksgiving is on Thursday.
NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def tuesday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def noor(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    client = sign_in("noor")
    db.session.execute(delete(ServiceHours))
    db.session.commit()
    return client


def kept(market: str = "US") -> ServiceHours | None:
    db.session.rollback()
    return db.session.get(ServiceHours, market, populate_existing=True)


def logged() -> list[Any]:
    db.session.rollback()
    return list(db.session.scalars(select(LogEntry.data).where(LogEntry.what == "service_hours.changed")))


def test_the_rulebooks_hours_hold_until_somebody_sets_others(noor: FlaskClient) -> None:
    page = noor.get("/operators/hours").text
    assert words(page).count("08:00–12:00, 13:00–20:00") == 20
    assert "United States Open until 12:00 EST" in words(page)
    assert fields(noor.get(US).text, 0) == [("08:00", "12:00"), ("13:00", "20:00")]
    assert kept() is None


def test_hours_that_are_saved_hold_at_once_and_stand_in_the_log(noor: FlaskClient) -> None:
    week = {"day0": [("8", "9"), ("22:30", "24:00")], "day1": [("1300", "20.15")]}
    assert save(noor, week, keeps_holidays="1", day_off=["2026-12-24", ""]).status_code == 303
    row = kept()
    assert row
    assert row.week[:3] == [[["08:00", "09:00"], ["22:30", "24:00"]], [["13:00", "20:15"]], []]
    assert (row.keeps_holidays, row.days_off) == (True, ["2026-12-24"])
    hours = hours_in("US", NOW)
    assert hours.opens_next(NOW) == datetime(2026, 11, 24, 18, tzinfo=UTC)
    (entry,) = logged()
    assert entry["market"] == "US"
    assert entry["was"]["week"][0] == [["08:00", "12:00"], ["13:00", "20:00"]]
    assert entry["now"]["off"] == ["2026-12-24"]
    assert "Opens 13:00 EST" in words(noor.get("/operators/hours").text)
    # Other markets keep theirs.
    assert kept("DE") is None


def test_saving_what_is_there_is_no_change(noor: FlaskClient) -> None:
    usual = {f"day{day}": [("08:00", "12:00"), ("13:00", "20:00")] for day in range(5)} | {"day5": [("9", "14")]}
    assert save(noor, usual, keeps_holidays="1").status_code == 303
    assert kept() is None
    assert logged() == []


@pytest.mark.parametrize(
    ("pairs", "sentence"),
    [
        ([("09:00", "12:00"), ("11:59", "13:00")], "09:00–12:00 and 11:59–13:00 overlap."),
        ([("13:00", "14:00"), ("09:00", "18:00")], "09:00–18:00 and 13:00–14:00 overlap."),
        ([("12:00", "09:00")], "12:00–09:00 ends before it begins."),
        ([("09:00", "09:00")], "09:00–09:00 ends before it begins."),
        ([("22:00", "02:00")], "Past midnight, end at 24:00 and go on from 00:00 the next day."),
        ([("09:00", "")], "A period needs both: when it begins and when it ends."),
        ([("", "09:00")], "A period needs both"),
        ([("09:00", "24:01")], "“24:01” is no time of day. Write it as 08:00; 24:00 ends the day."),
        ([("nine", "17:00")], "“nine” is no time of day."),
        ([("09:60", "17:00")], "“09:60” is no time of day."),
        ([("²", "17:00")], "“²” is no time of day."),
        ([(f"{hour:02}:00", f"{hour:02}:30") for hour in range(7)], "A day has at most 6 periods."),
    ],
)
def test_hours_that_cannot_be_are_refused_in_words_and_kept_as_typed(
    noor: FlaskClient, pairs: list[tuple[str, str]], sentence: str
) -> None:
    answer = save(noor, WEEK | {"day0": pairs})
    assert answer.status_code == 422
    assert sentence in words(answer.text)
    assert [pair for pair in fields(answer.text, 0) if any(pair)] == pairs
    assert kept() is None
    assert logged() == []


@pytest.mark.parametrize(
    ("pairs", "day"),
    [
        ([("00:00", "24:00")], [["00:00", "24:00"]]),
        ([("09:00", "12:00"), ("12:00", "17:00")], [["09:00", "17:00"]]),
        ([("13:00", "17:00"), ("", ""), ("09:00", "12:00")], [["09:00", "12:00"], ["13:00", "17:00"]]),
        ([("", "")], []),
        ([("23:59", "24:00")], [["23:59", "24:00"]]),
    ],
)
def test_hours_are_kept_in_order_and_those_that_meet_as_one(
    noor: FlaskClient, pairs: list[tuple[str, str]], day: list[list[str]]
) -> None:
    assert save(noor, WEEK | {"day0": pairs}).status_code == 303
    row = kept()
    assert row
    assert row.week[0] == day


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2026-11-23", "2026-11-23 is not a day of the next three years."),
        ("2026-11-24", ""),
        ("2029-11-23", ""),
        ("2029-11-24", "2029-11-24 is not a day of the next three years."),
        ("2026-02-30", "“2026-02-30” is no day."),
        ("soon", "“soon” is no day."),
    ],
)
def test_a_day_off_lies_ahead(noor: FlaskClient, text: str, sentence: str) -> None:
    answer = save(noor, WEEK, day_off=[text])
    assert (answer.status_code == 303) is (sentence == "")
    assert sentence in words(answer.text)


def test_days_off_that_passed_are_kept_for_clocks_that_ran_then(noor: FlaskClient) -> None:
    save(noor, WEEK, day_off=["2026-11-25"])
    with time_machine.travel(datetime(2026, 12, 1, 12, tzinfo=UTC), tick=False):
        page = noor.get(US).text
        assert "2026-11-25" not in page
        seen = re.search(r'name="seen" value="([^"]*)"', page)
        assert seen
        assert save(noor, WEEK, day_off=["2026-12-24"], seen=seen[1]).status_code == 303
    row = kept()
    assert row
    assert row.days_off == ["2026-11-25", "2026-12-24"]


def test_of_two_who_edit_at_once_the_second_is_told(noor: FlaskClient) -> None:
    assert save(noor, WEEK).status_code == 303
    answer = save(noor, WEEK | {"day0": [("10:00", "11:00")]})
    assert answer.status_code == 422
    assert "Somebody else changed these hours meanwhile." in answer.text
    assert fields(answer.text, 0) == [("10:00", "11:00")]
    row = kept()
    assert row
    assert row.week[0] == [["09:00", "17:00"]]
    seen = re.search(r'name="seen" value="([^"]+)"', answer.text)
    assert seen
    assert save(noor, WEEK | {"day0": [("10:00", "11:00")]}, seen=seen[1]).status_code == 303


def test_a_market_that_is_none_is_not_there(noor: FlaskClient) -> None:
    for address in ("/operators/hours/XX", "/operators/hours/us"):
        assert noor.get(address).status_code == 404
        assert noor.post(address, data=form(WEEK, save="1")).status_code == 404


def test_an_agent_or_seller_sets_no_hours(noor: FlaskClient, sign_in: Callable[[str], FlaskClient]) -> None:
    from shop_help.actions.service_hours import WrittenHours, set_hours
    from shop_help.models import Person, SignIn
    from shop_help.policy.messages import Refused

    for who in ("gus", "sol", "ana"):
        assert sign_in(who).post(US, data=form(WEEK, save="1")).status_code == 404
        person = db.session.scalars(select(Person).where(Person.cast_name == who)).one()
        db.session.add(SignIn(id=f"{who} at the act", person_id=person.id))
        db.session.commit()
        with pytest.raises(Refused):
            set_hours(f"{who} at the act", "US", WrittenHours([[]] * 7, True, []), "")
    assert kept() is None
