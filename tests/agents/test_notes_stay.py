"""A note never reaches a buyer or a seller, on any road: a word is planted in notes, and all roads are walked."""

import re
from collections.abc import Callable
from itertools import chain, product, zip_longest
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop_help.actions import case_holding
from shop_help.actions.case_notes import add_note
from shop_help.actions.conversations import open_conversation
from shop_help.extensions import db
from shop_help.models import LogEntry, Message
from tests.agents.scene import LUMA_ORDER, Scene
from tests.protocol.conftest import message
from tests.raw_http import RawBrowser
from tests.raw_socket import RawSocket
from tests.running import RunningServer
from tests.zips import told_in

WORD = "narwhal"
LOOKED = f"I look for the {WORD}."
OUTSIDERS = ("ana", "bruno", "kit", "sol", "mara")


@pytest.fixture
def planted(scene: Scene) -> Any:
    """A case of ana's with the word in a note, in a summary, and in the reasons people gave."""
    opened = scene.ask()
    gus, iris, case_id = scene.sign_ins["gus"], scene.sign_ins["iris"], opened.case_id
    add_note(gus, case_id, str(uuid4()), f"The {WORD} was here.")
    scene.say("gus", opened, "Let me look.")
    case_holding.open_with_reason(iris, case_id, LOOKED)
    case_holding.transfer_to_person(gus, case_id, scene.ids["iris"], f"She knows the {WORD}.")
    case_holding.take_over(gus, case_id, f"The {WORD} is mine.")
    order = scene.order(LUMA_ORDER)
    return opened, open_conversation(scene.ids["ana"], order.shop_id, order.id)


def addresses(app: Flask, values: dict[str, list[Any]]) -> list[str]:
    """Every address that can be asked for, with each of the values for its places."""
    found = []
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()):
            continue
        names = re.findall(r"<(?:\w+:)?(\w+)>", rule.rule)
        pieces = re.split(r"<[^>]+>", rule.rule)
        for chosen in product(*(values.get(name, [1]) for name in names)):
            found.append("".join(map(str, chain(*zip_longest(pieces, chosen, fillvalue="")))))
    return found


def test_no_page_part_or_twin_tells_outsiders(
    scene: Scene, planted: Any, app: Flask, sign_in: Callable[[str], FlaskClient]
) -> None:
    opened, talk = planted
    assert WORD in sign_in("gus").get(f"/agents/cases/{opened.case_id}").text, "or it is not planted at all"
    values = {
        "conversation_id": [opened.conversation_id, talk],
        "case_id": [opened.case_id],
        "number": [LUMA_ORDER],
        "slug": ["where-is-my-order"],
        "version_asked": [0],
        "path": ["favicon.svg"],
    }
    asked = addresses(app, values)
    assert f"/conversations/{opened.conversation_id}/messages" in asked
    # What goes wrong tells nothing either.
    app.config["PROPAGATE_EXCEPTIONS"] = False
    for who in OUTSIDERS:
        client = sign_in(who)
        for address in asked:
            for headers in ({}, {"HX-Request": "true"}, {"Accept": "application/json"}):
                answer = client.get(address, headers=headers)
                # Why a colleague looked into a case is told in the buyer's own export (PRODUCT 6), and nowhere else.
                told = told_in(answer).replace(LOOKED, "") if address == "/your-data/archive" else told_in(answer)
                assert WORD not in told, f"{who} reads it at {address}"
                assert WORD not in str(answer.headers)


def test_nothing_said_in_the_conversation_and_no_list_of_the_demo_holds_it(
    scene: Scene, planted: Any, app: Flask
) -> None:
    db.session.rollback()
    assert db.session.scalars(select(Message.seq).where(Message.body.contains(WORD))).all() == []
    runner = app.test_cli_runner()
    for args in (["cast"], ["cast", "--json"]):
        assert WORD not in runner.invoke(args=args).output
    reasons = db.session.scalars(select(LogEntry).where(LogEntry.why.contains(WORD))).all()
    assert {entry.voice for entry in reasons} == {"CUSTOMER_SERVICE"}, "the words of staff, under their own voice"


def test_no_socket_of_an_outsider_hears_of_it(scene: Scene, planted: Any, server: RunningServer) -> None:
    opened, talk = planted
    ids = [opened.conversation_id, talk]
    browsers = {who: RawBrowser(server.port).sign_in(who) for who in ("gus", "ana", "sol", "bruno")}
    sockets = {who: RawSocket(server.port, browser.cookie) for who, browser in browsers.items()}
    answers = []
    for who, socket in sockets.items():
        if who == "gus":
            assert socket.ask("conversation:join", {"conversation": ids[0], "after": 0})["ok"]
            continue
        answers += [socket.ask("conversation:join", {"conversation": each, "after": 0}) for each in ids]
        answers.append(socket.ask("conversation:heads", {"heads": {str(each): 0 for each in ids}}))
    assert sum(answer["ok"] for answer in answers if "messages" in answer) == 3, "ana in both talks, sol in one"
    for socket in sockets.values():
        socket.pushes.clear()

    form = {"note": f"Another {WORD}.", "client_id": str(uuid4())}
    assert browsers["gus"].post(f"/agents/cases/{opened.case_id}/notes", form).status == 303
    sockets["gus"].wait_for("conversation:changed", lambda payload: payload["conversation"] == ids[0])
    # What an agent says and types next is heard: the sockets are awake.
    sockets["gus"].ask("conversation:typing", {"conversation": ids[0], "on": True})
    assert sockets["gus"].ask("message:send", message(ids[0], "The parcel is found."))["ok"]
    sockets["ana"].wait_for("message:posted")
    before = [name for name, _ in sockets["ana"].pushes]
    assert "conversation:changed" not in before[: before.index("conversation:typing")], "of a note nothing is said"
    everything = str([answers, [(who, socket.pushes) for who, socket in sockets.items() if who != "gus"]])
    assert WORD not in everything
    assert WORD in browsers["gus"].get(f"/agents/cases/{opened.case_id}").text
    for socket in sockets.values():
        socket.close()
    assert WORD not in server.log.read_text(), "and it is not logged"
