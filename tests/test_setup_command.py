"""A first start without the demo: each step is done once, and what is left is said."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask, current_app
from sqlalchemy import select

from shop_help import first_start
from shop_help.extensions import db
from shop_help.models import Person
from tests.conftest import config_of
from tests.lending import Lender
from tests.notifications.mail_server import MailServer
from tests.running import free_port

SAFE = {
    "SHOP_HELP_SECRET_KEY": "k" * 40,
    "SHOP_HELP_PASSWORD_SALT": "s" * 40,
    "SHOP_HELP_ORIGINS": "https://help.example",
    "SHOP_HELP_PAYMENTS_URL": "by-hand",
}
OPERATOR = ("--operator", "nia@example.com", "--name", "Nia")


@pytest.fixture
def run(lender: Lender, migrated_url: Callable[[str], str], monkeypatch: pytest.MonkeyPatch) -> Any:
    """run(...) says what the command came to, on an empty database."""
    monkeypatch.delenv("SHOP_HELP_DEMO", raising=False)
    for name, value in SAFE.items():
        monkeypatch.setenv(name, value)
    with lender.lend(config_of(migrated_url("sqlite"))) as app:
        yield lambda *args: told(app, *args)


def told(app: Flask, *args: str) -> tuple[int, dict[str, str]]:
    result = app.test_cli_runner().invoke(args=["setup", "--json", *args])
    if not result.output.startswith("{"):
        return result.exit_code, {"error": result.output}
    return result.exit_code, {step["name"]: step["state"] for step in json.loads(result.output)["steps"]}


def test_it_does_what_it_can_and_says_what_is_left(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    code, steps = run()
    assert (code, steps["operator"], steps["questions"], steps["database"]) == (1, "left", "made", "there")
    monkeypatch.setenv("SHOP_HELP_OPERATOR_PASSWORD", "too short")
    assert "12 characters" in run(*OPERATOR)[1]["error"]
    monkeypatch.setenv("SHOP_HELP_OPERATOR_PASSWORD", "long enough for this")
    code, steps = run(*OPERATOR)
    assert (code, steps["operator"], steps["questions"]) == (0, "made", "there")
    assert {steps[name] for name in ("mail", "hours", "agents", "orders")} == {"later"}


def test_a_second_time_it_changes_nothing(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_HELP_OPERATOR_PASSWORD", "long enough for this")
    run(*OPERATOR)
    code, steps = run("--operator", "somebody@example.com", "--name", "Somebody")
    assert (code, steps["operator"]) == (0, "there")
    assert db.session.scalars(select(Person.email)).all() == ["nia@example.com"]


def test_it_names_a_setting_that_no_server_would_start_with(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_HELP_ORIGINS", "http://help.example")
    code, steps = run(*OPERATOR)
    assert (code, steps) == (1, {"settings": "left", "database": "there"})
    assert "https://" in first_start.check_settings().words


@pytest.fixture
def server(run: Any) -> Iterator[MailServer]:
    running = MailServer()
    current_app.config.update(MAIL_URL=running.url, MAIL_FROM="Help <help@shop.example>")
    yield running
    running.stop()


def test_a_new_operator_gets_a_test_mail_and_nobody_gets_a_second_unasked(
    run: Any, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOP_HELP_OPERATOR_PASSWORD", "long enough for this")
    assert run(*OPERATOR)[1]["mail"] == "made"
    assert [letter["To"] for letter in server.mails] == ["nia@example.com"]
    assert run(*OPERATOR)[1]["mail"] == "later"
    assert len(server.mails) == 1
    assert run("--test-mail", "ops@example.com")[1]["mail"] == "made"
    assert server.mails[-1]["To"] == "ops@example.com"


def test_a_mail_that_does_not_leave_is_left_to_be_done(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_HELP_OPERATOR_PASSWORD", "long enough for this")
    current_app.config.update(MAIL_URL=f"smtp://127.0.0.1:{free_port()}", MAIL_FROM="Help <help@shop.example>")
    code, steps = run(*OPERATOR)
    assert (code, steps["operator"], steps["mail"]) == (1, "made", "left")
