"""Staff show more than a password: required outside the demo, good once, hard to guess, and ended when it is lost."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pyotp
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop_help import audit_verifying, create_app, identity
from shop_help.actions import brand, second_factor
from shop_help.extensions import db, socketio
from shop_help.models import AuditEntry, Person, RecoveryCode, Role, SignIn, TotpKey
from shop_help.policy.permissions import ROLES
from shop_help.policy.second_factor import GUESSES
from tests.conftest import Client, config_of
from tests.passkey_device import THERE, Device
from tests.staff import OUTSIDE, entered, entering, hired

START = datetime(2026, 11, 24, 12, 0, 5, tzinfo=UTC)
STAFF_DOORS = (
    "/agents/",
    "/agents/cases/1",
    "/agents/search",
    "/operators/",
    "/operators/refunds.csv",
    "/operators/reports",
)


@pytest.fixture
def moment() -> Iterator[Any]:
    """Time stands until it is moved."""
    with time_machine.travel(START, tick=False) as moved:
        yield moved


@pytest.fixture
def live(migrated_url: Callable[[str], str], moment: object) -> Iterator[Flask]:
    """The application outside the demo, with an agent, an operator and a seller."""
    app = create_app(config_of(migrated_url("sqlite")) | OUTSIDE)
    app.test_client_class = Client
    with app.app_context():
        db.session.add_all(Role(name=name) for name in ROLES)
        hired("Greta", "agent")
        hired("Otto", "operator", "agent")
        hired("Selma", "seller")
        yield app


def new_key(client: FlaskClient) -> pyotp.TOTP:
    """An app on their phone, that read the key."""
    assert client.post("/security/app").status_code == 303
    found = re.search(r'class="code-typed">([A-Z2-7-]+)<', client.get("/security/app").text)
    assert found
    return pyotp.TOTP(found[1].replace("-", ""))


def set_up(client: FlaskClient) -> tuple[pyotp.TOTP, list[str]]:
    """An app that is asked for from now on, and the sheet of recovery codes."""
    phone = new_key(client)
    answer = client.post("/security/app/confirmation", data={"code": phone.now()})
    assert answer.status_code == 200, answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    return phone, re.findall(r"<code>([a-z0-9-]+)</code>", answer.text)


def acts() -> list[tuple[str, str]]:
    """What the audit log says, by whom."""
    return [(row.act, row.who) for row in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))]


def where(client: FlaskClient, address: str) -> str:
    """The page, or where it leads to."""
    answer = client.get(address)
    return answer.headers.get("Location", str(answer.status_code))


@pytest.mark.parametrize("name", ["Greta", "Otto"])
def test_by_a_password_alone_staff_are_led_to_set_up_more_and_can_do_nothing_else(live: Flask, name: str) -> None:
    client = entered(live, name)
    for address in (*STAFF_DOORS, "/home", "/", "/orders", "/help", "/sellers/inbox"):
        assert where(client, address) == "/security", address
    assert client.post("/agents/cases/1/assignment").headers["Location"] == "/security"
    assert client.post("/operators/refunds/1/payment", data={"note": "x"}).headers["Location"] == "/security"
    assert "Your password alone is not enough" in client.get("/security").text


def test_a_part_of_a_page_leads_there_too(live: Flask) -> None:
    answer = entered(live, "Greta").get("/agents/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/security")
    scripts = entered(live, "Greta").post("/agents/cases/1/draft", headers={"Accept": "application/json"})
    assert scripts.status_code == 401


def test_nor_do_acts_and_sockets_know_them_as_staff(live: Flask) -> None:
    client = entered(live, "Greta")
    sign_in = db.session.scalars(select(SignIn).order_by(SignIn.started_at.desc())).first()
    assert sign_in
    held = identity.viewer_of(sign_in.id)
    assert held is not None
    assert (held.roles, held.shop_ids, held.held) == (frozenset(), frozenset(), "set_up")
    assert not socketio.test_client(live, flask_test_client=client).is_connected()
    set_up(client)
    assert socketio.test_client(live, flask_test_client=client).is_connected()


def test_once_it_is_set_up_everything_is_open_and_the_codes_were_shown_once(live: Flask) -> None:
    client = entered(live, "Otto")
    _, sheet = set_up(client)
    assert len(set(sheet)) == 10
    for address in STAFF_DOORS[:1] + STAFF_DOORS[3:]:
        assert client.get(address).status_code == 200, address
    page = client.get("/security").text
    assert "10 codes are left" in page
    assert not [code for code in sheet if code in page]
    kept = db.session.scalars(select(RecoveryCode.digest)).all()
    assert all(digest.startswith("$argon2") for digest in kept)
    secret = db.session.scalars(select(TotpKey.secret)).one()
    assert secret
    assert '"enckey"' in secret, "kept encrypted"


@pytest.mark.parametrize(
    ("named", "issuer"), [("Acme: help", "Acme help"), ("javascript:x", "javascript x"), (":", None)]
)
def test_a_colon_in_a_name_keeps_nobody_out(live: Flask, named: str, issuer: str | None) -> None:
    """What an app reads has "issuer:account" in it, so neither may hold one more."""
    brand.set_brand(None, brand.WrittenBrand(named, "#0b5cad", "#2a74c4"))
    client = entered(live, "Otto")
    otto = db.session.scalars(select(Person).where(Person.name == "Otto")).one()
    otto.email, otto.name = None, "Otto: nights"
    db.session.commit()
    client.post("/security/app")
    sign_in = db.session.scalars(select(SignIn.id).order_by(SignIn.started_at.desc())).first()
    found = second_factor.pending_uri(str(sign_in))
    assert found is not None
    read = pyotp.parse_uri(found[0])
    assert (read.issuer, read.name) == (issuer, "Otto nights")
    set_up(client)
    assert where(client, "/operators/") == "200"


def test_in_the_demo_it_can_be_set_up_and_nobody_is_asked(sign_in: Callable[[str], FlaskClient]) -> None:
    gus = sign_in("gus")
    assert gus.get("/agents/").status_code == 200
    set_up(gus)
    assert sign_in("gus").get("/agents/").status_code == 200


def test_a_seller_may_go_without_and_is_asked_once_it_is_set_up(live: Flask) -> None:
    client = entered(live, "Selma")
    assert client.get("/sellers/inbox").status_code == 200
    set_up(client)
    assert client.get("/sellers/inbox").status_code == 200
    assert where(entered(live, "Selma"), "/sellers/inbox") == "/sign-in/second?next=%2Fsellers%2Finbox"


def test_a_buyer_has_nothing_to_set_up(live: Flask, moment: object) -> None:
    hired("Berta", "buyer")
    client = entered(live, "Berta")
    assert client.get("/profile").status_code == 200
    for address in ("/security", "/security/app", "/sign-in/second"):
        assert client.get(address).status_code == 404


def test_a_role_that_comes_later_asks_for_more_at_once(live: Flask) -> None:
    person = hired("Berta", "buyer")
    client = entered(live, "Berta")
    person.roles = list(db.session.scalars(select(Role).where(Role.name.in_(["buyer", "agent"]))))
    db.session.commit()
    assert where(client, "/profile") == "/security"


@pytest.fixture
def phone(live: Flask, moment: Any) -> tuple[pyotp.TOTP, list[str]]:
    """Otto's app, set up some time ago, and his sheet."""
    made = set_up(entered(live, "Otto"))
    moment.shift(timedelta(hours=1))
    return made


