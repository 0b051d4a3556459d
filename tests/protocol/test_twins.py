"""The same acts over plain HTTP, for forms and for networks without WebSocket (CHAT, "HTTP twins")."""

import re
from uuid import uuid4

import pytest

from tests.protocol.conftest import Connect, message
from tests.protocol.marketplace import Marketplace
from tests.raw_http import Answer, RawBrowser
from tests.raw_socket import RawSocket

Browsers = dict[str, RawBrowser]


def say(browsers: Browsers, talk: int, body: str, name: str, **headers: str) -> Answer:
    form = {"client_id": name, "body": body}
    return browsers["pia"].post(f"/conversations/{talk}/messages", form, **headers)


def places(html: str) -> list[int]:
    """The places of the messages in a piece of HTML, as they stand."""
    return [int(seq) for seq in re.findall(r'data-seq="(\d+)"', html)]


def without_days(html: str) -> str:
    """A page words day and time for its reader; a push is the same for all of them. The rest is one partial."""
    return re.sub(r' data-day="[^"]*"|(?<="time">)[^<]*|\s+(?=<)', "", html).strip()


def test_a_form_writes_a_message_and_leads_back_to_it(
    market: Marketplace, connect: Connect, browsers: Browsers
) -> None:
    talk, name = market.conversation(), str(uuid4())
    sam = connect("sam", talk)
    answer = say(browsers, talk, "From a form", name)
    assert answer.status == 303
    assert answer.headers["Location"].split("#") == [f"/conversations/{talk}", "message-1"]
    assert sam.wait_for("message:posted")["client_id"] == name
    # A form that is sent again by a reload is the same message.
    again = say(browsers, talk, "From a form", name)
    assert (again.status, again.headers["Location"]) == (303, answer.headers["Location"])
    assert market.log(talk) == [(1, "From a form")]


@pytest.mark.parametrize(("person", "pages"), [("pia", ""), ("sam", "/sellers")])
def test_a_script_gets_the_sockets_own_answer(
    market: Marketplace, connect: Connect, browsers: Browsers, person: str, pages: str
) -> None:
    talk, name = market.conversation(), str(uuid4())
    form = {"client_id": name, "body": "From a script"}
    address = f"{pages}/conversations/{talk}/messages"
    answer = browsers[person].post(address, form, Accept="application/json")
    assert answer.status == 200
    assert places(browsers[person].get(f"{address}?after=0").text) == [1]
    over_the_socket = connect(person).ask("message:send", message(talk, "From a script", name))
    assert answer.json == over_the_socket | {"duplicate": False}
    assert over_the_socket["duplicate"] is True


@pytest.mark.parametrize(
    ("body", "name", "status", "code"),
    [
        ("x" * 4001, "", 422, "too_long"),
        (" ", "", 422, "bad_request"),
        ("a\x00b", "", 422, "bad_request"),
        ("Hello", "no-uuid", 422, "bad_request"),
    ],
)
def test_a_refusal_has_its_status_and_chats_word(
    market: Marketplace, browsers: Browsers, body: str, name: str, status: int, code: str
) -> None:
    talk = market.conversation()
    answer = say(browsers, talk, body, name or str(uuid4()), Accept="application/json")
    assert (answer.status, answer.json) == (status, {"ok": False, "code": code, "retry": False})
    assert market.log(talk) == []


def test_a_closed_conversation_and_a_used_name_are_conflicts(market: Marketplace, browsers: Browsers) -> None:
    talk, name = market.conversation(), str(uuid4())
    assert say(browsers, talk, "These words", name).status == 303
    reused = say(browsers, talk, "Other words", name, Accept="application/json")
    assert (reused.status, reused.json["code"]) == (409, "client_id_reused")
    market.sql("UPDATE conversations SET closed_at = '2026-01-01 00:00:00.000000' WHERE id = ?", talk)
    closed = say(browsers, talk, "Too late", str(uuid4()), Accept="application/json")
    assert (closed.status, closed.json["code"], closed.json["retry"]) == (409, "closed", False)
    assert market.log(talk) == [(1, "These words")]


