"""A password is changed by who knows it, and chosen anew, by a link to their mailbox, by who forgot it."""

import re
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from shop_help import accounts, audit, clock, create_app
from shop_help.actions import password_links, passwords
from shop_help.actions.hiring import found_by_email, hire, is_password
from shop_help.actions.invitations import invite
from shop_help.extensions import db
from shop_help.models import AuditEntry, Person, SignIn, TotpKey
from shop_help.policy.faults import Faulty
from shop_help.policy.messages import Refused
from shop_help.policy.passwords import FIRST_GOOD_FOR, LONGEST_PASSWORD, NEXT_GOOD_FOR, NOT_YOURS, RESENT_WITHIN
from shop_help.policy.passwords import SHORTEST_PASSWORD as SHORTEST
from tests.notifications.mail_server import MailServer, part
from tests.plans import plan_of
from tests.test_setup_command import SAFE

STRANGER = audit.Stranger("192.0.2.7")
OLD, NEW = "a heron behind the kiln", "a magpie on the loom"
EMAIL = "li@example.com"


@pytest.fixture
def li(app: Flask) -> FlaskClient:
    """A seller who signed in with a password."""
    hire(EMAIL, "Li Wen", ["seller"], OLD)
    return entered(app, OLD)


def entered(app: Flask, password: str, status: int = 302) -> FlaskClient:
    """Somebody who tried to sign in with it; 302: it is the one."""
    client = app.test_client()
    assert client.post("/sign-in", data={"email": EMAIL, "password": password}).status_code == status
    return client


def person() -> Person:
    db.session.rollback()
    return db.session.scalars(db.select(Person).where(Person.email == EMAIL)).one()


def acts_told() -> list[str]:
    db.session.rollback()
    told = db.select(AuditEntry.act).where(AuditEntry.act.like("person.password%")).order_by(AuditEntry.id)
    return list(db.session.scalars(told))


@pytest.fixture
def post_office(app: Flask) -> Iterator[MailServer]:
    server = MailServer()
    app.config.update(MAIL_URL=server.url, MAIL_FROM="Shop Help <help@shop.example>")
    yield server
    server.stop()


def mail_of(server: MailServer, count: int = 1) -> Any:
    """The last of so many mails; they leave after the page has answered."""
    until = time.monotonic() + 10
    while len(server.mails) < count and time.monotonic() < until:
        time.sleep(0.02)
    assert len(server.mails) == count
    return server.mails[-1]


def link_in(letter: Any) -> str:
    found = re.search(r"http://localhost(/passwords/\S+)", part(letter, "plain"))
    assert found, part(letter, "plain")
    assert f'href="http://localhost{found[1]}"' in part(letter, "html")
    return found[1]


# -- who knows it ---------------------------------------------------------------------------------------------------


def test_another_password_holds_from_now_on_and_ends_the_other_browsers(
    app: Flask, li: FlaskClient, post_office: MailServer
) -> None:
    other = entered(app, OLD)
    assert "Change your password" in li.get("/security").text
    assert li.get("/security/password").status_code == 200
    form = {"now": OLD, "password": NEW}
    assert li.post("/security/password", data=form).location == "/security"
    assert "Your password is changed" in li.get("/security").text
    assert other.get("/security").status_code == 302
    entered(app, OLD, 200)
    entered(app, NEW)
    letter = mail_of(post_office)
    assert (letter["To"], "was changed" in letter["Subject"]) == (EMAIL, True)
    # A second tap: it is theirs already, and nobody is told twice.
    assert li.post("/security/password", data=form).status_code == 303
    assert acts_told() == ["person.password_changed"]


def test_said_to_be_changed_it_ends_the_other_browsers_whatever_was_typed_as_the_one_now(
    app: Flask, li: FlaskClient
) -> None:
    other = entered(app, OLD)
    assert li.post("/security/password", data={"now": "no idea", "password": OLD}).status_code == 303
    assert other.get("/security").status_code == 302
    assert li.get("/security").status_code == 200
    entered(app, OLD)


def test_a_link_that_somebody_asked_for_meanwhile_is_good_no_more(app: Flask, li: FlaskClient) -> None:
    link = passwords.forgotten(EMAIL, STRANGER)
    assert link
    assert li.post("/security/password", data={"now": OLD, "password": NEW}).status_code == 303
    assert app.test_client().get(f"/passwords/{link.token}").status_code == 404
    assert (
        app.test_client().post(f"/passwords/{link.token}", data={"password": "a wren in a far attic"}).status_code
        == 404
    )
    entered(app, NEW)


