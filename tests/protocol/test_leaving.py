"""A server that is told to stop (CHAT, trap 13), and one that asks to be slow."""

import signal
import time
from collections.abc import Iterator
from uuid import uuid4

import pytest
import websocket

from tests.protocol.conftest import message
from tests.protocol.marketplace import Marketplace
from tests.protocol.test_frames import shout
from tests.raw_http import RawBrowser
from tests.raw_socket import RawSocket
from tests.running import RunningServer


@pytest.fixture
def leaving(market: Marketplace) -> Iterator[RunningServer]:
    """A server of this test's own, in which somebody may write five messages a minute."""
    server = RunningServer(market.path, market.path.with_suffix(".leaving.log"), SHOP_HELP_MESSAGES_A_MINUTE="5")
    server.start()
    yield server
    server.stop()


def test_a_stopping_server_says_so_takes_nothing_in_and_is_gone_soon(
    leaving: RunningServer, market: Marketplace
) -> None:
    """Red without Worker.handle_exit in server.py: nobody is told, and the sockets hold it for the whole grace.

    Red too where it says good-bye and does not hang up (HangingUp.hang_up; the third here is deaf and never will),
    and where a socket that was ended for shouting still holds its threads (HangingUp._thread; most times).
    """
    talk = market.conversation()
    sockets = [RawSocket(leaving.port, RawBrowser(leaving.port).sign_in(name).cookie) for name in ("pia", "sam")]
    for socket in sockets:
        assert socket.ask("conversation:join", {"conversation": talk, "after": 0})["ok"]
    deaf = _deaf(leaving)
    for _ in range(5):
        with RawSocket(leaving.port, RawBrowser(leaving.port).sign_in("sue").cookie) as shouting:
            shout(shouting, pieces=400)
            assert shouting.gone.wait(5)
    assert sockets[0].ask("message:send", message(talk, "In time"))["ok"]
    assert leaving.process is not None
    began = time.monotonic()
    leaving.process.send_signal(signal.SIGTERM)
    assert sockets[0].wait_for("draining") == {}
    late = message(talk, "Too late")
    assert sockets[0].ask("message:send", late) == {"ok": False, "code": "draining", "retry": True}
    assert sockets[1].wait_for("draining") == {}
    for socket in sockets:
        assert socket.gone.wait(5)
    assert leaving.process.wait(5) == 0
    assert deaf.connected
    assert time.monotonic() - began < 5
    assert market.log(talk) == [(1, "In time")]


def _deaf(server: RunningServer) -> websocket.WebSocket:
    """Somebody's socket that nobody reads: a telephone in a tunnel."""
    address = f"ws://127.0.0.1:{server.port}/socket.io/?EIO=4&transport=websocket"
    cookie = RawBrowser(server.port).sign_in("rob").cookie
    deaf = websocket.create_connection(address, cookie=cookie, origin=f"http://127.0.0.1:{server.port}", timeout=10)
    deaf.send("40")
    return deaf


def test_who_writes_faster_than_anybody_can_is_asked_to_wait(leaving: RunningServer, market: Marketplace) -> None:
    talk = market.conversation()
    browser = RawBrowser(leaving.port).sign_in("pia")
    with RawSocket(leaving.port, browser.cookie) as pia:
        assert [pia.ask("message:send", message(talk, f"{i}"))["ok"] for i in range(5)] == [True] * 5
        assert pia.ask("message:send", message(talk)) == {"ok": False, "code": "rate_limited", "retry": True}
        # Over HTTP it is the same person at the same pace.
        form = {"client_id": uuid4(), "body": "And by form?"}
        answer = browser.post(f"/conversations/{talk}/messages", form, Accept="application/json")
        assert (answer.status, answer.json["code"], answer.json["retry"]) == (429, "rate_limited", True)
        assert len(market.log(talk)) == 5
