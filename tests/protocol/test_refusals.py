"""What is not done, and in which word CHAT says so."""

from typing import Any
from uuid import uuid4

import pytest

from tests.protocol.conftest import Connect, message
from tests.protocol.marketplace import Marketplace

UUID = "0198d2a4-0000-7000-8000-000000000001"


def test_the_same_message_twice_has_one_place_and_is_a_duplicate(market: Marketplace, connect: Connect) -> None:
    talk = market.conversation()
    pia, sam = connect("pia", talk), connect("sam", talk)
    sent = message(talk, "Once")
    first = pia.ask("message:send", sent)
    pia.ask("message:send", message(talk, "Between"))
    again = pia.ask("message:send", sent)
    assert again == first | {"duplicate": True}
    assert market.log(talk) == [(1, "Once"), (2, "Between")]
    sam.ask("message:send", message(talk, "End"))
    sam.wait_for("message:posted", lambda push: push["seq"] == 3)
    assert [push["seq"] for push in sam.heard("message:posted")] == [1, 2, 3]


def test_two_authors_may_use_the_same_name_for_a_message(market: Marketplace, connect: Connect) -> None:
    talk = market.conversation()
    sent = message(talk, "Mine")
    assert connect("pia").ask("message:send", sent)["seq"] == 1
    answer = connect("sam").ask("message:send", sent)
    assert (answer["seq"], answer["duplicate"]) == (2, False)


def test_one_name_in_two_conversations_is_two_messages(market: Marketplace, connect: Connect) -> None:
    """Both are the first of their conversation, so only the conversation tells them apart."""
    talks, name = [market.conversation(), market.conversation()], str(uuid4())
    for talk, body in zip(talks, ("To the first shop", "To the second shop"), strict=True):
        sam = connect("sam", talk)
        assert connect("pia").ask("message:send", message(talk, body, name))["seq"] == 1
        assert body in sam.wait_for("message:posted")["html"]
        assert body in sam.ask("conversation:join", {"conversation": talk, "after": 0})["messages"][0]["html"]


def test_other_words_under_a_name_that_was_used_are_refused(market: Marketplace, connect: Connect) -> None:
    talk, name = market.conversation(), str(uuid4())
    pia = connect("pia")
    assert pia.ask("message:send", message(talk, "These", name))["ok"]
    answer = pia.ask("message:send", message(talk, "Others", name))
    assert answer == {"ok": False, "code": "client_id_reused", "retry": False}
    assert market.log(talk) == [(1, "These")]


@pytest.mark.parametrize("body", ["x" * 4001, "\N{GRINNING FACE}" * 4001])
def test_more_than_4000_characters_are_too_long(market: Marketplace, connect: Connect, body: str) -> None:
    talk = market.conversation()
    sent = message(talk, body)
    answer = connect("pia").ask("message:send", sent)
    assert answer == {"ok": False, "code": "too_long", "retry": False}
    assert market.log(talk) == []


@pytest.mark.parametrize("body", ["x", "x" * 4000, "\N{GRINNING FACE}" * 4000])
def test_a_body_of_1_to_4000_characters_is_taken_whole(market: Marketplace, connect: Connect, body: str) -> None:
    """4,000 of the longest characters are 16,000 bytes of UTF-8, below the 16 KB."""
    talk = market.conversation()
    assert connect("pia").ask("message:send", message(talk, body))["ok"]
    assert market.log(talk) == [(1, body)]


BAD_BODIES: list[Any] = ["", "   \n", "a\x00b", "a\ud800b", None, 5, True, ["x"], {"x": 1}]


@pytest.mark.parametrize("body", BAD_BODIES, ids=repr)
def test_a_body_that_is_no_text_is_a_bad_request(market: Marketplace, connect: Connect, body: Any) -> None:
    talk = market.conversation()
    answer = connect("pia").ask("message:send", {"conversation": talk, "client_id": UUID, "body": body})
    assert answer == {"ok": False, "code": "bad_request", "retry": False}
    assert market.log(talk) == []


BAD_NAMES: list[Any] = ["", "1", UUID[:-1], UUID + "0", UUID.upper(), UUID.replace("-", ""), f"{UUID}\n", 7, None, []]


@pytest.mark.parametrize("name", BAD_NAMES, ids=repr)
def test_a_name_that_is_no_uuid_is_a_bad_request(market: Marketplace, connect: Connect, name: Any) -> None:
    talk = market.conversation()
    answer = connect("pia").ask("message:send", {"conversation": talk, "client_id": name, "body": "Hello"})
    assert (answer["ok"], answer["code"], answer["retry"]) == (False, "bad_request", False)
    assert market.log(talk) == []


