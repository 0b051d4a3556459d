"""Every event of the socket × everybody, about a conversation of ana's; after losing a right; from another site."""

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from shop_help.live.doorkeeping import ROUND_SECONDS
from shop_help.sockets import CLIENT_EVENTS
from tests.attacks.ground import Ground
from tests.attacks.planting import READERS
from tests.conftest import copy_of
from tests.gates import KNOCKERS
from tests.protocol.test_frames import OFFER
from tests.raw_http import RawBrowser
from tests.raw_socket import GoneError, RawSocket, RefusedError
from tests.running import RunningServer

#: What each event is sent with, beside the conversation. A new event without a line here fails the first test.
PAYLOADS: dict[str, dict[str, Any]] = {
    "conversation:join": {"after": 0},
    "conversation:leave": {},
    "message:send": {"body": "Let me in", "client_id": None},
    "conversation:read": {"seq": 1},
    "conversation:heads": {"heads": {}},
    "conversation:typing": {"on": True},
}
#: Says nothing of the conversation, so anybody may.
ANYBODYS = {"conversation:leave"}
#: Which conversations of the planted ground each may speak in; everybody else nowhere.
SPEAKERS = {"conversation_id": {"ana", "sol"}, "agents.conversation_id": {"ana", "gus"}}


def test_every_event_stands_in_the_table_of_payloads() -> None:
    assert set(PAYLOADS) == CLIENT_EVENTS


@pytest.fixture(scope="module")
def served(planted_ground: Ground, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A real server on a copy of the planted database."""
    planted_ground.put_back()
    folder = tmp_path_factory.mktemp("served")
    server = RunningServer(copy_of(planted_ground.whole_file(), folder), folder / "server.log")
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def browsers(served: RunningServer) -> dict[str, RawBrowser]:
    return {name: RawBrowser(served.port).sign_in(name) for name in KNOCKERS if name != "visitor"}


def payload_of(event: str, conversation: int) -> dict[str, Any]:
    more = {key: str(uuid4()) if value is None else value for key, value in PAYLOADS[event].items()}
    if event == "conversation:heads":
        more = {"heads": {str(conversation): 0}}
    return {"conversation": conversation, **more}


@pytest.mark.parametrize("which", SPEAKERS)
@pytest.mark.parametrize("who", [name for name in KNOCKERS if name != "visitor"])
def test_an_event_is_answered_to_who_may_read_and_to_others_says_nothing(
    served: RunningServer, browsers: dict[str, RawBrowser], ground: Ground, who: str, which: str
) -> None:
    talk = ground.things[which]
    with RawSocket(served.port, browsers[who].cookie) as socket:
        for event in sorted(CLIENT_EVENTS):
            answer = socket.ask(event, payload_of(event, talk))
            told = {word for word in READERS if word in str(answer) or word in str(socket.pushes)}
            assert {word for word in told if who not in READERS[word]} == set(), event
            if event in ANYBODYS:
                continue
            heard = str(talk) in answer["heads"] if event == "conversation:heads" and answer["ok"] else answer["ok"]
            assert (event, heard) == (event, who in SPEAKERS[which])
            if who not in SPEAKERS[which]:
                # The same as of a conversation that nobody has.
                none = socket.ask(event, payload_of(event, 99_999_999))
                assert none == answer, event


@pytest.mark.parametrize("cookie", ["", "session=made.up.cookie"])
def test_a_visitor_has_no_socket(served: RunningServer, cookie: str) -> None:
    with pytest.raises(RefusedError, match="signed_out"):
        RawSocket(served.port, cookie)


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost.evil.example"])
def test_another_sites_page_opens_no_socket_with_our_cookie(
    served: RunningServer, browsers: dict[str, RawBrowser], origin: str
) -> None:
    with pytest.raises(RefusedError, match="400"):
        RawSocket(served.port, browsers["ana"].cookie, origin=origin)


def test_polling_and_compression_are_not_there(served: RunningServer, browsers: dict[str, RawBrowser]) -> None:
    answer = browsers["ana"].get("/socket.io/?EIO=4&transport=polling")
    assert answer.status == 400
    with RawSocket(served.port, browsers["ana"].cookie, header=OFFER) as socket:
        assert "sec-websocket-extensions" not in socket.frames.handshake_response.headers


# -- what is taken from somebody ends what they have open -----------------------------------------------------------

LOSSES = {
    "the sign-in": ("ana", "UPDATE sign_ins SET ended_at = started_at WHERE person_id = ?", "signed_out"),
    "the account": ("ana", "UPDATE persons SET active = 0 WHERE id = ?", "signed_out"),
    "a role": ("gus", "DELETE FROM person_roles WHERE person_id = ?", "forbidden"),
    "a shop": ("sol", "DELETE FROM shop_members WHERE person_id = ?", "forbidden"),
}


def test_after_a_loss_every_event_is_refused_on_the_same_socket_and_the_socket_ends(
    served: RunningServer, ground: Ground
) -> None:
    """All four at once: each waits for the doorkeeper's round."""
    database = Path(served.environ["SHOP_HELP_DATABASE_URL"].removeprefix("sqlite:///"))
    opened: list[tuple[str, RawSocket]] = []
    for loss, (who, statement, code) in LOSSES.items():
        name = "agents.conversation_id" if who == "gus" else "conversation_id"
        browser = RawBrowser(served.port).sign_in(who)
        socket = RawSocket(served.port, browser.cookie)
        assert socket.ask("conversation:join", payload_of("conversation:join", ground.things[name]))["ok"]
        with sqlite3.connect(database, timeout=20) as connection:
            person = connection.execute("SELECT id FROM persons WHERE cast_name = ?", (who,)).fetchone()[0]
            connection.execute(statement, (person,))
        for event in sorted(CLIENT_EVENTS - ANYBODYS):
            answer = socket.ask(event, payload_of(event, ground.things[name]))
            if event == "conversation:heads" and code == "forbidden":
                assert answer == {"ok": True, "heads": {}}, loss
            else:
                assert (loss, event, answer.get("code")) == (loss, event, code)
        opened.append((loss, socket))
    for loss, socket in opened:
        assert socket.gone.wait(2 * ROUND_SECONDS), loss
        with pytest.raises(GoneError):
            socket.ask("conversation:heads", {"heads": {}}, 0.5)


def test_signing_out_ends_every_socket_of_that_browser_at_once(served: RunningServer, ground: Ground) -> None:
    browser = RawBrowser(served.port).sign_in("bruno")
    kept = browser.cookie
    sockets = [RawSocket(served.port, kept) for _ in range(3)]
    browser.post("/sign-out", {})
    for socket in sockets:
        assert socket.gone.wait(5)
    with pytest.raises(RefusedError, match="signed_out"):
        RawSocket(served.port, kept)
    assert re.match(r"/sign-in", RawBrowser(served.port).get("/home").headers["Location"])