def show(client: FlaskClient, code: str, back: str = "/operators/") -> int:
    return client.post("/sign-in/second", data={"code": code, "next": back}).status_code


def test_after_the_password_the_code_is_asked_for_and_leads_where_one_wanted(
    live: Flask, phone: tuple[pyotp.TOTP, list[str]]
) -> None:
    client = live.test_client()
    assert entering(client, "Otto", "/operators/refunds").headers["Location"].endswith("/operators/refunds")
    assert where(client, "/operators/refunds") == "/sign-in/second?next=%2Foperators%2Frefunds"
    assert "/operators/refunds" in client.get("/sign-in/second?next=/operators/refunds").text
    before = client.get_cookie("session")
    answer = client.post("/sign-in/second", data={"code": phone[0].now(), "next": "/operators/refunds"})
    assert answer.headers["Location"] == "/operators/refunds"
    assert client.get("/operators/refunds").status_code == 200
    # Whoever had the cookie from before has nothing.
    other = live.test_client()
    other.set_cookie("session", before.value if before else "")
    assert where(other, "/operators/").startswith("/sign-in?")


def test_until_then_nothing_else_is_there_not_even_what_one_signs_in_with(
    live: Flask, phone: tuple[pyotp.TOTP, list[str]]
) -> None:
    client = entered(live, "Otto")
    for address in (*STAFF_DOORS, "/security", "/security/app"):
        assert where(client, address).startswith("/sign-in/second"), address
    for address in ("/security/app", "/security/app/removal", "/security/codes", "/passkeys/make"):
        assert client.post(address).headers["Location"] == "/sign-in/second", address


