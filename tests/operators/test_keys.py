"""Keys: which there are, how old, how each is changed; no secret of one, and nobody else's to see or to end."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop_help.actions.keys import end_tool, make_key
from shop_help.actions.tools import connect_tool
from shop_help.actions.webhooks import endpoints
from shop_help.door_settings import HandoffKey
from shop_help.extensions import db
from shop_help.identity import viewer_of
from shop_help.models import AuditEntry, Tool
from shop_help.policy.keys import PURPOSES, states_of
from shop_help.policy.messages import Refused
from tests.buyers.service import sign_in_of

SECRETS = [f"a-secret-that-no-page-shows-{number}" for number in range(6)]


@pytest.fixture
def held(app: Flask) -> Any:
    """A tool of sol's, a webhook, and keys of every setting; their secrets."""
    app.config["HANDOFF_KEYS"] = {"2026": HandoffKey("HS256", SECRETS[0])}
    app.config["ORDERS_KEYS"] = {"new": SECRETS[1], "old": SECRETS[2]}
    app.config["WEBHOOK_KEYS"] = {"1": SECRETS[3], "2": SECRETS[4]}
    app.config["AUDIT_KEYS"] = {**app.config["AUDIT_KEYS"], "3": SECRETS[5]}
    by = sign_in_of("sol")
    viewer = viewer_of(by)
    assert viewer
    made = connect_tool(by, "Parcel Desk", viewer.shop_ids)
    _, whsec = endpoints.add(None, "https://shop.example/hooks", [])
    derived = [key for name in ("AUDIT_KEYS", "TOOL_KEYS", "SECOND_FACTOR_KEYS") for key in app.config[name].values()]
    return made, [*SECRETS, *derived, made.app_secret, made.auth_code, whsec]


def test_all_are_there_by_name_and_age_and_no_secret_is(held: Any, sign_in: Callable[[str], FlaskClient]) -> None:
    tool, secrets = held
    page = sign_in("noor").get("/operators/keys").text
    for said in ("2026", "new", "old", tool.app_key, "Parcel Desk · Luma Home", "https://shop.example/hooks"):
        assert said in page
    for purpose in PURPOSES.values():
        assert (
            not purpose.setting
            or purpose.setting.replace("_", "_<wbr>") in page
            or purpose.setting == "SHOP_HELP_PAYMENTS_SECRET"
        )
    assert "of the settings, which have no date" in page
    assert "derived from the secret key" in page
    assert [secret for secret in secrets if secret in page] == []


@pytest.mark.parametrize(
    ("purpose", "names", "states"),
    [
        ("audit", ["0", "2", "10"], {"0": "beside", "2": "beside", "10": "in_use"}),
        ("audit", ["0"], {"0": "in_use"}),
        ("audit", [], {}),
        ("orders", ["new", "old"], {"new": "in_use", "old": "in_use"}),
    ],
)
def test_the_highest_number_is_used_from_now_on(purpose: str, names: list[str], states: dict[str, str]) -> None:
    assert states_of(purpose, names) == states


def test_both_secrets_of_a_webhook_stand_there_while_both_sign(
    app: Flask, sign_in: Callable[[str], FlaskClient]
) -> None:
    endpoint_id, _ = endpoints.add(None, "https://shop.example/hooks", [])
    endpoints.rotate(None, endpoint_id)
    page = sign_in("noor").get("/operators/keys").text
    assert page.count("https://shop.example/hooks") == 2
    assert page.count("Still taken") == 1


def test_an_operator_ends_a_tool_at_once(held: Any, sign_in: Callable[[str], FlaskClient]) -> None:
    tool, _ = held
    noor = sign_in("noor")
    answer = noor.post(f"/operators/keys/tools/{tool.tool_id}/end", follow_redirects=True)
    assert "Parcel Desk acts for nobody any more." in answer.text
    assert tool.app_key not in answer.text
    db.session.rollback()
    row = db.session.get_one(Tool, tool.tool_id)
    assert row.sign_in.ended_at is not None
    assert viewer_of(row.sign_in_id) is None
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "tool.disconnected")).one()
    assert (entry.who, json.loads(entry.before)["name"]) == ("Noor", "Parcel Desk")
    assert noor.post(f"/operators/keys/tools/{tool.tool_id}/end").status_code == 404


@pytest.mark.parametrize("who", ["ana", "sol", "gus"])
def test_nobody_else_ends_one(held: Any, who: str) -> None:
    with pytest.raises(Refused, match="forbidden"):
        end_tool(sign_in_of(who), held[0].tool_id)
    assert db.session.get_one(Tool, held[0].tool_id).sign_in.ended_at is None


def ran(app: Flask, *words: str) -> tuple[int, str, str]:
    result = app.test_cli_runner().invoke(args=["keys", *words])
    return result.exit_code, result.stdout, result.stderr


def test_the_same_at_a_terminal(app: Flask, held: Any) -> None:
    tool, secrets = held
    listed = ran(app, "list", "--json")[1]
    names = {(each["purpose"], each["name"]) for each in json.loads(listed)}
    assert {("orders", "old"), ("webhooks", "2"), ("tool", tool.app_key), ("push", "0")} <= names
    assert tool.app_key in ran(app, "list")[1]
    assert [secret for secret in secrets if secret in listed] == []
    assert ran(app, "end-tool", str(tool.tool_id))[0] == 0
    assert ran(app, "end-tool", str(tool.tool_id))[0] == 1


def test_a_new_key_is_printed_once_and_kept_nowhere(app: Flask, held: Any) -> None:
    code, said, hint = ran(app, "new", "webhooks")
    number, _, secret = said.strip().partition(":")
    assert (code, number) == (0, "3")
    assert len(secret) >= 32
    assert "SHOP_HELP_WEBHOOK_KEY" in hint
    assert make_key("orders")[0].startswith("20")
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "key.made")).all()
    assert [each.thing for each in entries] == ["key webhooks", "key orders"]
    assert secret not in "".join(each.after for each in entries)
    assert ran(app, "new", "nonsense")[0] == 2