def test_a_person_whose_message_is_refused_keeps_what_they_wrote(market: Marketplace, browsers: Browsers) -> None:
    talk = market.conversation()
    market.sql("UPDATE conversations SET closed_at = '2026-01-01 00:00:00.000000' WHERE id = ?", talk)
    answer = say(browsers, talk, "All these words", str(uuid4()))
    assert answer.status == 409
    assert "All these words" in answer.text


def test_catching_up_gives_the_same_partials_as_the_socket(
    market: Marketplace, connect: Connect, browsers: Browsers
) -> None:
    talk = market.conversation()
    pia = connect("pia", talk)
    for i in range(4):
        pia.ask("message:send", message(talk, f"line {i}"))
    answer = browsers["pia"].get(f"/conversations/{talk}/messages?after=1")
    assert (answer.status, answer.headers["X-Head"], answer.headers["X-More"]) == (200, "4", "false")
    assert places(answer.text) == [2, 3, 4]
    joined = pia.ask("conversation:join", {"conversation": talk, "after": 1})
    pushed = "".join(row["html"] for row in joined["messages"])
    assert without_days(answer.text) == without_days(pushed)
    at_the_head = browsers["pia"].get(f"/conversations/{talk}/messages?after=4")
    assert (at_the_head.text, at_the_head.headers["X-Head"]) == ("", "4")


def _said(socket: RawSocket, talk: int, lines: int) -> None:
    numbers = [socket.emit("message:send", message(talk, f"line {i}")) for i in range(lines)]
    assert all(socket.answer_to(number, 30)["ok"] for number in numbers)


def test_one_catching_up_holds_500_messages_and_one_step_upward_50(
    market: Marketplace, connect: Connect, browsers: Browsers
) -> None:
    talk = market.conversation()
    _said(connect("pia"), talk, 503)
    address = f"/conversations/{talk}/messages"
    down = browsers["pia"].get(f"{address}?after=0")
    assert places(down.text) == list(range(1, 501))
    assert (down.headers["X-Head"], down.headers["X-More"]) == ("503", "true")
    rest = browsers["pia"].get(f"{address}?after=500")
    assert (places(rest.text), rest.headers["X-More"]) == ([501, 502, 503], "false")
    up = browsers["pia"].get(f"{address}?before=454")
    assert (places(up.text), up.headers["X-More"]) == (list(range(404, 454)), "true")
    top = browsers["pia"].get(f"{address}?before=21")
    assert (places(top.text), top.headers["X-More"]) == (list(range(1, 21)), "false")


def test_reading_over_http_moves_the_same_cursor(market: Marketplace, connect: Connect, browsers: Browsers) -> None:
    talk = market.conversation()
    sam = connect("sam", talk)
    sam.ask("message:send", message(talk, "Read me"))
    answer = browsers["pia"].post(f"/conversations/{talk}/read", {"seq": 1})
    assert answer.status == 204
    assert sam.wait_for("conversation:read") == {"conversation": talk, "author": "buyer", "seq": 1}


@pytest.mark.parametrize("stranger", ["rob", "sue"])
def test_a_strangers_requests_find_nothing_where_there_is_something(
    market: Marketplace, browsers: Browsers, stranger: str
) -> None:
    talk = market.conversation()
    assert say(browsers, talk, "It exists", str(uuid4())).status == 303
    address = f"/conversations/{talk}"
    assert browsers["pia"].get(f"{address}/messages?after=0").status == 200
    form = {"client_id": uuid4(), "body": "Let me in"}
    assert browsers[stranger].get(f"{address}/messages?after=0").status == 404
    assert browsers[stranger].post(f"{address}/messages", form, Accept="application/json").status == 404
    assert browsers[stranger].post(f"{address}/read", {"seq": 1}).status == 404
    assert market.log(talk) == [(1, "It exists")]


def test_a_post_without_its_token_is_refused(market: Marketplace, browsers: Browsers) -> None:
    talk = market.conversation()
    form = {"csrf_token": "another", "client_id": uuid4(), "body": "Forged"}
    assert browsers["pia"].post(f"/conversations/{talk}/messages", form).status == 400
    assert market.log(talk) == []
