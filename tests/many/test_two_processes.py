"""Two processes on one PostgreSQL with one Valkey: what is said in one is heard in the other, or asked for."""

import http.client
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urlencode

from shop_help.clock import ticks
from tests.many.conftest import MESSAGES_A_MINUTE, Town
from tests.protocol.conftest import message
from tests.raw_http import RawBrowser
from tests.raw_socket import GoneError, RawSocket


def test_a_message_sent_through_one_is_pushed_through_the_other_in_order(town: Town) -> None:
    talk = town.market.conversation()
    pia, sam = town.connect(0, town.sign_in("pia"), talk), town.connect(1, town.sign_in("sam"), talk)
    for number in range(10):
        assert pia.ask("message:send", message(talk, f"{number}"))["ok"]
    assert sam.ask("message:send", message(talk, "and back"))["ok"]
    pia.wait_for("message:posted", lambda push: push["seq"] == 11)
    sam.wait_for("message:posted", lambda push: push["seq"] == 10)
    assert sorted(push["seq"] for push in sam.heard("message:posted")) == list(range(1, 12))
    theirs = [push["seq"] for push in sam.heard("message:posted") if push["seq"] < 11]
    assert theirs == list(range(1, 11)), "what one process says is heard in its order"
    assert [body for _, body in town.market.log(talk)] == [*map(str, range(10)), "and back"]


def test_typing_and_reading_are_heard_in_the_other_process_but_in_no_other_conversation(town: Town) -> None:
    talk, elsewhere = town.market.conversation(), town.market.conversation("rob", "sue")
    pia, sam = town.connect(0, town.sign_in("pia"), talk), town.connect(1, town.sign_in("sam"), talk)
    rob = town.connect(1, town.sign_in("rob"), elsewhere)
    pia.ask("conversation:typing", {"conversation": talk, "on": True})
    assert sam.wait_for("conversation:typing")["on"] is True
    assert rob.ask("message:send", message(elsewhere, "mine"))["ok"]
    assert [push["conversation"] for push in rob.heard("message:posted")] == [elsewhere]
    assert rob.heard("conversation:typing") == []


def test_who_signs_out_in_one_has_no_socket_left_in_the_other(town: Town) -> None:
    """Red where only those of its own process are ended: the doorkeeper of the other takes ten seconds."""
    talk = town.market.conversation()
    browser, other = town.sign_in("pia"), town.sign_in("pia")
    here, there = town.connect(0, browser, talk), town.connect(1, browser, talk)
    stays = town.connect(1, other, talk)
    assert browser.post("/sign-out", {}).status in (302, 303)
    assert there.gone.wait(3)
    assert here.gone.wait(3)
    assert stays.ask("message:send", message(talk, "another browser of mine"))["ok"]


def test_the_pace_of_messages_is_that_of_all_processes_together(town: Town) -> None:
    taken = -1
    while taken < 0:
        minute, talk, browser = _minute(), town.market.conversation(), town.sign_in("pia")
        both = [town.connect(process, browser, talk) for process in range(2)]
        answers = [both[i % 2].ask("message:send", message(talk, f"{i}")) for i in range(2 * MESSAGES_A_MINUTE)]
        taken = sum(answer["ok"] for answer in answers) if _minute() == minute else -1
    # Each may be a little behind with what the other has let through.
    assert MESSAGES_A_MINUTE <= taken <= MESSAGES_A_MINUTE * 1.3
    assert {answer["code"] for answer in answers if not answer["ok"]} == {"rate_limited"}


def _minute() -> int:
    return int(datetime.now(UTC).timestamp() // 60)


def test_the_pace_of_pages_is_that_of_all_processes_together(town: Town) -> None:
    """The pace of signing in is 60 a minute for each address, here ones that no other test comes from."""
    browser = RawBrowser(town.servers[0].port)
    browser.read_token("/sign-in")
    for address in range(2, 12):
        # Counted from the first of them on.
        began = ticks()
        answers = [_try_to_sign_in(town.servers[i % 2].port, browser, f"127.0.0.{address}") for i in range(62)]
        if ticks() - began < 60:
            break
    assert answers == [404] * 60 + [429] * 2


def _try_to_sign_in(port: int, browser: RawBrowser, address: str) -> int:
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=10, source_address=(address, 0))
    headers = {"Cookie": browser.cookie, "Content-Type": "application/x-www-form-urlencoded"}
    asking.request("POST", "/sign-in/demo", urlencode({"csrf_token": browser.token, "person": "nobody"}), headers)
    status = asking.getresponse().status
    asking.close()
    return status


def test_without_valkey_messages_are_taken_at_once_and_found_by_the_heads(town: Town) -> None:
    _without(town, town.wires[0].cut)


def test_with_a_deaf_valkey_messages_are_taken_at_once_and_found_by_the_heads(town: Town) -> None:
    """Red with the library's own manager: the sender waits for an answer that never comes."""
    _without(town, town.wires[0].stall)


def _without(town: Town, breaks: Callable[[], None]) -> None:
    talk = town.market.conversation()
    pia, sam = town.connect(0, town.sign_in("pia"), talk), town.connect(1, town.sign_in("sam"), talk)
    breaks()
    slowest = 0.0
    for number in range(5):
        began = time.monotonic()
        assert pia.ask("message:send", message(talk, f"{number}"))["ok"]
        slowest = max(slowest, time.monotonic() - began)
    assert slowest < 1, "nobody waits for Valkey"
    # Those of the same process hear it all the same.
    pia.wait_for("message:posted", lambda push: push["seq"] == 5)
    heads = sam.ask("conversation:heads", {"heads": {str(talk): 0}})
    assert heads["heads"] == {str(talk): 5}
    town.wires[0].restore()
    _until_it_crosses(pia, sam, talk)
    _until_it_crosses(sam, pia, talk)


def _until_it_crosses(speaker: RawSocket, hearer: RawSocket, talk: int, seconds: float = 15) -> None:
    """Says something every now and then until the other process hears it, as it must before long."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        seq = speaker.ask("message:send", message(talk, "again?"))["seq"]
        try:
            hearer.wait_for("message:posted", lambda push, seq=seq: push["seq"] == seq, 1)  # type: ignore[misc]
        except GoneError:
            continue
        return
    raise AssertionError("it never crossed")


def test_one_that_stops_sends_its_own_browsers_away_and_nobody_elses(town: Town) -> None:
    """Red where `draining` goes through the queue: every browser of every machine would come back at once."""
    talk = town.market.conversation()
    pia, sam = town.connect(0, town.sign_in("pia"), talk), town.connect(1, town.sign_in("sam"), talk)
    leaving = town.servers[1].process
    assert leaving is not None
    leaving.send_signal(signal.SIGTERM)
    assert sam.wait_for("draining") == {}
    assert sam.gone.wait(5)
    assert leaving.wait(10) == 0
    assert pia.ask("message:send", message(talk, "still here"))["ok"]
    assert pia.heard("draining") == []
    town.servers[1].start()