@pytest.mark.parametrize("other", [True, False])
def test_who_is_just_being_let_in_by_the_old_one_is_not(
    app: Flask, li: FlaskClient, monkeypatch: pytest.MonkeyPatch, other: bool
) -> None:
    ends = accounts._end

    def meanwhile(*args: Any, **named: Any) -> None:
        ends(*args, **named)
        monkeypatch.setattr(accounts, "_end", ends)
        if other:
            password_links.choose(passwords.send_link_to(EMAIL).token, NEW)

    monkeypatch.setattr(accounts, "_end", meanwhile)
    client = app.test_client()
    client.post("/sign-in", data={"email": EMAIL, "password": OLD})
    assert client.get("/security").status_code == (302 if other else 200)


@pytest.mark.parametrize(
    ("now", "password", "said"),
    [
        ("another password", NEW, "That is not your current password."),
        ("", NEW, "That is not your current password."),
        (OLD, OLD, "The new one is the same as the current one."),
        (OLD, "x" * (SHORTEST - 1), f"A password has {SHORTEST} characters or more."),
        (OLD, "x" * (LONGEST_PASSWORD + 1), f"A password has {LONGEST_PASSWORD} characters at most."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_changes(
    app: Flask, li: FlaskClient, now: str, password: str, said: str
) -> None:
    kept = person().password
    answer = li.post("/security/password", data={"now": now, "password": password})
    assert (answer.status_code, said in answer.text) == (422, True)
    assert password not in answer.text
    assert person().password == kept
    assert acts_told() == []


def test_who_has_a_second_factor_shows_it_first(app: Flask, li: FlaskClient) -> None:
    db.session.add(TotpKey(person_id=person().id, secret="x", confirmed_at=clock.now()))
    db.session.commit()
    answer = li.post("/security/password", data={"now": OLD, "password": NEW})
    assert (answer.status_code, answer.location.partition("?")[0]) == (303, "/sign-in/second")
    entered(app, OLD)


@pytest.mark.parametrize("name", ["ana", "sol"])
def test_who_has_no_password_has_none_to_change(sign_in: Callable[[str], FlaskClient], name: str) -> None:
    client = sign_in(name)
    assert client.get("/security/password").status_code == 404
    assert client.post("/security/password", data={"now": "", "password": NEW}).status_code == 404
    assert "Change your password" not in client.get("/security").text


def test_guesses_at_the_password_now_are_counted(app: Flask, li: FlaskClient) -> None:
    client = entered(create_app(app.config | {"RATELIMIT_ENABLED": True}), OLD)
    form = {"now": "another password", "password": NEW}
    assert [client.post("/security/password", data=form).status_code for _ in range(12)] == [422] * 10 + [429] * 2


def test_many_addresses_that_guess_are_as_slow_as_one(
    app: Flask, li: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(*_: Any) -> None:
        # To try a password takes a third of a second, on purpose.
        raise Faulty({"now": NOT_YOURS})

    monkeypatch.setattr(passwords, "change", wrong)
    client = entered(create_app(app.config | {"RATELIMIT_ENABLED": True}), OLD)
    form = {"now": "another password", "password": NEW}
    tried = [
        client.post("/security/password", data=form, environ_base={"REMOTE_ADDR": f"192.0.2.{number}"}).status_code
        for number in range(32)
    ]
    assert tried == [422] * 30 + [429] * 2


# -- who forgot it --------------------------------------------------------------------------------------------------


def test_who_forgot_it_chooses_another_by_mail_and_is_out_everywhere_else(
    app: Flask, li: FlaskClient, post_office: MailServer
) -> None:
    theirs = app.test_client()
    assert 'href="/sign-in/forgotten"' in theirs.get("/sign-in").text
    assert "a link is on its way" in theirs.post("/sign-in/forgotten", data={"email": f" {EMAIL.upper()} "}).text
    link = link_in(mail_of(post_office))
    assert "A new password" in theirs.get(link).text
    entered(app, OLD)
    assert theirs.post(link, data={"password": NEW}).location == "/sign-in"
    assert theirs.get(link).status_code == 404
    entered(app, OLD, 200)
    entered(app, NEW)
    assert li.get("/security").status_code == 302, "signed in before"
    assert acts_told() == ["person.password_link", "person.password_renewed"]
    assert "was changed" in mail_of(post_office, 2)["Subject"], "it was not them? They learn of it"
    asked = db.session.scalars(db.select(AuditEntry).where(AuditEntry.act == "person.password_link")).one()
    assert (asked.who, asked.role, bool(asked.address)) == ("", "none", True)


def test_a_second_tap_is_answered_as_the_first_and_another_password_is_not(app: Flask, li: FlaskClient) -> None:
    link = f"/passwords/{passwords.send_link_to(EMAIL).token}"
    theirs = app.test_client()
    answers = [theirs.post(link, data={"password": each}) for each in (NEW, NEW, "a wren in a far attic")]
    assert [answer.status_code for answer in answers] == [303, 303, 404]
    entered(app, NEW)
    assert acts_told() == ["person.password_link", "person.password_renewed"]


def test_who_chooses_their_first_one_is_told_nothing_was_changed(app: Flask, post_office: MailServer) -> None:
    invite(None, EMAIL, "Li Wen", ["seller"])
    token = password_links.token_for(person())
    assert app.test_client().post(f"/passwords/{token}", data={"password": NEW}).status_code == 303
    time.sleep(0.3)
    assert post_office.mails == []


def test_the_mail_speaks_their_language_whoever_asks(app: Flask, li: FlaskClient, post_office: MailServer) -> None:
    db.session.execute(db.update(Person).where(Person.email == EMAIL).values(locale="ar"))
    db.session.commit()
    app.test_client().post("/sign-in/forgotten", data={"email": EMAIL}, headers={"Accept-Language": "es"})
    html = part(mail_of(post_office), "html")
    assert '<html lang="ar" dir="rtl">' in html
    assert "كلمة مرور جديدة" in html


@pytest.mark.parametrize("address", ["nobody@example.com", "", "x" * 300, EMAIL])
def test_the_answer_is_the_same_for_an_account_that_is_not_there(
    app: Flask, li: FlaskClient, post_office: MailServer, address: str
) -> None:
    if address == EMAIL:
        db.session.execute(db.update(Person).where(Person.email == EMAIL).values(active=False))
        db.session.commit()
    answer = app.test_client().post("/sign-in/forgotten", data={"email": address})
    assert (answer.status_code, "a link is on its way" in answer.text) == (200, bool(address))
    time.sleep(0.3)
    assert post_office.mails == []
    assert acts_told() == []


def test_who_comes_by_the_shops_word_gets_no_password(
    app: Flask, post_office: MailServer, person_of: Callable[[str], Person]
) -> None:
    ana = person_of("ana")
    ana.email = "ana@example.com"
    db.session.commit()
    app.test_client().post("/sign-in/forgotten", data={"email": "ana@example.com"})
    time.sleep(0.3)
    assert post_office.mails == []
    with pytest.raises(Refused):
        passwords.send_link(None, ana.id, timedelta(0))


@pytest.mark.parametrize(("waited", "status"), [(NEXT_GOOD_FOR - timedelta(seconds=1), 200), (NEXT_GOOD_FOR, 404)])
def test_such_a_link_is_good_for_an_hour(app: Flask, li: FlaskClient, waited: timedelta, status: int) -> None:
    with time_machine.travel(clock.now(), tick=False) as moment:
        link = passwords.send_link_to(EMAIL).token
        moment.shift(waited)
        assert app.test_client().get(f"/passwords/{link}").status_code == status
        app.test_client().post(f"/passwords/{link}", data={"password": NEW})
        entered(app, NEW, 302 if status == 200 else 200)


def test_asked_for_again_soon_it_is_the_same_link_and_later_a_new_one(app: Flask, li: FlaskClient) -> None:
    with time_machine.travel(clock.now(), tick=False) as moment:
        asked = [passwords.forgotten(EMAIL, STRANGER)]
        for passed in (RESENT_WITHIN - timedelta(seconds=1), timedelta(seconds=1)):
            moment.shift(passed)
            asked.append(passwords.forgotten(EMAIL, STRANGER))
        first, again, later = (link.token for link in asked if link)
        assert first == again != later
        assert password_links.whose(first) is None
        assert password_links.whose(later) is not None


def test_nobody_from_outside_ends_an_invitation_or_makes_it_longer(app: Flask, post_office: MailServer) -> None:
    with time_machine.travel(clock.now(), tick=False) as moment:
        invite(None, EMAIL, "Li Wen", ["agent"])
        token = password_links.token_for(person())
        moment.shift(FIRST_GOOD_FOR - timedelta(seconds=1))
        link = passwords.forgotten(EMAIL, STRANGER)
        assert link
        assert (link.token, link.is_first) == (token, True)
        moment.shift(timedelta(seconds=1))
        assert passwords.forgotten(EMAIL, STRANGER) is None
        assert password_links.good_until(person()) is None
        invite(None, EMAIL, "Li Wen", ["agent"])
        assert password_links.good_until(person()) == clock.now() + FIRST_GOOD_FOR


def test_without_mails_the_page_says_whom_to_ask(app: Flask, li: FlaskClient) -> None:
    app.config.update(MAIL_URL="", DEMO=False)
    assert "Ask whoever runs Shop Help" in app.test_client().get("/sign-in/forgotten").text


def test_a_mailbox_is_not_filled_by_it(app: Flask, li: FlaskClient, post_office: MailServer) -> None:
    client = create_app(app.config | {"RATELIMIT_ENABLED": True}).test_client()
    asked = lambda email: client.post("/sign-in/forgotten", data={"email": email}).status_code  # noqa: E731
    assert [asked(EMAIL) for _ in range(7)] == [200] * 5 + [429] * 2
    assert asked("nobody@example.com") == 200


# -- operators ------------------------------------------------------------------------------------------------------


def test_an_operator_hands_over_a_link_where_no_mails_leave(
    app: Flask, sign_in: Callable[[str], FlaskClient], li: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shop_help.mailing.is_set_up", lambda: False)
    noor = sign_in("noor")
    address = f"/operators/people/{person().id}"
    assert "/passwords/" not in noor.get(address).text
    assert noor.post(f"{address}/password").location == address
    found = re.search(r'value="http://localhost(/passwords/[^"]+)"', noor.get(address).text)
    assert found
    assert app.test_client().post(found[1], data={"password": NEW}).status_code == 303
    assert "/passwords/" not in noor.get(address).text
    entered(app, NEW)


def test_where_mails_leave_only_the_mailbox_gets_it(
    sign_in: Callable[[str], FlaskClient], li: FlaskClient, post_office: MailServer
) -> None:
    noor = sign_in("noor")
    address = f"/operators/people/{person().id}"
    noor.post(f"{address}/password")
    assert link_in(mail_of(post_office))
    page = noor.get(address).text
    assert f"is on its way to {EMAIL}" in page
    assert "/passwords/" not in page


@pytest.mark.parametrize("name", ["ana", "sol", "gus"])
def test_only_operators_do(sign_in: Callable[[str], FlaskClient], li: FlaskClient, name: str) -> None:
    client = sign_in(name)
    client.get("/profile")
    theirs = db.session.scalars(db.select(SignIn.id).join(Person).where(Person.cast_name == name)).first()
    with pytest.raises(Refused):
        passwords.send_link(str(theirs), person().id, timedelta(0))
    assert client.post(f"/operators/people/{person().id}/password").status_code == 404


def test_a_command_prints_one_too(app: Flask, li: FlaskClient) -> None:
    run = app.test_cli_runner().invoke
    done = run(args=["staff", "password-link", EMAIL])
    assert done.exit_code == 0, done.output
    found = re.search(r"/passwords/\S+", done.output)
    assert found
    assert app.test_client().get(found[0]).status_code == 200
    refused = run(args=["staff", "password-link", "nobody@example.com"])
    assert (refused.exit_code, "Nobody has an account" in refused.output) == (1, True)


def test_who_left_has_no_link(app: Flask, li: FlaskClient) -> None:
    token = passwords.send_link_to(EMAIL).token
    db.session.execute(db.update(Person).where(Person.email == EMAIL).values(active=False))
    db.session.commit()
    assert password_links.choose(token, NEW) is None
    with pytest.raises(Refused):
        passwords.send_link_to(EMAIL)
    assert not is_password(NEW, str(person().password))


@pytest.mark.parametrize(
    "args",
    [
        ("staff", "password-link", EMAIL),
        ("staff", "invite", "may@example.com", "May Lin", "--role", "agent"),
        ("refunds", "retry", "1", "--by", EMAIL),
        ("refunds", "paid", "1", "--note", "By bank.", "--by", EMAIL),
    ],
)
def test_what_needs_the_servers_settings_is_not_done_without_them(
    app: Flask, li: FlaskClient, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...]
) -> None:
    monkeypatch.delenv("SHOP_HELP_DEMO", raising=False)
    app.config["TESTING"] = False
    done = app.test_cli_runner().invoke(args=args)
    assert done.exit_code == 1
    assert "This needs the settings of the server.\n" in done.output
    assert "Set SHOP_HELP_SECRET_KEY" in done.output
    assert password_links.good_until(person()) is None
    for name, value in SAFE.items():
        monkeypatch.setenv(name, value)
    assert "This needs the settings" not in app.test_cli_runner().invoke(args=args).output


def test_whose_address_it_is_is_found_by_an_index(app: Flask) -> None:
    assert "ix_persons_lower_email" in plan_of(lambda: found_by_email("Li@example.com"))
