"""A buyer sees where they are signed in, and signs out a phone that they lost."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from shop_help.extensions import db
from shop_help.models import AuditEntry

SignsIn = Callable[[str], FlaskClient]
PHONE = "Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Safari/537.36"


def removals(client: FlaskClient) -> list[str]:
    return re.findall(r'action="(/sign-ins/\w+/removal)"', client.get("/sign-ins").text)


def audited() -> int:
    """Lines of the audit log as they are now."""
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(AuditEntry)) or 0


@pytest.fixture
def lost(app: Flask) -> FlaskClient:
    """Ana's phone."""
    phone = app.test_client()
    phone.environ_base["HTTP_USER_AGENT"] = PHONE
    assert phone.post("/sign-in/demo", data={"person": "ana"}).status_code == 303
    return phone


def test_another_browser_is_signed_out_and_this_one_goes_on(lost: FlaskClient, sign_in: SignsIn) -> None:
    desk = sign_in("ana")
    page = desk.get("/sign-ins").text
    assert "Chrome, Android" in page
    assert page.count("this browser") == 1
    assert 'href="/sign-ins"' in desk.get("/profile").text
    (where_to,) = removals(desk)
    before = audited()
    assert desk.post(where_to).headers["Location"] == "/sign-ins"
    assert "That browser is signed out." in desk.get("/sign-ins").text
    assert lost.get("/profile").status_code == 302
    assert removals(desk) == []
    # It is nobody's business but theirs.
    assert audited() == before


def test_nobody_sees_or_ends_somebody_elses(lost: FlaskClient, sign_in: SignsIn) -> None:
    (where_to,) = removals(sign_in("ana"))
    bruno = sign_in("bruno")
    assert "Chrome, Android" not in bruno.get("/sign-ins").text
    assert bruno.post(where_to).status_code == 404
    assert bruno.post("/sign-ins/0123456789abcdef/removal").status_code == 404
    assert lost.get("/profile").status_code == 200
