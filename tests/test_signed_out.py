"""What a script reads that asks for somebody who has signed out: the socket's own answer, not a sign-in page."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

JSON = {"Accept": "application/json"}
SIGNED_OUT = {"ok": False, "code": "signed_out", "retry": False}


@pytest.mark.parametrize("checks_tokens", [True, False])
def test_a_script_is_told_that_nobody_is_signed_in(app: Flask, checks_tokens: bool) -> None:
    app.config["WTF_CSRF_ENABLED"] = checks_tokens
    answer = app.test_client().post("/conversations/1/messages", data={"body": "Hello"}, headers=JSON)
    assert (answer.status_code, answer.json) == (401, SIGNED_OUT)
    answer = app.test_client().get("/conversations/1/messages?after=0", headers=JSON)
    assert (answer.status_code, answer.json) == (401, SIGNED_OUT)


def test_a_person_is_led_to_the_sign_in_or_told_that_the_page_is_old(app: Flask) -> None:
    assert "/sign-in?next=" in app.test_client().get("/conversations/1").headers["Location"]
    app.config["WTF_CSRF_ENABLED"] = True
    answer = app.test_client().post("/conversations/1/messages", data={"body": "Hello"})
    assert answer.status_code == 400
    assert "open for long" in answer.text


def test_whose_page_asks_for_a_part_comes_back_to_the_page_and_not_to_the_part(app: Flask) -> None:
    asks = {"HX-Request": "true", "Referer": "http://localhost/orders?state=shipped"}
    answer = app.test_client().get("/inbox/unread", headers=asks)
    assert answer.headers["HX-Redirect"] == "/sign-in?next=%2Forders%3Fstate%3Dshipped"
    elsewhere = app.test_client().get("/inbox/unread", headers=asks | {"Referer": "https://else.example/orders"})
    assert elsewhere.headers["HX-Redirect"] == "/sign-in?next=%2Fhome"


def test_a_forged_form_is_no_sign_out(app: Flask, sign_in: Callable[[str], FlaskClient]) -> None:
    ana = sign_in("ana")
    app.config["WTF_CSRF_ENABLED"] = True
    answer = ana.post("/conversations/1/messages", data={"body": "Hello"}, headers=JSON)
    assert answer.status_code == 400
