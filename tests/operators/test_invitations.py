"""Operators invite who is to work here: by a link that is good once, for three days, and only for who was invited."""

import re
import unicodedata
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Literal

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from shop_help import clock
from shop_help.actions import invitations, password_links
from shop_help.actions.hiring import hire
from shop_help.extensions import db
from shop_help.models import AuditEntry, Person, SignIn
from shop_help.models.personal import operators_but
from shop_help.policy.faults import Faulty
from shop_help.policy.invitations import invitation_faults
from shop_help.policy.messages import Refused
from shop_help.policy.passwords import FIRST_GOOD_FOR, LONGEST_PASSWORD, SHORTEST_PASSWORD
from shop_help.policy.same_form import SAME_FORM
from tests.notifications.mail_server import MailServer, part

MAY = {"name": "May Lin", "email": "May@Example.com", "role": "agent"}
PASSWORD = "a heron behind the kiln"


@pytest.fixture
def noor(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("noor")


def may() -> Person | None:
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(db.select(Person).where(Person.email == "may@example.com")).one_or_none()


def invited(client: FlaskClient, **other: Any) -> str:
    """The path of the link that their page shows."""
    answer = client.post("/operators/people/new", data=MAY | other)
    assert answer.status_code == 303, answer.text
    return shown_on(client, answer.location)


def shown_on(client: FlaskClient, address: str) -> str:
    found = re.search(r'value="http://localhost(/passwords/[^"]+)"', client.get(address).text)
    assert found
    return found[1]


def test_who_is_invited_chooses_a_password_once_and_signs_in(app: Flask, noor: FlaskClient) -> None:
    link, theirs = invited(noor), app.test_client()
    page = theirs.get(link)
    assert page.headers["Cache-Control"] == "no-store"
    assert "Welcome, May Lin" in page.text
    person = may()
    assert person is not None
    assert (person.password, [role.name for role in person.roles]) == (None, ["agent"])
    assert theirs.post(link, data={"password": PASSWORD}).location == "/sign-in"
    entered = theirs.post("/sign-in", data={"email": "may@example.com", "password": PASSWORD})
    assert entered.status_code == 302
    assert theirs.get("/agents/").status_code == 200
    # A second tap leads where the first did; a minute later the link tells nobody whether a password is right.
    assert theirs.get(link).status_code == 404
    for later, answers in ((timedelta(0), [303, 404]), (SAME_FORM, [404, 404])):
        with time_machine.travel(clock.now() + later, tick=False):
            tried = [theirs.post(link, data={"password": each}) for each in (PASSWORD, "another password")]
            assert [answer.status_code for answer in tried] == answers
    wrong = {"email": MAY["email"], "password": "another password"}
    assert app.test_client().post("/sign-in", data=wrong).status_code == 200
    assert "They haven't come" not in noor.get(f"/operators/people/{person.id}").text.replace("&#39;", "'")
    db.session.rollback()
    told = db.session.scalars(
        db.select(AuditEntry.act).where(AuditEntry.act.like("person.%")).order_by(AuditEntry.id)
    ).all()
    assert told == ["person.invited", "person.came"]


@pytest.mark.parametrize("spelt", ["NFC", "NFD"])
def test_a_password_with_accents_opens_however_a_keyboard_spells_it(
    app: Flask, noor: FlaskClient, spelt: Literal["NFC", "NFD"]
) -> None:
    password = unicodedata.normalize(spelt, "la cigüeña está aquí")
    assert app.test_client().post(invited(noor), data={"password": password}).status_code == 303
    for form in ("NFC", "NFD"):
        typed = {"email": "may@example.com", "password": unicodedata.normalize(form, password)}  # type: ignore[arg-type]
        assert app.test_client().post("/sign-in", data=typed).status_code == 302
    hire("li@example.com", "Li", ["agent"], password)
    assert app.test_client().post("/sign-in", data=typed | {"email": "li@example.com"}).status_code == 302


@pytest.mark.parametrize(("waited", "status"), [(FIRST_GOOD_FOR - timedelta(seconds=1), 200), (FIRST_GOOD_FOR, 404)])
def test_a_link_is_good_for_three_days(app: Flask, noor: FlaskClient, waited: timedelta, status: int) -> None:
    with time_machine.travel(clock.now(), tick=False) as moment:
        link = invited(noor)
        moment.shift(waited)
        assert app.test_client().get(link).status_code == status
        answer = app.test_client().post(link, data={"password": PASSWORD})
        assert answer.status_code == (303 if status == 200 else 404)
    person = may()
    assert person is not None
    assert bool(person.password) == (status == 200)


def test_a_new_link_ends_the_earlier_one(app: Flask, noor: FlaskClient) -> None:
    with time_machine.travel(clock.now(), tick=False) as moment:
        first = invited(noor)
        person = may()
        assert person is not None
        again = f"/operators/people/{person.id}/password"
        assert shown_on(noor, noor.post(again).location) == first, "a second tap"
        moment.shift(timedelta(minutes=1))
        second = shown_on(noor, noor.post(again).location)
    assert second != first
    assert app.test_client().get(first).status_code == 404
    assert app.test_client().get(second).status_code == 200


def test_somebody_who_was_let_go_meanwhile_does_not_come(app: Flask, noor: FlaskClient) -> None:
    link = invited(noor)
    person = may()
    assert person is not None
    noor.post(f"/operators/people/{person.id}/departure")
    assert app.test_client().get(link).status_code == 404
    assert noor.post(f"/operators/people/{person.id}/password").status_code == 404


def test_other_roles_for_who_is_awaited_are_given_on_their_page(noor: FlaskClient) -> None:
    invited(noor)
    answer = noor.post("/operators/people/new", data=MAY | {"role": "operator"})
    assert (answer.status_code, "Somebody has an account of this address" in answer.text) == (422, True)
    person = may()
    assert person is not None
    assert [role.name for role in person.roles] == ["agent"]


def test_inviting_once_more_renews_a_link_that_is_good_no_more(app: Flask, noor: FlaskClient) -> None:
    with time_machine.travel(clock.now(), tick=False) as moment:
        first = invited(noor)
        moment.shift(FIRST_GOOD_FOR)
        second = invited(noor)
        assert second != first
        assert app.test_client().get(second).status_code == 200


def test_who_has_not_come_is_no_operator_to_leave_all_to(app: Flask, noor: FlaskClient) -> None:
    invited(noor, role="operator")
    db.session.rollback()
    me = db.session.scalars(db.select(Person.id).where(Person.cast_name == "noor")).one()
    assert operators_but(db.session.connection(), me) == 0
    assert noor.post(f"/operators/people/{me}/departure").status_code == 422
    person = may()
    assert person is not None
    link = password_links.token_for(person)
    app.test_client().post(f"/passwords/{link}", data={"password": PASSWORD})
    db.session.rollback()
    assert operators_but(db.session.connection(), me) == 1


def test_the_same_form_sent_twice_invites_once(noor: FlaskClient) -> None:
    assert invited(noor) == invited(noor)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": " "}, "A name has 1 to 80"),
        ({"email": "may"}, "That is no e-mail address."),
        ({"email": "may@example.com, x@example.com"}, "That is no e-mail address."),
        ({"email": "a@b.example\nBcc: x@example.com"}, "That is no e-mail address."),
        ({"email": "a@[b.example"}, "That is no e-mail address."),
        ({"email": "=?utf-8?q?x?=@b.example"}, "That is no e-mail address."),
        ({"email": "(a)@b.example"}, "That is no e-mail address."),
        ({"email": "a@ex(ample.com"}, "That is no e-mail address."),
        ({"role": "owner"}, "Choose what they are to be."),
        ({"role": []}, "Choose what they are to be."),
        ({"email": "ana@example.com"}, "Somebody has an account of this address"),
    ],
)
def test_who_cannot_be_invited_and_why(noor: FlaskClient, wrong: dict[str, Any], said: str) -> None:
    db.session.execute(db.update(Person).where(Person.cast_name == "ana").values(email="ana@example.com"))
    db.session.commit()
    answer = noor.post("/operators/people/new", data=MAY | wrong)
    assert (answer.status_code, said in answer.text) == (422, True)
    assert may() is None


