"""Operators see Buyer Protection in figures: now and in a time, by market, drawn, with tables, as files."""

import csv
import html
import re
from collections.abc import Callable
from io import StringIO
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop_help.actions.protection import answering, deciding
from shop_help.actions.refunds.settling import settle
from shop_help.extensions import db
from shop_help.models import Person, Role, SignIn
from shop_help.operators.protection import REPORTS
from shop_help.policy.refund_states import Told
from tests.actions.protection.scene import Scene
from tests.sellers.requests.conftest import app, browser_of  # noqa: F401


@pytest.fixture
def counter(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Scene:  # noqa: F811
    """A counter with claims, and an operator who looks at it."""
    scene = Scene(app, monkeypatch)
    noor = Person(name="Noor", fs_uniquifier="noor", roles=[Role(name="operator")])
    db.session.add(noor)
    db.session.flush()
    scene.people["operator"], scene.sign_ins["operator"] = noor, f"operator-{uuid4()}"
    db.session.add(SignIn(id=scene.sign_ins["operator"], person_id=noor.id))
    db.session.commit()
    return scene


@pytest.fixture
def operator(counter: Scene, browser_of: Callable[[str], FlaskClient]) -> FlaskClient:  # noqa: F811
    return browser_of("operator")


def card(operator: FlaskClient, name: str, **asked: str) -> str:
    page = operator.get("/operators/protection", query_string=asked).text
    found = re.search(rf'<section class="card report" aria-labelledby="report-{name}">.*?</section>', page, re.S)
    assert found
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[0])))


def table(operator: FlaskClient, name: str, **asked: str) -> list[list[str]]:
    answer = operator.get(f"/operators/protection/{name}.csv", query_string=asked)
    assert answer.mimetype == "text/csv"
    return list(csv.reader(StringIO(answer.text.removeprefix("\ufeff"))))


def some_cases(counter: Scene) -> None:
    """One waits for its seller, one was decided for the buyer and paid, one in part."""
    counter.open()
    for outcome in ("for_buyer", "partial"):
        case = counter.open()
        answering.answer(counter.sign_ins["seller"], case.protection_id, "It was whole.")
        lines = counter.lines(counter.row(case).order_id)
        by_line = {lines[0]: 500} if outcome == "partial" else None
        decided = deciding.Decided(outcome, "So.", str(uuid4()), by_line=by_line)
        deciding.decide(counter.sign_ins["agent"], case.protection_id, decided)
        settle(counter.refunds(case)[0].id, Told("done", "bank"))


def test_each_figure_is_drawn_with_its_table_and_as_a_file(operator: FlaskClient, counter: Scene) -> None:
    some_cases(counter)
    assert ["The seller", "1"] in table(operator, "standing")
    assert ["Decided for the buyer", "1"] in table(operator, "outcomes", days="90")
    assert ["Decided in part", "1"] in table(operator, "outcomes", days="90")
    assert "75%" in card(operator, "outcomes", days="90")
    assert table(operator, "reasons", days="90")[1][1:] == ["3", "1", "1", "0"]
    assert table(operator, "refunds", days="90")[1] == ["USD", "50.00"]
    assert "$50.00" in card(operator, "refunds", days="90")
    assert "Median until decided" in card(operator, "days", days="90")
    page = operator.get("/operators/protection?days=90").text
    for name in REPORTS:
        assert f'href="/operators/protection/{name}.csv?from=' in page
        assert f'id="report-{name}"' in page
    assert page.count("<svg") > len(REPORTS)


def test_days_outside_and_other_markets_hold_none_of_it(operator: FlaskClient, counter: Scene) -> None:
    some_cases(counter)
    assert "No case ended in these days." in card(operator, "outcomes", market="UK")
    old = {"from": "2026-01-01", "until": "2026-01-31"}
    assert "No case was opened or decided in these days." in card(operator, "days", **old)
    assert "Nothing was given back in these days." in card(operator, "refunds", **old)
    # What stands now stands whatever the days.
    assert ["The seller", "1"] in table(operator, "standing", **old)
    assert ["The seller", "0"] in table(operator, "standing", market="UK")


def test_days_that_cannot_be_are_told_and_the_usual_ones_shown(operator: FlaskClient) -> None:
    page = operator.get("/operators/protection?from=2026-10-31&until=2026-10-01").text
    assert 'aria-invalid="true"' in page


def test_nobody_but_operators_finds_it(
    operator: FlaskClient,
    browser_of: Callable[[str], FlaskClient],  # noqa: F811
) -> None:
    assert operator.get("/operators/protection").status_code == 200
    assert operator.get("/operators/protection/nothing.csv").status_code == 404
    for who in ("agent", "seller", "buyer"):
        assert browser_of(who).get("/operators/protection").status_code == 404
        assert browser_of(who).get("/operators/protection/outcomes.csv").status_code == 404


def test_a_file_holds_nothing_that_a_spreadsheet_would_run(
    operator: FlaskClient, counter: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_cases(counter)
    monkeypatch.setattr("shop_help.operators.protection_reports.reason_word", lambda code: '=HYPERLINK("x")')
    assert table(operator, "reasons", days="90")[1][0] == '\'=HYPERLINK("x")'
