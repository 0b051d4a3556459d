"""What agents do beside their words is heard by agents alone: who looks, who writes; and stale words on the wire."""

from typing import Any

import pytest

from shop_help.actions.cases import OpenedCase
from tests.protocol.conftest import Connect, message
from tests.protocol.marketplace import Marketplace
from tests.raw_http import RawBrowser
from tests.raw_socket import RawSocket

#: What is said when a case is opened is over by then; lists are told twice a second at most.
QUIET = 1.5


@pytest.fixture
def case(market: Marketplace) -> OpenedCase:
    return market.case()


@pytest.fixture
def pia(connect: Connect, case: OpenedCase) -> RawSocket:
    """The buyer, at her case."""
    return connect("pia", case.conversation_id)


@pytest.fixture
def ida(connect: Connect, case: OpenedCase) -> RawSocket:
    """A colleague, at the same."""
    return connect("ida", case.conversation_id)


@pytest.fixture
def gil(browsers: dict[str, RawBrowser], case: OpenedCase, pia: RawSocket, ida: RawSocket) -> RawBrowser:
    """An agent's browser, once all is quiet."""
    for socket in (pia, ida):
        socket.gone.wait(QUIET)
        socket.pushes.clear()
    return browsers["gil"]


def changed(case: OpenedCase) -> dict[str, Any]:
    return {"conversation": case.conversation_id}


WORDS = {"body": "a heron", "seen": 1, "typing": 1, "quiet": 1}
ACTS = {
    "looks": lambda browser, page: browser.get(page),
    "writes": lambda browser, page: browser.post(f"{page}/draft", WORDS),
}


@pytest.mark.parametrize("act", ACTS)
def test_a_buyer_never_hears_who_looks_or_writes(
    act: str, case: OpenedCase, gil: RawBrowser, pia: RawSocket, ida: RawSocket
) -> None:
    """Red where it is said to the conversation's room."""
    answer = ACTS[act](gil, f"/agents/cases/{case.case_id}")
    assert answer.status in (200, 204)
    assert ida.wait_for("conversation:changed") == changed(case)
    # She is there, and hears what she may: a word of her own comes back.
    assert pia.ask("message:send", message(case.conversation_id, "Hello?"))["ok"]
    assert pia.wait_for("message:posted")["seq"]
    pia.gone.wait(QUIET)
    before = pia.pushes[: [event for event, _ in pia.pushes].index("message:posted")]
    assert before == []
    assert "a heron" not in str(pia.pushes)
    assert "Gil" not in str(pia.pushes)


def test_stale_words_are_refused_on_the_wire_and_taken_once_what_is_new_was_seen(
    case: OpenedCase, connect: Connect, market: Marketplace
) -> None:
    talk = case.conversation_id
    gil, pia = connect("gil", talk), connect("pia", talk)
    head = market.log(talk)[-1][0]
    assert pia.ask("message:send", message(talk, "It came!"))["ok"]
    words = message(talk, "It is lost.") | {"seen": head, "then": "resolved"}
    assert gil.ask("message:send", words) == {"ok": False, "code": "stale", "retry": False}
    assert [body for _, body in market.log(talk)][-1] == "It came!"
    taken = gil.ask("message:send", words | {"body": "Good!", "seen": head + 1})
    assert taken["ok"], "nothing was stored under this name"
    assert taken["seq"] == head + 2
    assert market.sql("SELECT state FROM cases WHERE id = ?", case.case_id) == [("resolved",)]


def test_a_buyers_words_are_never_stale(case: OpenedCase, connect: Connect) -> None:
    talk = case.conversation_id
    gil, pia = connect("gil", talk), connect("pia", talk)
    assert gil.ask("message:send", message(talk, "Which lamp?"))["ok"]
    assert pia.ask("message:send", message(talk, "The brass one.") | {"seen": 0, "then": "resolved"})["ok"]
