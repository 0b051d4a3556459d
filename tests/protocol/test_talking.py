"""Two people talk: names and payloads of CHAT's events, as another program would speak them."""

import time
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from shop_help.announcements.lists import GATHER_SECONDS
from tests.protocol.conftest import Connect, message
from tests.protocol.marketplace import Marketplace
from tests.raw_http import RawBrowser
from tests.raw_socket import GoneError, RawSocket
from tests.running import RunningServer


def test_an_empty_conversation_is_joined(market: Marketplace, connect: Connect) -> None:
    answer = connect("pia").ask("conversation:join", {"conversation": market.conversation(), "after": 0})
    assert answer == {"ok": True, "messages": [], "head": 0, "more": False}


def test_a_message_is_acknowledged_with_its_place_and_is_in_the_database(
    market: Marketplace, connect: Connect
) -> None:
    talk = market.conversation()
    name, before = str(uuid4()), datetime.now(UTC)
    answer = connect("pia", talk).ask("message:send", message(talk, "Where is it?", name))
    assert answer.keys() == {"ok", "client_id", "seq", "created_at", "duplicate"}
    assert (answer["ok"], answer["client_id"], answer["seq"], answer["duplicate"]) == (True, name, 1, False)
    assert before <= datetime.fromisoformat(answer["created_at"]) <= datetime.now(UTC)
    assert market.log(talk) == [(1, "Where is it?")]


def test_places_count_one_two_three_without_a_gap_whoever_writes(market: Marketplace, connect: Connect) -> None:
    talk = market.conversation()
    pia, sam = connect("pia", talk), connect("sam", talk)
    places = [(pia, sam)[i % 2].ask("message:send", message(talk, f"{i}"))["seq"] for i in range(6)]
    assert places == [1, 2, 3, 4, 5, 6]
    assert market.log(talk) == [(i + 1, f"{i}") for i in range(6)]


def test_both_sides_hear_a_message_and_a_stranger_in_another_room_does_not(
    market: Marketplace, connect: Connect
) -> None:
    talk, other = market.conversation(), market.conversation(buyer="rob", seller="sue")
    pia, sam, rob, sue = connect("pia", talk), connect("sam", talk), connect("rob", other), connect("sue", other)
    sent = message(talk, "Only for us <two>")
    pia.ask("message:send", sent)
    for socket in (pia, sam):
        pushed = socket.wait_for("message:posted")
        assert pushed.keys() == {"conversation", "seq", "client_id", "html"}
        assert (pushed["conversation"], pushed["seq"], pushed["client_id"]) == (talk, 1, sent["client_id"])
        _is_the_partial(pushed["html"], 1, "buyer", str(sent["client_id"]), "Only for us &lt;two&gt;")
    # The strangers are there and hear their own conversation, so that their silence means something.
    rob.ask("message:send", message(other, "Elsewhere"))
    for socket in (rob, sue):
        assert socket.wait_for("message:posted")["conversation"] == other
        assert {push["conversation"] for push in socket.heard("message:posted")} == {other}


def test_each_is_told_in_the_language_of_their_page_and_a_push_says_in_which_it_is(
    market: Marketplace, connect: Connect
) -> None:
    talk = market.conversation()
    market.sql("UPDATE persons SET locale = 'es' WHERE cast_name = 'pia'")
    pia, sam = connect("pia", talk), connect("sam", talk)
    market.sql("UPDATE persons SET locale = 'en' WHERE cast_name = 'pia'")
    pia.ask("message:send", message(talk, "Buenos días"))
    pushed = sam.wait_for("message:posted")["html"]
    assert 'data-language="es"' in pushed
    for socket, language, word in ((pia, "es", "Comprador"), (sam, "en", "Buyer")):
        (told,) = socket.ask("conversation:join", {"conversation": talk, "after": 0})["messages"]
        assert f'data-language="{language}"' in told["html"]
        assert f">{word}</span>" in told["html"]
        assert "Buenos días" in told["html"]


def _is_the_partial(html: str, seq: int, author: str, client_id: str, text: str) -> None:
    assert html.split(maxsplit=1)[0] == "<li"
    assert html.endswith("</li>")
    for part in (
        f'id="message-{seq}"',
        f'data-seq="{seq}"',
        f'data-author="{author}"',
        f'data-client-id="{client_id}"',
        text,
    ):
        assert part in html, html


def test_joining_tells_what_was_said(market: Marketplace, connect: Connect) -> None:
    talk = market.conversation()
    pia, sam = connect("pia"), connect("sam")
    names = [str(uuid4()) for _ in range(3)]
    for socket, name in zip((pia, sam, pia), names, strict=True):
        socket.ask("message:send", message(talk, f"I am {name}", name))
    answer = connect("sam").ask("conversation:join", {"conversation": talk, "after": 1})
    assert (answer["ok"], answer["head"], answer["more"]) == (True, 3, False)
    shown = answer["messages"]
    assert [row.keys() for row in shown] == [{"seq", "client_id", "author", "kind", "html"}] * 2
    assert [(row["seq"], row["client_id"], row["author"], row["kind"]) for row in shown] == [
        (2, names[1], "shop", "text"),
        (3, names[2], "buyer", "text"),
    ]
    _is_the_partial(shown[0]["html"], 2, "shop", names[1], f"I am {names[1]}")


