"""Guessing passwords: slow from one place, slow from many, and told nothing by words or by time."""

import time
from collections.abc import Iterator
from statistics import median

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_security import hash_password

from shop_help import create_app
from shop_help.accounts import ACCOUNT_PACE
from shop_help.extensions import db
from tests.attacks.ground import person_called

PASSWORD = "a heron behind the kiln"
MOST = int(ACCOUNT_PACE.split()[0])


@pytest.fixture
def guarded(app: Flask) -> Iterator[FlaskClient]:
    """The application with its limits on; ana and bruno have passwords."""
    for name in ("ana", "bruno"):
        person = person_called(name)
        person.email, person.password = f"{name}@example.com", hash_password(PASSWORD)
    db.session.commit()
    limited = create_app({**app.config, "RATELIMIT_ENABLED": True, "TRUSTED_PROXIES": 1})
    with limited.app_context():
        yield limited.test_client()


def tried(client: FlaskClient, email: str, password: str, place: int) -> int:
    """The status of a try from one of many machines."""
    form = {"email": email, "password": password}
    return client.post("/sign-in", data=form, headers={"X-Forwarded-For": f"203.0.113.{place}"}).status_code


@pytest.mark.parametrize("account", ["ana@example.com", "nobody@example.com"])
def test_many_machines_that_guess_at_one_account_are_slowed_together(guarded: FlaskClient, account: str) -> None:
    """Whether there is such an account or not."""
    forms = [account, account.upper(), f" {account} "]
    assert [tried(guarded, forms[i % 3], "wrong wrong wrong", i) for i in range(MOST)] == [200] * MOST
    assert tried(guarded, account, PASSWORD, 99) == 429
    # Nobody else waits.
    assert tried(guarded, "bruno@example.com", PASSWORD, 99) == 302


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