def test_a_code_is_good_once_and_for_its_time(live: Flask, phone: tuple[pyotp.TOTP, list[str]], moment: Any) -> None:
    code = phone[0].now()
    assert show(entered(live, "Otto"), code) == 303
    assert show(entered(live, "Otto"), code) == 422, "seen over a shoulder, it is worth nothing"
    moment.shift(30)
    early = phone[0].at(datetime.now(UTC) + timedelta(seconds=30))
    assert show(entered(live, "Otto"), early) == 303, "a phone whose clock is a little fast"
    moment.shift(300)
    old = phone[0].at(datetime.now(UTC) - timedelta(seconds=90))
    assert show(entered(live, "Otto"), old) == 422
    assert show(entered(live, "Otto"), "  ".join(phone[0].now())) == 303, "as people type it"


@pytest.mark.parametrize("code", ["", "000000", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "x" * 5000])
def test_what_is_no_code_opens_nothing(live: Flask, phone: tuple[pyotp.TOTP, list[str]], code: str) -> None:
    client = entered(live, "Otto")
    answer = client.post("/sign-in/second", data={"code": code})
    assert (answer.status_code, "That code is not right" in answer.text) == (422, True)
    assert where(client, "/operators/").startswith("/sign-in/second")


def test_a_recovery_code_is_good_once(live: Flask, phone: tuple[pyotp.TOTP, list[str]]) -> None:
    code = phone[1][3]
    assert show(entered(live, "Otto"), code.upper().replace("-", " ")) == 303
    assert show(entered(live, "Otto"), code) == 422
    assert show(entered(live, "Otto"), phone[1][4]) == 303
    client = entered(live, "Otto")
    assert show(client, phone[1][5]) == 303
    assert "7 codes are left" in client.get("/security").text
    # A new sheet, and those before it are worth nothing.
    fresh = re.findall(r"<code>([a-z0-9-]+)</code>", client.post("/security/codes").text)
    assert len(fresh) == 10
    assert show(entered(live, "Otto"), phone[1][6]) == 422
    assert show(entered(live, "Otto"), fresh[0]) == 303


def test_guesses_are_counted_for_the_person_from_wherever_they_come(
    live: Flask, phone: tuple[pyotp.TOTP, list[str]]
) -> None:
    app = create_app(live.config | {"RATELIMIT_ENABLED": True})
    app.test_client_class = Client
    most = int(GUESSES.split()[0])
    answers = []
    for number in range(most + 1):
        with app.app_context():
            client = app.test_client()
            client.environ_base["REMOTE_ADDR"] = f"203.0.113.{number}"
            entering(client, "Otto")
            answers.append(show(client, "000000"))
    assert answers == [422] * most + [429]


def test_what_was_begun_with_a_password_alone_ends_where_more_is_set_up(live: Flask) -> None:
    thief, client = entered(live, "Greta"), entered(live, "Greta")
    set_up(client)
    assert where(thief, "/agents/").startswith("/sign-in?")
    assert where(thief, "/security").startswith("/sign-in?")


