"""The list, the bell, the choices, the log and the parts of the app, as people see them."""

import json
from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from shop_help.extensions import db
from shop_help.models.shown_notifications import choices, habit_of
from tests.notifications.scene import Scene

BADGE = 'data-part="unread"'


def test_the_bell_counts_and_the_list_says_what_happened_and_both_forget_what_was_read(
    scene: Scene, sign_in: Callable[[str], FlaskClient]
) -> None:
    ana = sign_in("ana")
    assert "Nothing yet." in ana.get("/notifications").text
    for _ in range(30):
        scene.happen("case.resolved", conversation=None)
    scene.happen("refund.done", amount=1728, currency="USD", refund=1, request=None, conversation=None)
    scene.hand_on()
    assert ">31<" in ana.get("/notifications/unread").text
    page = ana.get("/notifications").text
    assert page.count("data-unread") == 25
    assert "$17.28 was given back to you." in page
    behind = scene.told("ana")[-25].id
    assert f'hx-get="/notifications?behind={behind}"' in page
    rest = ana.get(f"/notifications?behind={behind}", headers={"HX-Request": "true"}).text
    assert (rest.count("<li>"), "<html" in rest) == (6, False)
    first = scene.told("ana")[-1]
    assert ana.get(f"/notifications/{first.id}").location == "/orders/576461030000000103"
    assert ">30<" in ana.get("/notifications/unread").text
    assert (
        sign_in("bruno").post("/notifications/read", data={"notification": scene.told("ana")[0].id}).status_code
        == 303
    )
    assert ">30<" in ana.get("/notifications/unread").text, "nobody else reads for her"
    ana.post("/notifications/read")
    assert BADGE not in ana.get("/notifications/unread").text


@pytest.mark.parametrize(("who", "home"), [("sol", "/sellers/inbox"), ("gus", "/agents/"), ("ana", "/orders")])
def test_the_bell_stands_on_the_pages_of_everybody_who_is_told_something(
    sign_in: Callable[[str], FlaskClient], app: Flask, who: str, home: str
) -> None:
    assert "bell-unread" in sign_in(who).get(home).text
    assert "bell-unread" not in app.test_client().get("/help").text
    assert "bell-unread" not in sign_in("kit").get("/help").text, "who reads help only"


def test_choices_are_kept_and_what_is_wrong_with_them_said(
    scene: Scene, sign_in: Callable[[str], FlaskClient]
) -> None:
    ana, person = sign_in("ana"), scene.people["ana"].id
    told = {"quiet": "on", "quiet_from": "22:30", "quiet_until": "07:00", "messages-push": "on", "work-mail": "on"}
    assert ana.post("/notifications/choices", data=told | {"zone": "Europe/Berlin"}).status_code == 303
    db.session.rollback()
    habit = habit_of(person)
    assert (habit.quiet_from, habit.quiet_until, habit.zone, habit.shows_words) == (1350, 420, "Europe/Berlin", False)
    chosen = choices(person)
    assert (chosen["messages", "push"], chosen["messages", "mail"]) == (True, False)
    assert not [kind for kind, _ in chosen if kind == "work"], "that is agents' alone"
    assert 'value="22:30"' in ana.get("/notifications/choices").text
    for wrong in ({"zone": "Atlantis/Deep"}, {"quiet_from": "24:00"}, {"quiet_until": "22:30"}):
        assert ana.post("/notifications/choices", data=told | wrong).status_code == 422
    assert habit_of(person).zone == "Europe/Berlin"


def test_operators_read_what_went_out_and_no_address_or_word_of_anybody(
    scene: Scene, sign_in: Callable[[str], FlaskClient]
) -> None:
    scene.say("sol", "a heron behind the kiln")
    scene.send(minutes=3)
    noor, ana = sign_in("noor"), scene.people["ana"].id
    log = noor.get("/operators/notifications").text
    assert "Sent" in log
    assert "Somebody said something" in log
    assert "heron" not in log
    assert "ana@example.com" not in log
    assert "1 try" in noor.get(f"/operators/notifications?state=sent&channel=mail&person={ana}").text
    for nothing in ("state=failed", "channel=push", f"person={scene.people['bruno'].id}"):
        assert "Nothing is like that." in noor.get(f"/operators/notifications?{nothing}").text


def test_the_app_can_be_installed_by_anybody(app: Flask) -> None:
    visitor = app.test_client()
    manifest = json.loads(visitor.get("/manifest.webmanifest").data)
    assert (manifest["display"], manifest["scope"]) == ("standalone", "/")
    for told in manifest["icons"]:
        with Image.open(BytesIO(visitor.get(told["src"]).data)) as icon:
            assert f"{icon.width}x{icon.height}" == told["sizes"]
    assert visitor.get("/icons/64.png").status_code == 404
    worker = visitor.get("/sw.js")
    assert (worker.mimetype, worker.headers["Cache-Control"]) == ("text/javascript", "no-cache")
    assert "You are offline" in visitor.get("/offline").text
