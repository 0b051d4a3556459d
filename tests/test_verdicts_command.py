"""flask verdicts ORDER: all verdicts, for people and for programs, now or at another instant."""

import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from shop_help.extensions import db
from shop_help.models import Order
from shop_help.policy.deadlines import closes_at
from shop_help.policy.verdict_codes import CODES
from shop_help.policy.verdicts import ACTIONS

NUMBER = "576461030000000110"


def run(app: Flask, *arguments: str) -> Any:
    return app.test_cli_runner().invoke(args=["verdicts", *arguments])


def told(app: Flask, *arguments: str) -> dict[str, Any]:
    result = run(app, *arguments, "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.output)
    return found


def test_all_verdicts_of_an_order_for_programs(app: Flask) -> None:
    found = told(app, NUMBER)
    assert (found["order"], found["market"], found["version"]) == (NUMBER, "US", 1)
    assert {verdict["action"] for verdict in found["verdicts"]} == set(ACTIONS)
    for verdict in found["verdicts"]:
        assert set(verdict) == {
            "order",
            "lines",
            "action",
            "eligible",
            "code",
            "reason",
            "basis",
            "opens_at",
            "closes_at",
            "next_action",
            "at_once",
            "by_agent",
        }
        assert set(verdict["basis"]) == {"delivered_at", "source", "zone", "version"}
        assert verdict["code"] in CODES
        assert "%(" not in verdict["reason"]


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(-1, "return_open"), (0, "return_over"), (1, "return_over")],
)
def test_it_is_judged_as_if_it_were_another_instant(app: Flask, seconds: int, code: str) -> None:
    delivered = db.session.scalars(select(Order.delivered_at).where(Order.number == NUMBER)).one()
    assert delivered is not None
    at = closes_at(delivered, 30, "America/New_York") + timedelta(seconds=seconds)
    found = next(v for v in told(app, NUMBER, "--at", at.isoformat())["verdicts"] if v["action"] == "return")
    assert found["code"] == code
    assert datetime.fromisoformat(found["closes_at"]) == closes_at(delivered, 30, "America/New_York")


def test_people_read_a_table(app: Flask) -> None:
    output = run(app, NUMBER).output
    assert "by version 1 of the rules of US" in output
    assert "return_open" in output
    assert re.search(r"It is day \d+ of 30 since it was delivered", output)
    assert "23:59" in output


def test_what_is_no_order_and_no_instant_is_said(app: Flask) -> None:
    assert "There is no order 9." in run(app, "9").output
    assert run(app, "9").exit_code == 1
    wrong = run(app, NUMBER, "--at", "tomorrow")
    assert wrong.exit_code == 2
    assert "tomorrow is no instant" in wrong.output


@pytest.mark.parametrize("key", range(101, 130))
def test_every_order_of_the_demo_is_judged_whole(app: Flask, key: int) -> None:
    found = told(app, f"5764610300000{key:05d}")
    lines = {line for verdict in found["verdicts"] for line in verdict["lines"]}
    for action in set(ACTIONS) - {"change_address"}:
        about = [line for v in found["verdicts"] if v["action"] == action for line in v["lines"]]
        assert sorted(about) == sorted(lines), action
