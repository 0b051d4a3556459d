"""Guessing passwords: slow from one place, slow from many, told nothing by words or by time, and written down."""

import json
import logging
import time
from collections.abc import Iterator
from datetime import timedelta
from statistics import median

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_security import hash_password
from sqlalchemy import select

from shop_help import audit_verifying, clock, create_app
from shop_help.accounts import ACCOUNT_PACE
from shop_help.extensions import db
from shop_help.failed_sign_ins import ACT, LAST_ONE, MOST_AN_HOUR
from shop_help.logs import JsonLines
from shop_help.models import AuditEntry
from shop_help.responses import MOST_REFUSALS_A_MINUTE
from tests.attacks.ground import CHEAP, person_called

PASSWORD = "a heron behind the kiln"
MOST = int(ACCOUNT_PACE.split()[0])


@pytest.fixture
def guarded(app: Flask, request: pytest.FixtureRequest) -> Iterator[FlaskClient]:
    """The application with its limits on; some have passwords."""
    # A test that measures asks for the hashes that people have.
    limited = create_app(
        {**app.config, **getattr(request, "param", CHEAP), "RATELIMIT_ENABLED": True, "TRUSTED_PROXIES": 1}
    )
    with limited.app_context():
        for name in ("ana", "bruno", "gus"):
            person = person_called(name)
            person.email, person.password = f"{name}@example.com", hash_password(PASSWORD)
        db.session.commit()
        yield limited.test_client()


def tried(client: FlaskClient, email: str, password: str, place: int) -> int:
    """The status of a try from one of many machines."""
    form = {"email": email, "password": password}
    with client.post("/sign-in", data=form, headers={"X-Forwarded-For": f"203.0.113.{place}"}) as answer:
        return answer.status_code


@pytest.mark.parametrize("account", ["ana@example.com", "nobody@example.com"])
def test_many_machines_that_guess_at_one_account_are_slowed_together(guarded: FlaskClient, account: str) -> None:
    """Whether there is such an account or not."""
    forms = [account, account.upper(), f" {account} "]
    assert [tried(guarded, forms[i % 3], "wrong wrong wrong", i) for i in range(MOST)] == [200] * MOST
    assert tried(guarded, account, PASSWORD, 99) == 429
    # Nobody else waits.
    assert tried(guarded, "bruno@example.com", PASSWORD, 99) == 302


@pytest.mark.parametrize("guarded", [{}], indirect=True)
def test_an_account_that_nobody_has_is_answered_in_the_same_words_and_time(app: Flask, guarded: FlaskClient) -> None:
    texts, spent = {}, {}
    for account in ("bruno@example.com", "nobody@example.com"):
        times = []
        for place in range(5):
            began = time.process_time()
            headers = {"X-Forwarded-For": f"198.51.100.{place}"}
            form = {"email": account, "password": "wrong wrong wrong"}
            page = guarded.post("/sign-in", data=form, headers=headers).text
            times.append(time.process_time() - began)
            texts[account] = page.replace(account, "…").split("<main")[1]
        spent[account] = median(times)
    assert len(set(texts.values())) == 1
    one, other = spent.values()
    # Were the password of nobody not hashed, it would be more than ten times as fast.
    assert 0.4 < one / other < 2.5


# -- what is written down of it -------------------------------------------------------------------------------------

GUESS = "was it a newt or a hare"


def refused() -> list[AuditEntry]:
    db.session.rollback()
    return list(db.session.scalars(select(AuditEntry).where(AuditEntry.act == ACT).order_by(AuditEntry.id)))


def test_a_wrong_password_of_staff_stands_in_the_audit_log_without_it(guarded: FlaskClient) -> None:
    assert tried(guarded, "Gus@example.com", GUESS, 7) == 200
    (entry,) = refused()
    told = (entry.thing, entry.person_id, entry.who, entry.role, entry.address)
    assert told == (f"person {person_called('gus').id}", None, "", "none", "203.0.113.0/24")
    assert GUESS not in repr(vars(entry))
    assert audit_verifying.verify().fault == ""
    assert tried(guarded, "gus@example.com", PASSWORD, 7) == 302
    assert len(refused()) == 1


def test_a_guesser_fills_no_log(guarded: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    for place in range(MOST + 2):
        tried(guarded, "gus@example.com", GUESS, place)
    assert [entry.why for entry in refused()] == [""] * (MOST_AN_HOUR - 1) + [LAST_ONE]
    assert sum("a sign-in failed" in line for line in caplog.messages) == MOST
    for _ in range(20):
        tried(guarded, "ana@example.com", GUESS, 200)
    assert sum("slowed down: 203.0.113.0/24" in line for line in caplog.messages) < 10
    assert GUESS not in caplog.text


def test_a_wrong_password_of_others_is_a_line_of_the_log(
    guarded: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    tried(guarded, "ana@example.com", GUESS, 1)
    # Typed into the wrong field.
    tried(guarded, PASSWORD, "", 1)
    guarded.post("/sign-in/passkey", data={"credential": "{}"}).close()
    told = [line for line in caplog.messages if "a sign-in failed" in line]
    assert [line.partition("a sign-in failed: ")[2] for line in told] == [
        f"a password of person {person_called('ana').id} from 203.0.113.0/24",
        "a password of nobody's account from 203.0.113.0/24",
        "a passkey of nobody's account from 127.0.0.0/24",
    ]
    assert PASSWORD not in caplog.text
    assert refused() == []


def test_the_answer_is_out_before_it_is_written_down(guarded: FlaskClient) -> None:
    """Else it would take longer where there is something to write, and so say who works here."""
    form = {"email": "gus@example.com", "password": GUESS}
    answer = guarded.post("/sign-in", data=form)
    assert (answer.status_code, refused()) == (200, [])
    answer.close()
    assert len(refused()) == 1


def test_what_is_refused_to_somebody_is_a_line_of_the_log(
    guarded: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    guarded.get("/orders/576461030000000104")
    assert "was answered" not in caplog.text, "a visitor is nobody"
    assert tried(guarded, "bruno@example.com", PASSWORD, 1) == 302
    # A minute in which nobody was refused anything yet, and which doesn't end meanwhile.
    with clock.as_of(clock.now() + timedelta(minutes=5)):
        for _ in range(9):
            assert guarded.get("/orders/576461030000000104").status_code == 404
    told = [line for line in caplog.messages if "was answered" in line]
    assert told == [f"person {person_called('bruno').id} was answered 404"] * MOST_REFUSALS_A_MINUTE


def test_nobody_writes_a_line_of_the_log() -> None:
    """Whatever stands in what is said, it stays within its own line, as JSON."""
    made_up = 'x\r\n{"level": "info", "said": "nothing happened"}\u2028\x1b[2J'
    record = logging.LogRecord("a", logging.WARNING, "", 0, "a sign-in failed: %s", (made_up,), None)
    line = JsonLines().format(record)
    assert "\n" not in line
    assert "\r" not in line
    assert "\x1b" not in line
    assert json.loads(line)["said"].endswith(made_up)
