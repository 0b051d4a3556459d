"""The guards against CHAT's traps 2, 3, 4 and 10. Each docstring says what was taken away to see its test go red."""

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from shop_help.live.doorkeeping import ROUND_SECONDS
from tests.protocol.conftest import Connect, message
from tests.protocol.marketplace import Marketplace
from tests.raw_http import RawBrowser
from tests.raw_socket import RawSocket, RefusedError
from tests.running import RunningServer

# -- 2: a failure is never acknowledged as a success ---------------------------------------------------------------


@pytest.fixture
def broken(market: Marketplace) -> Iterator[Marketplace]:
    """A database that fails: its table of messages is out of reach until `mend` or the test's end."""
    market.sql("ALTER TABLE messages RENAME TO messages_away")
    yield market
    if market.sql("SELECT 1 FROM sqlite_master WHERE name = 'messages_away'"):
        mend(market)


def mend(market: Marketplace) -> None:
    market.sql("ALTER TABLE messages_away RENAME TO messages")


def test_what_fails_is_refused_for_now_and_can_be_sent_again(
    market: Marketplace, connect: Connect, request: pytest.FixtureRequest
) -> None:
    """Trap 2. Red without the `except Exception` in live/hearing.py (no answer at all comes to the join)."""
    talk = market.conversation()
    pia = connect("pia", talk)
    request.getfixturevalue("broken")
    sent = message(talk, "Keep me")
    answer = pia.ask("message:send", sent)
    assert (answer["ok"], answer["retry"]) == (False, True)
    assert answer["code"] in {"busy", "unavailable"}
    assert pia.ask("conversation:join", {"conversation": talk, "after": 0}) == {
        "ok": False,
        "code": "unavailable",
        "retry": True,
    }
    mend(market)
    assert pia.ask("message:send", sent)["seq"] == 1
    assert market.log(talk) == [(1, "Keep me")]


# -- 3: connect and disconnect are not events that anybody emits ---------------------------------------------------


@pytest.mark.parametrize("event", ["connect", "disconnect", "message", "__proto__", "connect_error", "*"])
def test_an_event_that_chat_does_not_name_is_not_heard(connect: Connect, market: Marketplace, event: str) -> None:
    """Trap 3. Red without _hear_known_events in sockets.py (both are acked)."""
    talk = market.conversation()
    pia = connect("pia", talk)
    unheard = pia.emit(event, {"conversation": talk})
    assert pia.ask("message:send", message(talk))["ok"]
    assert pia._acks[unheard].empty()


def test_an_emitted_disconnect_does_not_hide_a_socket_from_the_doorkeeper(
    wire: RunningServer, market: Marketplace
) -> None:
    """Trap 3. Red without _hear_known_events: the disconnect handler forgets a socket that lives on.

    The doorkeeper ends the sockets of a sign-in that another process, or somebody at the database, has ended.
    """
    browser = RawBrowser(wire.port).sign_in("pia")
    with RawSocket(wire.port, browser.cookie) as pia:
        pia.emit("disconnect", "io client disconnect")
        assert pia.ask("conversation:join", {"conversation": market.conversation(), "after": 0})["ok"]
        market.sql(
            "UPDATE sign_ins SET ended_at = started_at WHERE id = "
            "(SELECT id FROM sign_ins WHERE person_id = ? ORDER BY rowid DESC LIMIT 1)",
            market.person("pia"),
        )
        assert pia.gone.wait(2 * ROUND_SECONDS)


# -- 4: ending sockets does not undo the work of the request that ends them ----------------------------------------


def test_signing_out_ends_this_browsers_sockets_and_is_kept(wire: RunningServer, market: Marketplace) -> None:
    """Trap 4. Red with end_sign_in inside the write unit and a disconnect handler that removes the session."""
    talk = market.conversation()
    browser, other = RawBrowser(wire.port).sign_in("pia"), RawBrowser(wire.port).sign_in("pia")
    sockets = [RawSocket(wire.port, browser.cookie) for _ in range(2)]
    stays = RawSocket(wire.port, other.cookie)
    for socket in (*sockets, stays):
        assert socket.ask("conversation:join", {"conversation": talk, "after": 0})["ok"]
    newest = "SELECT id, ended_at IS NULL FROM sign_ins WHERE person_id = ? ORDER BY rowid DESC LIMIT 2"
    assert [still for _, still in market.sql(newest, market.person("pia"))] == [1, 1]
    answer = browser.post("/sign-out", {})
    assert answer.status in (200, 302, 303)
    for socket in sockets:
        assert socket.gone.wait(5)
    assert [still for _, still in market.sql(newest, market.person("pia"))] == [1, 0]
    assert stays.ask("message:send", message(talk))["ok"]
    stays.close()


def test_a_copy_of_the_cookie_opens_nothing_after_the_sign_out(wire: RunningServer) -> None:
    browser = RawBrowser(wire.port).sign_in("pia")
    kept = browser.cookie
    RawSocket(wire.port, kept).close()
    browser.post("/sign-out", {})
    with pytest.raises(RefusedError, match="signed_out"):
        RawSocket(wire.port, kept)


# -- 10: every writer begins as a writer ---------------------------------------------------------------------------


def test_two_processes_write_to_one_conversation_without_a_failure_or_a_gap(
    wire: RunningServer, market: Marketplace, connect: Connect
) -> None:
    """Trap 10. Red with a plain BEGIN for writers in database.py."""
    second = RunningServer(market.path, market.path.with_suffix(".second.log"))
    second.start()
    try:
        talk = market.conversation()
        there = RawSocket(second.port, RawBrowser(second.port).sign_in("sam").cookie)
        told: list[Any] = []
        threads = [
            threading.Thread(target=_write_on, args=(socket, talk, told)) for socket in (connect("pia"), there)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert [answer for answer in told if not answer["ok"]] == []
        assert sorted(answer["seq"] for answer in told) == list(range(1, 401))
        assert [seq for seq, _ in market.log(talk)] == list(range(1, 401))
        there.close()
    finally:
        second.stop()


def _write_on(socket: RawSocket, talk: int, told: list[Any]) -> None:
    for _ in range(20):
        numbers = [socket.emit("message:send", message(talk)) for _ in range(10)]
        told += [socket.answer_to(number, 30) for number in numbers]
        time.sleep(0.005)