def test_who_changes_it_shows_first_that_it_is_them(
    live: Flask, phone: tuple[pyotp.TOTP, list[str]], moment: Any
) -> None:
    client = entered(live, "Otto")
    assert show(client, phone[0].now()) == 303
    moment.shift(timedelta(minutes=16))
    for address in ("/security/app", "/security/app/removal", "/security/codes", "/passkeys/make"):
        answer = client.post(address, headers={"Origin": "http://localhost"})
        assert answer.headers["Location"] == "/sign-in/second?next=%2Fsecurity", address
    assert "Show that it is you" in client.get("/sign-in/second?next=/security").text
    assert show(client, phone[0].now(), "/security") == 303
    assert client.post("/security/codes").status_code == 200


def test_the_last_thing_beside_a_password_stays_where_it_is_needed(live: Flask) -> None:
    greta, selma = entered(live, "Greta"), entered(live, "Selma")
    set_up(greta)
    assert "Set up another one first" in greta.post("/security/app/removal", follow_redirects=True).text
    assert "Set up on" in greta.get("/security").text
    set_up(selma)
    assert selma.post("/security/app/removal").status_code == 303
    assert entered(live, "Selma").get("/sellers/inbox").status_code == 200
    assert db.session.scalars(select(RecoveryCode).join(Person).where(Person.name == "Selma")).all() == []


def test_another_phone_takes_over_once_it_showed_a_code(
    live: Flask, phone: tuple[pyotp.TOTP, list[str]], moment: Any
) -> None:
    client = entered(live, "Otto")
    show(client, phone[0].now())
    other = new_key(client)
    assert client.post("/security/app/confirmation", data={"code": phone[0].now()}).status_code == 422
    moment.shift(60)
    assert show(entered(live, "Otto"), phone[0].now()) == 303, "until then the old one holds"
    assert client.post("/security/app/confirmation", data={"code": other.now()}).status_code == 303
    moment.shift(60)
    assert show(entered(live, "Otto"), phone[0].now()) == 422
    assert show(entered(live, "Otto"), other.now()) == 303


def test_the_picture_is_ours_and_kept_nowhere(live: Flask) -> None:
    client = entered(live, "Greta")
    assert client.get("/security/app/picture.svg").status_code == 404
    assert where(client, "/security/app") == "/security"
    new_key(client)
    picture = client.get("/security/app/picture.svg")
    assert (picture.mimetype, picture.headers["Cache-Control"]) == ("image/svg+xml", "no-store")
    assert "style" not in picture.text
    assert "<script" not in picture.text
    assert live.test_client().get("/security/app/picture.svg").status_code == 302


def test_one_sees_where_one_is_signed_in_and_signs_out_there(
    live: Flask, phone: tuple[pyotp.TOTP, list[str]]
) -> None:
    desk, lost = live.test_client(), live.test_client()
    lost.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Safari/537.36"
    entering(lost, "Otto")
    show(lost, phone[1][0])
    entering(desk, "Otto")
    show(desk, phone[0].now())
    page = desk.get("/security").text
    assert "Chrome, Android" in page
    assert page.count("this browser") == 1
    where_to = re.findall(r'action="(/security/sign-ins/\w+/removal)"', page)
    assert lost.get("/operators/").status_code == 200
    # Nobody signs out somebody else's.
    greta = entered(live, "Greta")
    assert [greta.post(address).status_code for address in where_to] == [404] * len(where_to)
    assert [desk.post(address).status_code for address in where_to] == [303] * len(where_to)
    assert where(lost, "/operators/").startswith("/sign-in?")
    assert desk.get("/operators/").status_code == 200