def test_one_answer_holds_500_messages_and_says_that_there_are_more(market: Marketplace, connect: Connect) -> None:
    talk = market.conversation()
    pia = connect("pia", talk)
    numbers = [pia.emit("message:send", message(talk, f"line {i}")) for i in range(1, 504)]
    assert all(pia.answer_to(number, 30)["ok"] for number in numbers)
    sam = connect("sam")
    first = sam.ask("conversation:join", {"conversation": talk, "after": 0}, 30)
    assert [row["seq"] for row in first["messages"]] == list(range(1, 501))
    assert (first["head"], first["more"]) == (503, True)
    rest = sam.ask("conversation:join", {"conversation": talk, "after": 500})
    assert [row["seq"] for row in rest["messages"]] == [501, 502, 503]
    assert (rest["head"], rest["more"]) == (503, False)


def test_300_events_of_one_client_are_worked_off_in_the_order_they_came(
    market: Marketplace, connect: Connect
) -> None:
    """CHAT's trap 1; red with async_handlers=True."""
    talk = market.conversation()
    pia = connect("pia", talk)
    numbers = [pia.emit("message:send", message(talk, f"{i}")) for i in range(1, 301)]
    answers = [pia.answer_to(number, 30) for number in numbers]
    assert [answer["seq"] for answer in answers] == list(range(1, 301))
    assert market.log(talk) == [(i, f"{i}") for i in range(1, 301)]


def test_who_left_hears_no_more(market: Marketplace, connect: Connect) -> None:
    talk = market.conversation()
    pia, sam = connect("pia", talk), connect("sam", talk)
    assert sam.ask("conversation:leave", {"conversation": talk}) == {"ok": True}
    pia.ask("message:send", message(talk))
    pia.wait_for("message:posted")
    # The lists of both are told later than any push of the message; Sam hears that.
    sam.wait_for("inbox:changed")
    assert sam.heard("message:posted") == []


def test_the_read_cursor_is_told_to_the_room_and_only_grows(market: Marketplace, connect: Connect) -> None:
    talk = market.conversation()
    pia, sam = connect("pia", talk), connect("sam", talk)
    for i in range(4):
        pia.ask("message:send", message(talk, f"{i}"))
    for seq in (3, 1, 2, 3):
        assert sam.ask("conversation:read", {"conversation": talk, "seq": seq}) == {"ok": True}
    # Nobody has read what is not there: the cursor stops at the head.
    assert sam.ask("conversation:read", {"conversation": talk, "seq": 99}) == {"ok": True}
    pia.wait_for("conversation:read", lambda told: told["seq"] == 4)
    told = [{"conversation": talk, "author": "shop", "seq": seq} for seq in (3, 4)]
    assert pia.heard("conversation:read") == told
    cursor = "SELECT seq FROM read_cursors WHERE conversation_id = ? AND person_id = ?"
    assert market.sql(cursor, talk, market.person("sam")) == [(4,)]


def test_heads_are_told_for_what_one_may_read(market: Marketplace, connect: Connect) -> None:
    mine, foreign = market.conversation(), market.conversation(buyer="rob", seller="sue")
    pia, rob = connect("pia", mine), connect("rob", foreign)
    pia.ask("message:send", message(mine))
    rob.ask("message:send", message(foreign))
    asked = {"heads": {str(mine): 0, str(foreign): 0, "99999999": 0}}
    assert pia.ask("conversation:heads", asked) == {"ok": True, "heads": {str(mine): 1}}
    assert rob.ask("conversation:heads", asked) == {"ok": True, "heads": {str(foreign): 1}}


def test_typing_is_told_to_the_others_alone(market: Marketplace, connect: Connect) -> None:
    talk = market.conversation()
    pia, again, sam = connect("pia", talk), connect("pia", talk), connect("sam", talk)
    for on in (True, False):
        pia.emit("conversation:typing", {"conversation": talk, "on": on})
        told = {"conversation": talk, "author": "buyer", "on": on}
        for socket in (sam, again):
            socket.wait_for("conversation:typing", lambda heard, told=told: heard == told)
    # What was emitted after it has come, so typing would have come before.
    pia.ask("message:send", message(talk))
    pia.wait_for("message:posted")
    assert pia.heard("conversation:typing") == []


def test_the_lists_of_both_are_stale_after_a_message_and_of_nobody_else(
    market: Marketplace, connect: Connect
) -> None:
    talk = market.conversation()
    # What other tests did to the strangers' lists has been said by then.
    time.sleep(2 * GATHER_SECONDS)
    pia, sam, rob, sue = (connect(name) for name in ("pia", "sam", "rob", "sue"))
    assert pia.ask("message:send", message(talk))["ok"]
    assert pia.wait_for("inbox:changed") == {}
    assert sam.wait_for("inbox:changed") == {}
    assert (rob.heard("inbox:changed"), sue.heard("inbox:changed")) == ([], [])
    # And they would hear of their own.
    assert rob.ask("message:send", message(market.conversation(buyer="rob")))["ok"]
    assert rob.wait_for("inbox:changed") == {}


def test_nobody_is_let_in_without_being_signed_in(wire: RunningServer) -> None:
    with pytest.raises(ConnectionError, match="signed_out"):
        RawSocket(wire.port, "")


def test_there_is_no_other_transport_than_websocket(browsers: dict[str, RawBrowser]) -> None:
    answer = browsers["pia"].get("/socket.io/?EIO=4&transport=polling")
    assert answer.status == 400


def test_a_socket_that_is_not_joined_hears_no_messages(market: Marketplace, connect: Connect) -> None:
    talk = market.conversation()
    pia, sam = connect("pia", talk), connect("sam")
    pia.ask("message:send", message(talk))
    sam.wait_for("inbox:changed")
    with pytest.raises(GoneError):
        sam.wait_for("message:posted", seconds=0.2)
