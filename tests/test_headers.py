"""What every answer says to the browser about itself, whoever asks and whatever they are answered."""

import re
from collections.abc import Callable
from hashlib import sha256

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous.encoding import base64_decode

from shop_help import clock, create_app, form_stamps

ADDRESSES = ["/sign-in", "/help", "/nowhere", "/health", "/favicon.ico", "/home", "/orders"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_says_that_nothing_but_our_own_runs_and_frames_nothing(app: Flask, address: str) -> None:
    headers = app.test_client().get(address).headers
    policy = dict(part.strip().partition(" ")[::2] for part in headers["Content-Security-Policy"].split(";"))
    assert (policy["default-src"], policy["script-src"], policy["style-src"]) == ("'none'", "'self'", "'self'")
    # What isn't named falls back to default-src: objects, frames, fonts, media and workers.
    assert not {"object-src", "frame-src", "font-src", "media-src", "worker-src"} & set(policy)
    assert (policy["base-uri"], policy["frame-ancestors"], policy["form-action"]) == ("'none'", "'none'", "'self'")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in headers


def test_over_https_browsers_are_told_to_stay_there(app: Flask, sign_in: Callable[[str], FlaskClient]) -> None:
    assert "Strict-Transport-Security" not in sign_in("ana").get("/orders").headers
    secure = create_app({**app.config, "ORIGINS": ["https://help.example"]})
    with secure.app_context():
        headers = secure.test_client().get("/help", base_url="https://help.example").headers
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_over_https_the_session_belongs_to_this_host_alone(app: Flask) -> None:
    secure = create_app({**app.config, "ORIGINS": ["https://help.example"]})
    with secure.app_context():
        made = secure.test_client().get("/sign-in", base_url="https://help.example").headers["Set-Cookie"]
    name, _, rest = made.partition("=")
    assert name == "__Host-session"
    told = {part.strip() for part in rest.split(";")[1:]}
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= told
    assert not any(part.startswith("Domain") for part in told)


def test_what_we_sign_for_browsers_is_signed_by_sha_256(app: Flask) -> None:
    page = app.test_client().get("/sign-in")
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    session = re.match(r"session=([^;]+)", page.headers["Set-Cookie"])
    assert token
    assert session
    for signed in (token[1], session[1], form_stamps.stamp(clock.now())):
        assert len(base64_decode(signed.rpartition(".")[2])) == sha256().digest_size