def test_the_audit_log_says_who_came_and_what_they_set_up(live: Flask) -> None:
    client = entered(live, "Otto")
    phone, _ = set_up(client)
    client.post("/sign-out")
    show(entered(live, "Otto"), "000000")
    assert acts() == [
        ("sign_in.begun", "Otto"),
        ("second_factor.app_set_up", "Otto"),
        ("second_factor.codes_renewed", "Otto"),
        ("sign_in.ended", "Otto"),
        ("sign_in.begun", "Otto"),
        ("second_factor.refused", "Otto"),
    ]
    entry = db.session.scalars(select(AuditEntry)).first()
    assert entry
    assert (entry.role, entry.address, entry.after) == ("operator", "127.0.0.0/24", '{"proof":"password"}')
    assert phone.secret not in repr([vars(row) for row in db.session.scalars(select(AuditEntry))])
    assert audit_verifying.verify().fault == ""


def test_a_buyers_comings_and_goings_are_not_in_it(live: Flask) -> None:
    hired("Berta", "buyer")
    entered(live, "Berta").post("/sign-out")
    assert acts() == []


def run(app: Flask, *args: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["staff", *args])
    return result.exit_code, result.output


def test_somebody_who_lost_it_all_is_reset_by_a_command_and_begins_anew(
    live: Flask, phone: tuple[pyotp.TOTP, list[str]]
) -> None:
    client = entered(live, "Otto")
    assert show(client, phone[0].now()) == 303
    code, said = run(live, "reset-second-factor", "OTTO@example.com")
    assert (code, "Otto is signed out" in said) == (0, True)
    assert where(client, "/operators/").startswith("/sign-in?")
    again = entered(live, "Otto")
    assert where(again, "/operators/") == "/security"
    assert again.post("/sign-in/second", data={"code": phone[1][0]}).headers["Location"] == "/security"
    assert where(again, "/operators/") == "/security", "an old recovery code opens nothing"
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "second_factor.reset")).one()
    assert (entry.role, entry.before) == ("command", '{"app":true,"passkeys":[]}')
    assert run(live, "reset-second-factor", "nobody@example.com")[0] == 1


def test_commands_add_staff_and_change_their_roles_and_it_is_written_down(live: Flask) -> None:
    given = ["--password", "a magpie on the loom"]
    assert run(live, "add", "Nia@example.com", "Nia", "--role", "agent", *given)[0] == 0
    assert run(live, "add", "nia@example.com", "Nia", "--role", "agent", *given)[0] == 1
    assert run(live, "add", "leo@example.com", "Leo", "--role", "agent", "--password", "short")[0] == 1
    client = live.test_client()
    form = {"email": "nia@example.com", "password": "a magpie on the loom"}
    assert client.post("/sign-in", data=form).status_code == 302
    set_up(client)
    assert (client.get("/agents/").status_code, client.get("/operators/").status_code) == (200, 404)
    assert "agent, operator" in run(live, "roles", "nia@example.com", "--add", "operator")[1]
    assert client.get("/operators/").status_code == 200
    assert run(live, "remove", "nia@example.com")[0] == 0
    assert where(client, "/operators/").startswith("/sign-in?")
    commanded = [act for act, _ in acts() if act.startswith("person.")]
    assert commanded == ["person.added", "person.roles_changed", "person.left"]
    assert "magpie" not in repr([vars(row) for row in db.session.scalars(select(AuditEntry))])


def test_what_the_secret_key_derives_can_be_named_before_it_is_changed(live: Flask) -> None:
    printed = dict(line.split("=") for line in run(live, "derived-keys")[1].split())
    number, _, key = printed["SHOP_HELP_AUDIT_KEY"].partition(":")
    changed = {"SECRET_KEY": "another secret for the tests, long enough", "AUDIT_KEYS": {number: key}}
    assert create_app(live.config | changed).config["AUDIT_KEYS"] == live.config["AUDIT_KEYS"]


HERE, ELSEWHERE = "http://localhost", "http://localhost.example"


def asked(client: FlaskClient, what: str) -> dict[str, Any]:
    answer = client.post(f"/passkeys/{what}", headers={"Origin": HERE})
    assert answer.status_code == 200, answer.headers
    return dict(answer.get_json())


