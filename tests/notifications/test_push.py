"""Pushes reach a push service: signed, readable by that browser alone, and by none that is signed out or gone."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop_help import pushing
from shop_help.actions.notifications import take_browser
from shop_help.extensions import db
from shop_help.identity import viewer_of
from shop_help.jobs import notifications
from shop_help.models import PushSubscription
from tests.notifications.push_service import PushService, claims_of
from tests.notifications.scene import Scene
from tests.notifications.test_mail import wants


@pytest.fixture
def service() -> Iterator[PushService]:
    running = PushService()
    yield running
    running.stop()


@pytest.fixture
def ana(app: Flask, scene: Scene, service: PushService, sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    """Ana's browser, which takes pushes and no mail."""
    client = sign_in("ana")
    assert client.post("/notifications/browsers", data=service.subscription).status_code == 204
    wants("ana", on={(kind, "mail"): False for kind in ("messages", "requests", "cases")})
    return client


def subscribed() -> int:
    db.session.rollback()
    return len(db.session.scalars(select(PushSubscription.id)).all())


def test_a_test_really_goes_out(ana: FlaskClient, service: PushService, scene: Scene) -> None:
    assert ana.post("/notifications/test", data={"channel": "push"}).status_code == 303
    assert notifications.go_round() == 1
    ((headers, told),) = service.pushes
    assert told["title"] == "This is a test. Notifications reach you here."
    claims = claims_of(headers["Authorization"])
    assert claims["aud"] == service.origin
    assert 0 < claims["exp"] - scene.now.timestamp() <= 86400
    assert pushing.public_key() in headers["Authorization"], "the key that the browser was told"
    assert (headers["Content-Encoding"], headers["TTL"]) == ("aes128gcm", "86400")


def test_a_push_says_who_wrote_about_which_order_and_leads_there(
    ana: FlaskClient, service: PushService, scene: Scene
) -> None:
    last = scene.say("sol", "a heron behind the kiln")
    assert scene.send(seconds=9) == 0, "a moment for who looks"
    assert scene.send(seconds=1) == 1
    told = service.pushes[0][1]
    assert (told["title"], told["body"]) == ("Luma Home answered you.", "Order …0103")
    assert ana.get(told["href"]).location == f"/conversations/{scene.talk}#message-{last}"
    scene.read("ana")
    wants("ana", shows_words=True, on={("messages", "mail"): False})
    scene.say("sol", "a magpie on the loom")
    scene.send(seconds=10)
    assert service.pushes[1][1]["body"] == "a magpie on the loom"


def test_who_reads_within_the_moment_is_not_disturbed(ana: FlaskClient, service: PushService, scene: Scene) -> None:
    scene.say("sol")
    scene.hand_on()
    scene.read("ana")
    assert scene.send(seconds=10) == 0
    assert (service.pushes, scene.deliveries("ana")) == ([], [("push", "dropped", "seen")])


@pytest.mark.parametrize(
    ("status", "state", "reason", "left"),
    [
        (410, "failed", "gone", 0),
        (404, "failed", "gone", 0),
        (503, "waiting", "refused 503", 1),
        (400, "failed", "refused 400", 1),
    ],
)
def test_a_browser_that_is_gone_is_told_no_more_and_one_that_is_away_again(
    ana: FlaskClient, service: PushService, scene: Scene, status: int, state: str, reason: str, left: int
) -> None:
    service.statuses = [status]
    scene.happen("request.approved", conversation=None)
    scene.send(seconds=1)
    assert (scene.deliveries("ana"), subscribed()) == ([("push", state, reason)], left)
    scene.later(minutes=5)
    assert notifications.go_round() == (state == "waiting")


def test_nothing_stands_on_the_lock_screen_of_who_signed_out(
    ana: FlaskClient, service: PushService, scene: Scene
) -> None:
    scene.happen("request.approved", conversation=None)
    scene.hand_on()
    ana.post("/sign-out")
    assert subscribed() == 0
    assert scene.send(seconds=1) == 0
    assert (service.pushes, scene.deliveries("ana")) == ([], [("push", "dropped", "ended")])


def test_a_browser_belongs_to_whoever_is_signed_in_there(
    ana: FlaskClient, service: PushService, scene: Scene, sign_in: Callable[[str], FlaskClient]
) -> None:
    sol, gone = sign_in("sol"), service.subscription["endpoint"]
    assert sol.post("/notifications/browsers/removal", data={"endpoint": gone}).status_code == 204
    assert subscribed() == 1, "another person's stays"
    viewer = viewer_of("sol-here")
    assert viewer
    take_browser(viewer, **service.subscription, browser="Firefox")
    scene.happen("request.approved", conversation=None)
    scene.happen("request.asked", conversation=None)
    scene.send(seconds=40)
    assert [told["title"] for _, told in service.pushes] == ["Ana asked for something."]


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example/one",
        "https://127.0.0.1/one",
        "https://[::ffff:10.0.0.1]/one",
        "https://me@push.example/one",
        "https://push.example:8443/one",
        "file:///etc/passwd",
        "https://[",
    ],
)
def test_outside_of_the_tests_no_push_goes_into_a_private_network(
    app: Flask, service: PushService, endpoint: str
) -> None:
    app.config["TESTING"] = False
    said = service.subscription
    assert pushing.send(pushing.Browser(endpoint, said["p256dh"], said["auth"]), {}).reason == "unsafe"


def test_keys_that_are_none_are_refused(ana: FlaskClient, service: PushService) -> None:
    for wrong in ({"p256dh": "AAAA"}, {"auth": "AAAA"}, {"p256dh": "é"}, {"endpoint": ""}):
        answer = ana.post("/notifications/browsers", data=service.subscription | wrong)
        assert answer.status_code == (204 if "endpoint" in wrong else 422), wrong


def test_the_command_makes_a_key_that_the_settings_take(app: Flask) -> None:
    made = app.test_cli_runner().invoke(args=["push", "keys"]).output
    key, public = (line.split("=" if "=" in line else ": ")[1] for line in made.splitlines())
    app.config["PUSH_KEY"] = key
    assert pushing.public_key() == public
