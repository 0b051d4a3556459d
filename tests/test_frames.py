"""A page of the shop's may show ours in a frame where an operator named it; its session is that frame's."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shop_help import create_app, urls
from tests.handing_over import open_door, token

SHOP = "https://shop.example"
IN_A_FRAME = {"Sec-Fetch-Dest": "iframe", "Sec-Fetch-Site": "cross-site", "Origin": SHOP}


@pytest.fixture
def framed(app: Flask) -> Flask:
    """The application with hand-over, framed by the shop."""
    made = create_app({**app.config, "FRAME_ORIGINS": [SHOP]})
    open_door(made, HANDOFF_ORIGINS=[SHOP])
    return made


def cookie(answer: TestResponse) -> dict[str, Any]:
    """What is said of the session's cookie."""
    parts = [part.strip().partition("=") for part in answer.headers["Set-Cookie"].split(";")[1:]]
    return {name: value or True for name, _, value in parts}


def came_in(app: Flask, **headers: str) -> tuple[FlaskClient, TestResponse]:
    client = app.test_client()
    with app.app_context():
        answer = client.post("/handoff", data={"token": token()}, headers=IN_A_FRAME | headers)
    assert answer.status_code == 303
    return client, answer


def test_only_named_origins_show_our_pages_in_a_frame_and_none_show_those_of_staff(app: Flask, framed: Flask) -> None:
    for there, address, allowed in (
        (app, "/help", "frame-ancestors 'none'"),
        (framed, "/help", f"frame-ancestors {SHOP}"),
        (framed, urls.agent_home(), "frame-ancestors 'none'"),
        (framed, urls.operator_home(), "frame-ancestors 'none'"),
        (framed, urls.security(), "frame-ancestors 'none'"),
        (framed, urls.second_step(), "frame-ancestors 'none'"),
    ):
        with there.app_context():
            headers = there.test_client().get(address).headers
        assert headers["Content-Security-Policy"].split("; ")[-1] == allowed
        # The older header can name nobody: it is there where nobody is named.
        assert headers.get("X-Frame-Options") == ("DENY" if "none" in allowed else None)


def test_in_a_frame_of_another_site_the_cookie_is_that_frames_alone(framed: Flask) -> None:
    client, answer = came_in(framed)
    said = cookie(answer)
    assert (said["SameSite"], said["Secure"], said["Partitioned"], said["HttpOnly"]) == ("None", True, True, True)
    # What a page in it changes later, asked by its own scripts and forms, stays so.
    with framed.app_context():
        later = client.get("/help?platform=ios", headers={"Sec-Fetch-Dest": "empty", "Sec-Fetch-Site": "same-origin"})
    assert cookie(later)["SameSite"] == "None"


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Dest": "document"}, {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "none"}]
)
def test_elsewhere_it_is_as_strict_as_ever(framed: Flask, headers: dict[str, str]) -> None:
    said = cookie(came_in(framed, **headers)[1])
    assert (said["SameSite"], said.get("Partitioned")) == ("Lax", None)


def test_where_nobody_frames_us_no_frame_gets_another_cookie(app: Flask) -> None:
    open_door(app)
    assert cookie(came_in(app)[1])["SameSite"] == "Lax"


def test_a_file_of_ours_is_the_same_for_everybody(framed: Flask) -> None:
    with framed.app_context():
        answer = framed.test_client().get("/favicon.ico", headers=IN_A_FRAME)
    assert (answer.headers["Vary"], "Set-Cookie" in answer.headers) == ("Accept-Encoding", False)
