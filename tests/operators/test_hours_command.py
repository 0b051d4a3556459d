"""flask hours: the act of the page, from a terminal."""

import json

from flask import Flask
from sqlalchemy import select

from shop_help.extensions import db
from shop_help.models import AuditEntry, ServiceHours


def ran(app: Flask, *words: str, fails: bool = False) -> str:
    result = app.test_cli_runner().invoke(args=["hours", *words])
    db.session.rollback()
    assert (result.exit_code != 0) == fails, result.output
    return str(result.output)


def week(app: Flask, market: str = "US") -> dict[str, list[str]]:
    found: dict[str, list[str]] = json.loads(ran(app, "show", market, "--json"))["week"]
    return found


def test_days_that_are_named_change_and_the_others_stay(app: Flask) -> None:
    before = week(app)
    ran(app, "set", "US", "mon=9-12,13:30-20", "sun=closed", "--day-off", "2199-12-24", "--no-holidays", fails=True)
    assert week(app) == before, "one day that can't be, and nothing is saved"
    ran(app, "set", "US", "mon=9-12,13:30-20", "sun=closed", "--holidays")
    assert week(app) == before | {"mon": ["09:00-12:00", "13:30-20:00"], "sun": []}
    shown = ran(app, "show", "US")
    assert "closed" in shown
    assert "Public holidays: closed" in shown
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "service_hours.changed")).one()
    assert (json.loads(entry.before)["holidays"], json.loads(entry.after)["holidays"]) == (False, True)
    assert entry.person_id is None


def test_days_off_are_replaced_and_taken_away(app: Flask) -> None:
    for words, kept in (
        (("--day-off", "2027-12-24", "--day-off", "2027-12-27"), ["2027-12-24", "2027-12-27"]),
        (("mon=8-20",), ["2027-12-24", "2027-12-27"]),
        (("--no-days-off",), []),
    ):
        ran(app, "set", "DE", *words)
        row = db.session.get_one(ServiceHours, "DE", populate_existing=True)
        assert row.days_off == kept


def test_what_cant_be_is_said_in_a_sentence(app: Flask) -> None:
    assert "from mon to sun" in ran(app, "set", "US", "monday=8-20", fails=True)
    assert "from mon to sun" in ran(app, "set", "US", "mon", fails=True)
    for times in ("20-8", "8-", "soon-later", "8-12,11-13"):
        before = week(app)
        assert ran(app, "set", "US", f"mon={times}", fails=True).startswith("Error: ")
        assert week(app) == before
    assert "'FR'" in ran(app, "set", "FR", fails=True)


def test_the_list_says_what_holds_now(app: Flask) -> None:
    assert all(code in ran(app, "list") for code in ("US", "UK", "DE", "ID"))
