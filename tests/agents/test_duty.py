"""Duty: on, away or off; what an agent takes; and the lease that every page of the console renews."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from shop_help import clock
from shop_help.extensions import db
from shop_help.models import CaseNote, Duty
from shop_help.policy.support import LEASE
from tests.agents.scene import Scene
from tests.agents.test_case import HTMX


def duty_of(scene: Scene, who: str) -> Duty | None:
    db.session.rollback()
    return db.session.get(Duty, scene.ids[who], populate_existing=True)


def test_one_comes_on_duty_goes_away_and_off_in_one_tap(scene: Scene, gus: FlaskClient) -> None:
    for state in ("on", "away", "off"):
        assert gus.post("/agents/duty", data={"state": state}).headers["Location"] == "/agents/"
        found = duty_of(scene, "gus")
        assert found
        assert found.state == state
        html = " ".join(gus.get("/agents/").text.split())
        assert f'value="{state}" aria-pressed="true"' in html
        assert html.count('aria-pressed="true"') == 1
    part = gus.post("/agents/duty", data={"state": "on", "show": "all"}, headers=HTMX).text
    assert "<html" not in part
    assert 'hx-swap-oob="innerMorph"' in part
    assert duty_of(scene, "iris") is None


def test_going_away_gives_ones_chats_back_and_keeps_ones_messages(scene: Scene, gus: FlaskClient) -> None:
    chat, message = scene.ask(mode="chat"), scene.ask(order=None)
    gus.post("/agents/duty", data={"state": "on"})
    scene.claim("gus", chat)
    scene.claim("gus", message)
    scene.say("gus", chat, "Let me look.")
    gus.post("/agents/duty", data={"state": "away"})
    assert (scene.case(chat).state, scene.case(chat).agent_id) == ("queued", None)
    assert scene.case(message).agent_id == scene.ids["gus"]
    note = db.session.query(CaseNote).one()
    assert (note.case_id, note.kind) == (chat.case_id, "handover")


def test_a_nonsense_state_changes_nothing(scene: Scene, gus: FlaskClient) -> None:
    assert gus.post("/agents/duty", data={"state": "asleep"}).status_code == 404
    assert duty_of(scene, "gus") is None


@pytest.mark.parametrize("who", ["ana", "sol", "noor"])
def test_duty_is_the_agents_alone(scene: Scene, sign_in: Callable[[str], FlaskClient], who: str) -> None:
    client = sign_in(who)
    assert client.get("/agents/duty").status_code == 404
    assert client.post("/agents/duty", data={"state": "on"}).status_code == 404
    assert duty_of(scene, who) is None


def test_what_is_taken_is_kept_and_shown_again(scene: Scene, gus: FlaskClient) -> None:
    form = {"capacity": "6", "takes_chats": "yes", "teams": ["payments", "nobody"], "languages": "de, EN ,"}
    assert gus.post("/agents/duty", data=form).status_code == 303
    found = duty_of(scene, "gus")
    assert found
    assert (found.capacity, found.takes_chats, found.teams, found.languages) == (6, True, ["payments"], ["de", "en"])
    html = " ".join(gus.get("/agents/duty").text.split())
    assert 'value="6"' in html
    assert 'value="de, en"' in html
    assert 'name="takes_chats" value="yes" checked' in html
    assert 'value="payments" checked' in html
    assert 'value="safety" checked' not in html


@pytest.mark.parametrize("capacity", ["0", "13", "", "many", "-1", "²"])
def test_too_many_chats_or_none_are_refused_and_the_rest_is_kept(
    scene: Scene, gus: FlaskClient, capacity: str
) -> None:
    answer = gus.post("/agents/duty", data={"capacity": capacity, "languages": "de"})
    assert answer.status_code == 422
    assert "From 1 to 12 chats at once." in answer.text
    assert 'value="de"' in answer.text
    found = duty_of(scene, "gus")
    assert found is None or found.capacity == 4


@pytest.mark.parametrize(
    "address", ["/agents/", "/agents/duty", "/agents/cases/{case_id}", "/agents/cases/{case_id}/header"]
)
def test_every_page_of_the_console_renews_the_lease(scene: Scene, gus: FlaskClient, address: str) -> None:
    opened = scene.ask()
    scene.on_duty("gus")
    begun = _seen_at(scene)
    with time_machine.travel(begun + LEASE / 2, tick=False):
        gus.get(address.format(case_id=opened.case_id), headers=HTMX)
        assert _seen_at(scene) == clock.now()
    with time_machine.travel(begun + LEASE / 2 + timedelta(seconds=20), tick=False):
        gus.get("/agents/")
        assert _seen_at(scene) == begun + LEASE / 2, "not at every page"


def test_no_other_page_renews_it_and_nobody_else(scene: Scene, gus: FlaskClient, iris: FlaskClient) -> None:
    scene.on_duty("gus")
    begun = _seen_at(scene)
    with time_machine.travel(begun + LEASE / 2, tick=False):
        gus.get("/help")
        iris.get("/agents/")
    assert _seen_at(scene) == begun


def _seen_at(scene: Scene) -> datetime:
    found = duty_of(scene, "gus")
    assert found
    return found.seen_at
