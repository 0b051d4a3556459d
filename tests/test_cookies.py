"""The session's cookie: read once by its signature, and still each browser's own, and not for ever."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from itsdangerous import BadSignature, SignatureExpired

from shop_help import clock
from shop_help.cookies import Serializer


@pytest.fixture
def signer(app: Flask) -> Serializer:
    made: Any = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return made


@pytest.mark.parametrize("payload", [{"sign_in": "a"}, {"sign_in": "a", "undo": {"words": "a"}}])
def test_who_reads_a_cookie_writes_in_nobody_elses(signer: Serializer, payload: dict[str, Any]) -> None:
    cookie = signer.dumps(payload)
    first = signer.loads(cookie)
    first["sign_in"] = "b"
    first.get("undo", {})["words"] = "b"
    assert signer.loads(cookie) == payload


def test_a_cookie_that_was_good_is_refused_once_it_is_old(signer: Serializer) -> None:
    cookie, month = signer.dumps({"sign_in": "a"}), timedelta(days=31)
    assert signer.loads(cookie, max_age=int(month.total_seconds()))
    with time_machine.travel(clock.now() + month - timedelta(seconds=2), tick=False):
        assert signer.loads(cookie, max_age=int(month.total_seconds()))
    with (
        time_machine.travel(clock.now() + month + timedelta(seconds=2), tick=False),
        pytest.raises(SignatureExpired),
    ):
        signer.loads(cookie, max_age=int(month.total_seconds()))


def test_a_forged_cookie_is_refused_however_often_it_comes(signer: Serializer) -> None:
    cookie = signer.dumps({"sign_in": "a"})
    forged = signer.dumps({"sign_in": "b"}).rpartition(".")[0] + "." + cookie.rpartition(".")[2]
    for _ in range(3):
        assert signer.loads(cookie)
        with pytest.raises(BadSignature):
            signer.loads(forged)


def test_a_page_varies_with_its_reader_and_a_file_of_ours_does_not(app: Flask) -> None:
    client = app.test_client()
    page = client.get("/sign-in")
    assert page.headers.getlist("Vary") == ["Accept-Encoding, Cookie, HX-Request"]
    script = re.findall(r"(?:src|href)=\"(/assets/[^\"]+)", page.text)[0]
    assert "Cookie" not in client.get(script).headers.get("Vary", "")