@pytest.fixture
def device(live: Flask, moment: Any) -> Device:
    """Greta's, set up from a sign-in with her password."""
    client, made = entered(live, "Greta"), Device()
    form = {"name": "Desk", "credential": made.make(asked(client, "make"), HERE)}
    assert "Your recovery codes" in client.post("/security/passkeys", data=form).text
    assert client.get("/agents/").status_code == 200
    moment.shift(1)
    return made


def tried(client: FlaskClient, credential: str) -> str:
    """Where a sign-in by it leads to."""
    return client.post("/sign-in/passkey", data={"credential": credential}).headers["Location"]


def test_a_passkey_signs_in_alone_and_each_answer_counts_once(live: Flask, device: Device) -> None:
    client = live.test_client()
    answer = device.show(asked(client, "sign-in"), HERE)
    cookie = client.get_cookie("session")
    assert cookie
    assert tried(client, answer) == "/home"
    assert client.get("/agents/").status_code == 200
    thief = live.test_client()
    thief.set_cookie("session", cookie.value)
    assert tried(thief, answer) == "/sign-in", "who copied it all comes too late"
    assert tried(live.test_client(), answer) == "/sign-in"


def test_what_a_passkey_may_not_do(live: Flask, device: Device, moment: Any) -> None:
    moment.shift(60)
    for bent in (
        lambda options: device.show(options, ELSEWHERE),
        lambda options: device.show(options, HERE, THERE),
        lambda options: device.show({**options, "rpId": "localhost.example"}, HERE),
        lambda options: device.show({**options, "challenge": "AAAA"}, HERE),
        lambda options: Device().show(options, HERE),
        lambda options: Device(b"nobody has this one").show(options, HERE),
        lambda options: "{}",
        lambda options: "[]",
        lambda options: "not JSON",
    ):
        client = live.test_client()
        assert tried(client, bent(asked(client, "sign-in"))) == "/sign-in"
        assert where(client, "/agents/").startswith("/sign-in?")
    client = live.test_client()
    late = device.show(asked(client, "sign-in"), HERE)
    moment.shift(timedelta(minutes=6))
    assert tried(client, late) == "/sign-in"
    assert live.test_client().post("/passkeys/sign-in", headers={"Origin": ELSEWHERE}).status_code == 404


def test_nobody_shows_somebody_elses_passkey_or_takes_it_away(
    live: Flask, device: Device, phone: tuple[pyotp.TOTP, list[str]]
) -> None:
    otto = entered(live, "Otto")
    credential = device.show(asked(otto, "show"), HERE)
    otto.post("/sign-in/second/passkey", data={"credential": credential})
    assert where(otto, "/operators/").startswith("/sign-in/second")
    assert show(otto, phone[0].now()) == 303
    for address in ("/security/passkeys/1", "/security/passkeys/1/removal"):
        assert otto.post(address, data={"name": "Mine"}).status_code == 404
    # One that is known already is nobody else's, either.
    form = {"credential": device.make(asked(otto, "make"), HERE)}
    assert "could not be used here" in otto.post("/security/passkeys", data=form, follow_redirects=True).text


def test_the_last_passkey_of_an_agent_stays(live: Flask, device: Device) -> None:
    client = live.test_client()
    tried(client, device.show(asked(client, "sign-in"), HERE))
    page = client.post("/security/passkeys/1/removal", follow_redirects=True).text
    assert "Set up another one first" in page
    client.post("/security/passkeys/1", data={"name": "  Old   desk "})
    assert "Old desk" in client.get("/security").text
    set_up_beside = new_key(client)
    client.post("/security/app/confirmation", data={"code": set_up_beside.now()})
    assert "The passkey is removed" in client.post("/security/passkeys/1/removal", follow_redirects=True).text


def test_somebody_who_left_is_not_let_in_by_a_passkey(live: Flask, device: Device, moment: Any) -> None:
    db.session.scalars(select(Person).where(Person.name == "Greta")).one().active = False
    db.session.commit()
    moment.shift(1)
    client = live.test_client()
    assert tried(client, device.show(asked(client, "sign-in"), HERE)) == "/sign-in"
