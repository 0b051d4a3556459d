"""Reports as files and of chosen days: what the page shows, streamed, and nothing that a spreadsheet would run."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from shop_help.actions import case_states
from shop_help.operators.reports import REPORTS
from tests.operators.report_scene import begin, card, case, page, table, words

NOW = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def then() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def people(app: Flask) -> dict[str, int]:
    return begin()


@pytest.fixture
def noor(people: dict[str, int], sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("noor")


def test_the_files_hold_what_the_page_shows(noor: FlaskClient, then: time_machine.Traveller) -> None:
    opened = case(then)
    case_states.rate("act ana", opened.case_id, 4, "Quick!")
    assert table(noor, "waiting")[1] == ["In line for a chat", "0", "", "0"]
    assert table(noor, "questions")[1][1:] == ["1", "1", "120", "120", "100.0"]
    assert [row[1] for row in table(noor, "satisfaction")[1:]] == ["0", "1", "0", "0", "0"]
    assert table(noor, "comments")[1][1:4] == ["4", "Quick!", "Gus"]
    assert table(noor, "resolved")[-1] == ["Wed, Nov 25", "1", "1", "0"]
    assert len(table(noor, "resolved")) == 31
    assert len(table(noor, "resolved", days="90")) == 14
    assert table(noor, "faq") == [table(noor, "faq")[0]]
    markup = page(noor)
    assert "100% Satisfied" in words(card(markup, "satisfaction")).replace("Satisfied 100%", "100% Satisfied")
    for name in REPORTS:
        if name not in ("faq", "waiting"):
            assert f'href="/operators/reports/{name}.csv?from=2026-10-27&amp;until=2026-11-25"' in markup


def test_what_a_buyer_wrote_runs_in_no_spreadsheet_and_on_no_page(
    noor: FlaskClient, then: time_machine.Traveller
) -> None:
    for who, comment in (("ana", '=HYPERLINK("http://x")'), ("bruno", "<script>alert(1)</script>")):
        case_states.rate(f"act {who}", case(then, who).case_id, 1, comment)
    written = [row[2] for row in table(noor, "comments")[1:]]
    assert written == ["<script>alert(1)</script>", '\'=HYPERLINK("http://x")']
    assert "<script>alert" not in page(noor)


def test_a_report_goes_over_the_days_and_the_market_that_are_chosen(
    noor: FlaskClient, then: time_machine.Traveller
) -> None:
    case(then)
    for asked, count in (
        ({"days": "7"}, 1),
        ({"days": "8"}, 1),
        ({"from": "2026-11-25", "until": "2026-11-25"}, 1),
        ({"from": "2026-11-24", "until": "2026-11-24"}, 0),
        ({"market": "US", "team": "general"}, 1),
        ({"market": "DE"}, 0),
        ({"team": "safety"}, 0),
        ({"market": "XX", "team": "XX", "days": "x"}, 1),
    ):
        rows = table(noor, "answers", **asked)
        assert (asked, sum(int(row[1]) for row in rows[1:])) == (asked, count)
    markup = page(noor, days="7", market="DE")
    assert re.search(r'<option\s+value="DE" selected', markup)
    assert "Days of Europe/Berlin." in words(markup)
    assert 'href="/operators/reports?days=30&amp;market=DE"' in markup
    assert re.search(r'href="/operators/reports\?days=7&amp;market=DE" aria-current="true"', markup)


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-11-25", "2026-11-24", "The last day can't be before the first."),
        ("soon", "2026-11-24", "Choose both days."),
        ("2026-11-25", "", "Choose both days."),
        ("2020-01-01", "2026-11-24", "A report goes over at most 731 days."),
    ],
)
def test_days_that_cannot_be_are_said(noor: FlaskClient, first: str, last: str, said: str) -> None:
    markup = page(noor, **{"from": first, "until": last})
    assert said in words(markup)
    assert "Tue, Oct 27 – Wed, Nov 25" in words(markup)


def test_a_file_that_is_none_is_not_there_and_nobody_else_gets_one(
    noor: FlaskClient, sign_in: Callable[[str], FlaskClient]
) -> None:
    assert noor.get("/operators/reports/people.csv").status_code == 404
    for who in ("gus", "sol", "ana"):
        for address in ("/operators/reports", "/operators/reports/comments.csv"):
            assert sign_in(who).get(address).status_code == 404


def test_a_file_is_sent_line_by_line_under_its_name(
    noor: FlaskClient, then: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = case(then)
    case_states.rate("act ana", opened.case_id, 4, "Quick!")
    answer = noor.get("/operators/reports/comments.csv", buffered=False)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="comments-2026-10-27-2026-11-25.csv"'
    assert answer.is_streamed
    assert "no-store" in answer.headers["Cache-Control"]