@pytest.mark.parametrize("length", [0, SHORTEST_PASSWORD - 1, LONGEST_PASSWORD + 1])
def test_a_password_that_is_too_short_or_too_long_leaves_the_link_good(
    app: Flask, noor: FlaskClient, length: int
) -> None:
    link = invited(noor)
    assert app.test_client().post(link, data={"password": "x" * length}).status_code == 422
    person = may()
    assert person is not None
    assert person.password is None
    assert app.test_client().post(link, data={"password": "x" * SHORTEST_PASSWORD}).status_code == 303


def test_nobody_but_who_was_invited_gets_a_password_so(app: Flask, noor: FlaskClient) -> None:
    """A buyer of the shop has no password either: no operator makes one for them."""
    buyer = db.session.scalars(db.select(Person).where(Person.cast_name == "ana")).one()
    buyer.password = None
    db.session.commit()
    assert noor.post(f"/operators/people/{buyer.id}/password").status_code == 404
    assert password_links.token_for(buyer) is None
    forged = invited(noor)[:-3] + "abc"
    for token in (forged, "/passwords/x", "/passwords/WzEsMl0.abc"):
        assert app.test_client().get(token).status_code == 404


@pytest.mark.parametrize("name", ["ana", "sol", "gus"])
def test_only_operators_invite(sign_in: Callable[[str], FlaskClient], name: str) -> None:
    client = sign_in(name)
    client.get("/profile")
    mine = db.session.scalars(db.select(SignIn.id).join(Person).where(Person.cast_name == name)).first()
    with pytest.raises(Refused):
        invitations.invite(str(mine), "may@example.com", "May", ["operator"])
    assert client.get("/operators/people/new").status_code == 404
    assert client.post("/operators/people/new", data=MAY).status_code == 404
    assert may() is None


def test_where_mails_leave_the_link_goes_by_mail(app: Flask, noor: FlaskClient) -> None:
    server = MailServer()
    try:
        app.config.update(MAIL_URL=server.url, MAIL_FROM="Shop Help <help@shop.example>")
        link = invited(noor)
    finally:
        server.stop()
    (letter,) = server.mails
    assert letter["To"] == "may@example.com"
    assert link in part(letter, "plain")
    assert link in part(letter, "html")


def test_a_command_invites_too(app: Flask) -> None:
    run = app.test_cli_runner().invoke
    done = run(args=["staff", "invite", "may@example.com", "May Lin", "--role", "agent"])
    assert done.exit_code == 0, done.output
    link = re.search(r"/passwords/\S+", done.output)
    assert link
    assert app.test_client().get(link[0]).status_code == 200
    refused = run(args=["staff", "invite", "may", "May Lin", "--role", "agent"])
    assert (refused.exit_code, "That is no e-mail address." in refused.output) == (1, True)


def test_faults_by_field() -> None:
    assert set(invitation_faults("", "", [])) == {"name", "email", "role"}
    assert invitation_faults("a.b+c@d-e.example", "n" * 80, ["seller"]) == {}


def test_an_act_says_what_is_wrong(app: Flask) -> None:
    with pytest.raises(Faulty):
        password_links.choose("x", "short")
    assert password_links.choose("x", PASSWORD) is None
