"""The way in: where a sign-in leads, what the demo's one tap may do, and which doors are not there."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import urljoin

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_security import hash_password

from shop_help import create_app
from shop_help.extensions import db
from shop_help.models import Person

PASSWORD = "a heron behind the kiln"


@pytest.fixture
def pia(person_of: Callable[[str], Person]) -> Person:
    """Ana, with a password and an address of her own."""
    person = person_of("ana")
    person.email, person.password = "pia@example.com", hash_password(PASSWORD)
    db.session.commit()
    return person


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


HERE = "/orders?state=unpaid"
ELSEWHERE = ["//evil.example", "https://evil.example/", "/\\evil.example", "\\\\evil.example", "///evil.example"]
ELSEWHERE += ["http:evil.example", "javascript:alert(1)", "/\t/evil.example", "/%0d%0aLocation:evil", "evil.example"]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_a_sign_in_never_leads_to_another_site(client: FlaskClient, pia: Person, address: str) -> None:
    for answer in (
        client.post("/sign-in/demo", data={"person": "ana", "next": address}),
        client.application.test_client().post(
            "/sign-in",
            query_string={"next": address},
            data={"email": "pia@example.com", "password": PASSWORD, "next": address},
        ),
    ):
        # Either nobody is signed in, or the way leads on here; a browser reads a backslash as a slash.
        leads_to = urljoin("http://localhost/sign-in", answer.headers.get("Location", "").replace("\\", "/"))
        assert leads_to.startswith("http://localhost/")
        assert answer.status_code in (200, 302, 303)
        assert not re.search(r"[\r\n\t]", answer.headers.get("Location", ""))


def test_a_sign_in_leads_to_where_one_wanted_to_go(client: FlaskClient, pia: Person, app: Flask) -> None:
    asked = client.get(HERE)
    assert asked.headers["Location"] == "/sign-in?next=%2Forders%3Fstate%3Dunpaid"
    assert 'name="next" value="/orders?state=unpaid"' in client.get(asked.headers["Location"]).text
    assert client.post("/sign-in/demo", data={"person": "ana", "next": HERE}).headers["Location"] == HERE
    other = app.test_client()
    page = other.get(asked.headers["Location"]).text
    action = re.search(r'action="(/sign-in\?[^"]+)"', page)
    assert action
    answer = other.post(action[1], data={"email": "pia@example.com", "password": PASSWORD})
    assert answer.headers["Location"] == HERE


@pytest.fixture
def real(app: Flask) -> Iterator[Flask]:
    """The application outside the demo, on the same database."""
    other = create_app({**app.config, "DEMO": False})
    with other.app_context():
        yield other


def test_outside_the_demo_nobody_signs_in_by_a_tap(real: Flask) -> None:
    client = real.test_client()
    assert client.post("/sign-in/demo", data={"person": "ana"}).status_code == 404
    page = client.get("/sign-in").text
    assert "Ana" not in page
    assert "demo" not in page
    assert 'type="password"' in page
    assert client.get("/styleguide").status_code == 404


@pytest.mark.parametrize("name", ["", "nobody", "Ana", "ana@example.com", "1"])
def test_in_the_demo_only_the_cast_signs_in_by_a_tap(client: FlaskClient, name: str) -> None:
    assert client.post("/sign-in/demo", data={"person": name}).status_code == 404
    assert client.get("/profile").status_code == 302


def test_the_demos_sign_in_page_offers_each_of_the_cast_with_their_role(client: FlaskClient) -> None:
    page = client.get("/sign-in").text
    for name in ("Ana", "Bruno", "Kit", "Sol", "Mara", "Gus", "Iris", "Noor"):
        assert f"<b>{name}</b>" in page
    for role in ("buyer", "seller", "live agent", "operator"):
        assert f">{role}<" in page


@pytest.mark.parametrize(
    ("who", "first"),
    [("ana", "/"), ("kit", "/"), ("sol", "/sellers/inbox"), ("gus", "/agents/"), ("noor", "/operators/")],
)
def test_home_leads_everybody_to_their_first_page(
    sign_in: Callable[[str], FlaskClient], who: str, first: str
) -> None:
    assert sign_in(who).get("/home").headers["Location"] == first


@pytest.mark.parametrize(
    "path", ["/verify", "/register", "/reset", "/change", "/confirm", "/login", "/logout", "/static/x"]
)
def test_doors_that_no_page_leads_to_are_not_there(sign_in: Callable[[str], FlaskClient], path: str) -> None:
    for client in (sign_in("ana"), sign_in("ana").application.test_client()):
        assert client.get(path).status_code == 404
        assert client.post(path).status_code == 404


def test_signing_in_again_makes_no_second_person_of_one_browser(sign_in: Callable[[str], FlaskClient]) -> None:
    client = sign_in("ana")
    assert client.post("/sign-in/demo", data={"person": "bruno"}).status_code == 303
    assert "Bruno" in client.get("/profile").text
