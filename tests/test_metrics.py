"""What is counted for the operator: how often and how long, never whose; told at an address of its own."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError
from werkzeug.test import Client as WSGIClient

from shop_help import clock, counting, metrics, scraping
from shop_help.config import SettingsError, settings
from shop_help.extensions import db
from shop_help.jobs import clockwork
from shop_help.models.backlog import backlog_at
from tests.plans import analyze, plan_of
from tests.scraping import series_of

PORT = 9100


@pytest.fixture
def scraped(app: Flask) -> Callable[[], dict[str, float]]:
    """What a scraper reads: the value of each series by its name and labels."""
    served = scraping.beside(app, PORT)

    def scrape() -> dict[str, float]:
        answer = WSGIClient(served).get("/metrics", environ_overrides={"SERVER_PORT": str(PORT)})
        assert answer.status_code == 200
        return series_of(answer.text)

    return scrape


Scraped = Callable[[], dict[str, float]]


def test_answers_are_counted_by_their_route_and_never_by_their_address(
    sign_in: Callable[[str], FlaskClient], scraped: Scraped
) -> None:
    before = scraped()
    ana = sign_in("ana")
    for number in range(3):
        ana.get(f"/orders/57646103000000010{number}")
        ana.get(f"/no-such-page/{number}")
    ana.open("/orders", method="BREW")
    after = scraped()
    counted = {name for name in after if after[name] != before.get(name) and name.startswith("shop_help_request")}
    assert (
        after["shop_help_requests_total|GET|none|404"] - before.get("shop_help_requests_total|GET|none|404", 0) == 3
    )
    assert any("<number>" in name for name in counted)
    assert "shop_help_requests_total|other|none|405" in counted
    assert not [name for name in counted if re.search(r"5764|no-such-page|BREW", name)]


def test_nothing_of_it_is_told_where_pages_are(app: Flask, scraped: Scraped) -> None:
    served = scraping.beside(app, PORT)
    scraped()
    for headers in ({}, {"Host": f"localhost:{PORT}"}, {"X-Forwarded-Port": str(PORT)}):
        answer = WSGIClient(served).get("/metrics", headers=headers)
        assert answer.status_code == 404
        assert "shop_help_" not in answer.text


def test_what_waits_is_told_and_without_the_database_that_it_is_gone(
    scraped: Scraped, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = scraped()
    assert told["shop_help_database_up"] == 1
    assert told["shop_help_cases|queued"] >= 1
    assert told["shop_help_cases_wait_seconds"] > 0
    assert told["shop_help_deadlines_due"] >= 0
    assert any(name.startswith("process_resident_memory_bytes|") for name in told)

    def gone(*_: object, **__: object) -> None:
        raise OperationalError("SELECT 1", None, Exception("gone"))

    monkeypatch.setattr(db.engine, "connect", gone)
    told = scraped()
    assert told["shop_help_database_up"] == 0
    assert "shop_help_cases|queued" not in told


def test_what_waits_is_counted_by_indexes(app: Flask) -> None:
    analyze()
    asked: list[str] = []

    def noted(statement: Any) -> Any:
        asked.append(plan_of(lambda: db.session.connection().execute(statement)))
        return 0

    connection = type("Noting", (), {"scalar": staticmethod(noted)})
    backlog_at(connection, clock.now())  # type: ignore[arg-type]
    assert len(asked) > 10
    # An index of what is untold is as long as what waits, and of endpoints there are twenty at most.
    whole = re.compile(
        r"SCAN (?!anon_|webhook_endpoints|conversations USING (COVERING )?INDEX ix_conversations_untold)"
    )
    tables = [line for plan in asked for line in plan.splitlines() if whole.search(line)]
    assert tables == []


def test_a_step_that_fails_is_counted_as_such(app: Flask, scraped: Scraped) -> None:
    def breaks() -> None:
        raise RuntimeError

    before = scraped()
    clockwork.go_round((breaks, lambda: None))
    after = scraped()
    for outcome in ("failed", "done"):
        name = f"shop_help_clockwork_steps_total|{outcome}|test_metrics"
        assert after[name] - before.get(name, 0) == 1


def test_counting_goes_on_where_something_could_not_be_counted(
    scraped: Scraped, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where there is no room for one more series."""

    def full(*_: object) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as patched:
        patched.setattr(counting.Counted, "add", full)
        metrics.stepped("deadlines", "done")
        before = scraped()
    metrics.stepped("deadlines", "done")
    step = "shop_help_clockwork_steps_total|done|deadlines"
    assert scraped()[step] - before.get(step, 0) == 1


def test_many_numbers_at_once_are_counted_as_one_by_one(scraped: Scraped) -> None:
    """With the edges of buckets, which belong to the lower one."""
    before = scraped()
    for size in (1, 2, 3, 3, 4, 5, 200):
        metrics.committed(size, 0.001)
    after = scraped()
    name = "shop_help_commit_group_size"
    grown = {edge: after[f"{name}_bucket|{edge}"] - before[f"{name}_bucket|{edge}"] for edge in ("1.0", "2.0", "4.0")}
    assert grown == {"1.0": 1, "2.0": 2, "4.0": 5}
    assert after[f"{name}_bucket|+Inf"] - before[f"{name}_bucket|+Inf"] == 7
    assert after[f"{name}_sum"] - before[f"{name}_sum"] == 218


def test_no_label_is_anybodys() -> None:
    labels = {name for family in COUNTED for name in family}
    assert labels == {"route", "method", "status", "event", "outcome", "command", "step", "way"}


COUNTED = [collector._labelnames for collector in counting.COUNTED._collector_to_names]  # type: ignore[attr-defined]


@pytest.mark.parametrize("port", ["5000", "-1", "metrics", "65536"])
def test_metrics_have_a_port_of_their_own_or_the_start_is_stopped(port: str) -> None:
    with pytest.raises(SettingsError, match="SHOP_HELP_METRICS_PORT"):
        settings({"SHOP_HELP_METRICS_PORT": port})
    assert settings({})["METRICS_PORT"] == 0, "and are told nowhere unless asked for"
    chosen = settings({"SHOP_HELP_METRICS_PORT": "9100"})
    assert (chosen["METRICS_HOST"], chosen["METRICS_PORT"]) == ("127.0.0.1", 9100)
