"""Signing in and out: who gets in, what a wrong password tells, and what an old cookie is worth."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_security import hash_password
from sqlalchemy import select

from shop_help import create_app
from shop_help.accounts import SIGN_IN_PACE
from shop_help.extensions import db
from shop_help.models import Person, Role, SignIn
from shop_help.policy import markets

PASSWORD = "a heron behind the kiln"
WRONG = "The e-mail address or the password is not right."


@pytest.fixture
def pia(app: Flask) -> Person:
    """A buyer with a password."""
    role = db.session.scalars(select(Role).where(Role.name == "buyer")).one()
    person = Person(
        name="Pia",
        email="pia@example.com",
        password=hash_password(PASSWORD),
        fs_uniquifier="pia",
        market=markets.DEFAULT_MARKET.code,
        birthdate=date(1990, 1, 1),
        roles=[role],
    )
    db.session.add(person)
    db.session.commit()
    return person


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def try_password(client: FlaskClient, email: str, password: str, query: str = "", **more: str):
    return client.post(f"/sign-in{query}", data={"email": email, "password": password, **more})


def session_of(client: FlaskClient) -> str:
    cookie = client.get_cookie("session")
    return cookie.value if cookie else ""


def test_the_right_password_opens_the_way_home(client: FlaskClient, pia: Person) -> None:
    answer = try_password(client, "pia@example.com", PASSWORD)
    assert answer.headers["Location"].endswith("/home")
    assert client.get("/profile").status_code == 200
    assert "Pia" in client.get("/profile").text


def test_the_address_is_taken_as_people_type_it(client: FlaskClient, pia: Person) -> None:
    assert try_password(client, "PIA@Example.com", PASSWORD).status_code == 302


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("pia@example.com", "not the password"),
        ("nobody@example.com", "not the password"),
        ("ana@example.com", "not the password"),
        ("pia@example.com", ""),
        ("pia@example.com", "x" * 5000),
        ("pia@", PASSWORD),
        ("pia@example.com\x00", PASSWORD),
    ],
)
def test_what_is_wrong_gets_one_sentence_that_never_says_what(
    client: FlaskClient, pia: Person, email: str, password: str
) -> None:
    answer = try_password(client, email, password)
    assert answer.status_code in (200, 401)
    assert answer.text.count(WRONG) == 1
    assert "field-error" in answer.text
    assert re.search(r'<details\s+class="details"\s+open\s*>', answer.text), "the form with the sentence is open"
    alike = try_password(client, "somebody.else@example.com", password)
    assert _without_what_was_typed(answer.text) == _without_what_was_typed(alike.text)
    assert client.get("/profile").status_code == 302


def _without_what_was_typed(page: str) -> str:
    # Each page has a token of its own, and keeps the address that was typed.
    return re.sub(r'value="[^"]*"|X-CSRFToken": "[^"]*"', "", page)


def test_somebody_who_left_is_told_no_more_than_a_stranger(client: FlaskClient, pia: Person) -> None:
    pia.active = False
    db.session.commit()
    answer = try_password(client, "pia@example.com", PASSWORD)
    assert WRONG in answer.text
    assert client.get("/profile").status_code == 302


def test_after_many_tries_one_has_to_wait_and_is_told(client: FlaskClient, pia: Person, app: Flask) -> None:
    most = int(SIGN_IN_PACE.split()[0])
    app.config["RATELIMIT_ENABLED"] = True
    fresh = create_app({**app.config, "RATELIMIT_ENABLED": True})
    with fresh.app_context():
        client = fresh.test_client()
        for _ in range(most):
            assert try_password(client, "pia@example.com", "wrong").status_code == 200
        answer = try_password(client, "pia@example.com", PASSWORD)
        assert answer.status_code == 429
        assert "Wait a minute" in answer.text
        assert client.get("/profile").status_code == 302
        assert client.get("/sign-in").status_code == 200, "the page itself is not counted"


def test_the_session_is_another_one_after_the_sign_in(client: FlaskClient, pia: Person) -> None:
    client.get("/sign-in")
    before = session_of(client)
    try_password(client, "pia@example.com", PASSWORD)
    assert session_of(client) != before
    other = client.application.test_client()
    other.set_cookie("session", before)
    assert other.get("/profile").status_code == 302


def test_a_token_from_before_the_sign_in_is_worth_nothing_after(client: FlaskClient, pia: Person, app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/sign-in").text)
    assert found
    assert try_password(client, "pia@example.com", PASSWORD, csrf_token=found[1]).status_code == 302
    assert client.post("/sign-out", data={"csrf_token": found[1]}).status_code == 400
    assert client.get("/profile").status_code == 200


def test_signing_out_ends_the_row_and_an_old_copy_of_the_cookie(client: FlaskClient, pia: Person, app: Flask) -> None:
    try_password(client, "pia@example.com", PASSWORD)
    copy = app.test_client()
    copy.set_cookie("session", session_of(client))
    assert copy.get("/profile").status_code == 200
    assert client.post("/sign-out").headers["Location"].endswith("/sign-in")
    assert db.session.scalars(select(SignIn).where(SignIn.person_id == pia.id)).one().ended_at is not None
    for browser in (client, copy):
        assert browser.get("/profile").status_code == 302


def test_signing_out_of_one_browser_leaves_the_other(sign_in: Callable[[str], FlaskClient]) -> None:
    phone, desk = sign_in("ana"), sign_in("ana")
    phone.post("/sign-out")
    assert phone.get("/profile").status_code == 302
    assert desk.get("/profile").status_code == 200


def test_a_role_that_ended_is_gone_with_the_next_page(
    sign_in: Callable[[str], FlaskClient], person_of: Callable[[str], Person]
) -> None:
    sol = sign_in("sol")
    assert sol.get("/sellers/replies").status_code == 200
    person_of("sol").roles = []
    db.session.commit()
    assert sol.get("/sellers/replies").status_code == 404
    assert sol.get("/profile").status_code == 404


def test_somebody_who_left_is_out_with_the_next_page(
    sign_in: Callable[[str], FlaskClient], person_of: Callable[[str], Person]
) -> None:
    ana = sign_in("ana")
    person_of("ana").active = False
    db.session.commit()
    assert ana.get("/profile").status_code == 302


def token_in(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


OURS, FOREIGN = {"Origin": "http://localhost"}, {"Origin": "http://localhost.example"}


def test_two_tabs_that_come_to_the_sign_in_at_once_can_both_sign_in(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    # Both ask before either has a cookie; the browser keeps the later one.
    earlier = token_in(app.test_client().get("/sign-in").text)
    later = token_in(client.get("/sign-in").text)
    for token in (earlier, later):
        form = {"person": "ana", "csrf_token": token}
        assert client.post("/sign-in/demo", data=form, headers=OURS).status_code == 303
        assert client.get("/profile").status_code == 200


@pytest.mark.parametrize("address", ["/sign-in", "/sign-in/demo"])
@pytest.mark.parametrize("headers", [FOREIGN, {}, {"Origin": "null"}])
def test_another_sites_form_signs_nobody_in(
    app: Flask, client: FlaskClient, pia: Person, address: str, headers: dict[str, str]
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    form = {"person": "ana", "email": "pia@example.com", "password": PASSWORD}
    client.get("/sign-in")
    assert client.post(address, data=form, headers=headers).status_code == 400
    assert client.get("/profile").status_code == 302
    # Nor does the origin stand for the token anywhere else.
    token = token_in(client.get("/sign-in").text)
    assert client.post(address, data=form | {"csrf_token": token}, headers=headers).status_code in (302, 303)
    assert client.post("/conversations/1/messages", data={"body": "Hello"}, headers=OURS).status_code == 400


def test_who_signs_in_anew_on_a_browser_leaves_no_sign_in_behind(app: Flask, client: FlaskClient) -> None:
    for who in ("ana", "bruno"):
        client.post("/sign-in/demo", data={"person": who})
    going = db.session.scalars(select(SignIn).where(SignIn.ended_at.is_(None))).all()
    assert [db.session.get_one(Person, one.person_id).cast_name for one in going] == ["bruno"]