EVENTS = (
    "conversation:join",
    "conversation:leave",
    "message:send",
    "conversation:read",
    "conversation:heads",
    "conversation:typing",
)
BAD_PAYLOADS: list[Any] = [
    None,
    5,
    "text",
    [],
    [1],
    {},
    {"conversation": "1"},
    {"conversation": True, "after": 0, "seq": 1, "heads": []},
    {"conversation": 1.5, "after": 0, "seq": 1, "heads": 5},
    {"conversation": -1, "after": 0, "seq": 1, "heads": None},
    {"conversation": 2**53, "after": 0, "seq": 1, "heads": {str(i): 0 for i in range(201)}},
    {"conversation": 10**90, "after": 0, "seq": 1, "heads": "1"},
]


@pytest.mark.parametrize("event", EVENTS)
def test_a_payload_of_another_shape_is_a_bad_request(connect: Connect, event: str) -> None:
    pia = connect("pia")
    for payload in BAD_PAYLOADS:
        assert pia.ask(event, payload) == {"ok": False, "code": "bad_request", "retry": False}, payload


@pytest.mark.parametrize("event", EVENTS)
def test_none_and_several_payloads_are_a_bad_request(connect: Connect, event: str) -> None:
    pia = connect("pia")
    good = {"conversation": 1, "after": 0, "seq": 1, "heads": {}, "client_id": UUID, "body": "Hello", "on": True}
    for payloads in ((), (good, good)):
        answer = pia.answer_to(pia.emit(event, *payloads))
        assert answer == {"ok": False, "code": "bad_request", "retry": False}, payloads


@pytest.mark.parametrize(
    ("event", "payload"),
    [
        ("conversation:join", {"after": -1}),
        ("conversation:join", {"after": "0"}),
        ("conversation:join", {"after": None}),
        ("conversation:read", {"seq": -1}),
        ("conversation:read", {"seq": "1"}),
        ("conversation:read", {}),
    ],
)
def test_a_number_of_another_kind_is_a_bad_request(
    market: Marketplace, connect: Connect, event: str, payload: dict[str, Any]
) -> None:
    answer = connect("pia").ask(event, {"conversation": market.conversation(), **payload})
    assert answer == {"ok": False, "code": "bad_request", "retry": False}


@pytest.mark.parametrize("stranger", ["rob", "sue"])
def test_a_stranger_is_forbidden_everything_of_a_conversation_that_is_there(
    market: Marketplace, connect: Connect, stranger: str
) -> None:
    talk = market.conversation()
    pia, other = connect("pia", talk), connect(stranger)
    asks: dict[str, dict[str, Any]] = {
        "conversation:join": {"after": 0},
        "message:send": {"client_id": UUID, "body": "Let me in"},
        "conversation:read": {"seq": 1},
        "conversation:typing": {"on": True},
    }
    assert pia.ask("message:send", message(talk, "It exists"))["seq"] == 1
    for event, more in asks.items():
        answer = other.ask(event, {"conversation": talk, **more})
        assert (answer["ok"], answer["code"], answer["retry"]) == (False, "forbidden", False), event
        # The same answer as for what does not exist: nobody learns which ids there are.
        assert other.ask(event, {"conversation": 99_999_999, **more}) == answer
    for event, more in asks.items():
        assert pia.ask(event, {"conversation": talk, **more})["ok"], event
    assert pia.wait_for("message:posted", lambda push: push["seq"] == 2)
    assert (other.heard("message:posted"), other.heard("conversation:typing")) == ([], [])
    assert market.log(talk) == [(1, "It exists"), (2, "Let me in")]


def test_a_closed_conversation_is_read_and_not_written(market: Marketplace, connect: Connect) -> None:
    talk = market.conversation()
    pia = connect("pia", talk)
    sent = message(talk, "Before")
    assert pia.ask("message:send", sent)["ok"]
    market.sql("UPDATE conversations SET closed_at = '2026-01-01 00:00:00.000000' WHERE id = ?", talk)
    late = message(talk, "After")
    answer = pia.ask("message:send", late)
    assert answer == {"ok": False, "code": "closed", "retry": False}
    # What was in before is answered as before: its sender may never have heard the ack.
    assert pia.ask("message:send", sent)["duplicate"] is True
    assert len(pia.ask("conversation:join", {"conversation": talk, "after": 0})["messages"]) == 1
    assert market.log(talk) == [(1, "Before")]
