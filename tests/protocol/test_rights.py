"""Rights are read anew at each event: the guard against CHAT's trap 7, red where the viewer is kept from connect."""

from typing import Any
from uuid import uuid4

import pytest

from tests.protocol.conftest import Connect
from tests.protocol.marketplace import Marketplace
from tests.raw_http import RawBrowser
from tests.raw_socket import RawSocket
from tests.running import RunningServer

EVERYTHING: dict[str, dict[str, Any]] = {
    "conversation:join": {"after": 0},
    "message:send": {"body": "Hello"},
    "conversation:read": {"seq": 1},
    "conversation:typing": {"on": True},
}


def answers(socket: RawSocket, talk: int) -> dict[str, str]:
    """What each event is answered: ok, or the code of its refusal."""
    told = {}
    for event, more in EVERYTHING.items():
        answer = socket.ask(event, {"conversation": talk, "client_id": str(uuid4()), **more})
        told[event] = "ok" if answer["ok"] else answer["code"]
    heads = socket.ask("conversation:heads", {"heads": {str(talk): 0}})
    told["conversation:heads"] = (
        heads["code"] if not heads["ok"] else "ok" if str(talk) in heads["heads"] else "forbidden"
    )
    return told


def all_are(word: str) -> dict[str, str]:
    return dict.fromkeys([*EVERYTHING, "conversation:heads"], word)


def test_an_ended_sign_in_is_seen_by_the_next_event(wire: RunningServer, market: Marketplace) -> None:
    talk = market.conversation()
    browser = RawBrowser(wire.port).sign_in("pia")
    with RawSocket(wire.port, browser.cookie) as pia:
        assert answers(pia, talk) == all_are("ok")
        person = market.person("pia")
        market.sql(
            "UPDATE sign_ins SET ended_at = started_at WHERE id = "
            "(SELECT id FROM sign_ins WHERE person_id = ? ORDER BY rowid DESC LIMIT 1)",
            person,
        )
        before = market.log(talk)
        assert answers(pia, talk) == all_are("signed_out")
        assert market.log(talk) == before


LOSSES = {
    "a buyer's role": ("pia", "DELETE FROM person_roles WHERE person_id = ?"),
    "a seller's role": ("sam", "DELETE FROM person_roles WHERE person_id = ?"),
    "the shop": ("sam", "DELETE FROM shop_members WHERE person_id = ?"),
    "their 18 years": ("pia", "UPDATE persons SET birthdate = date('now', '-17 years') WHERE id = ?"),
}


@pytest.mark.parametrize("lost", LOSSES)
def test_a_lost_right_is_seen_by_the_next_event(market: Marketplace, connect: Connect, lost: str) -> None:
    name, statement = LOSSES[lost]
    person, talk = market.person(name), market.conversation()
    kept = {table: market.sql(f"SELECT * FROM {table} WHERE person_id = ?", person) for table in TABLES}
    birthdate = market.sql("SELECT birthdate FROM persons WHERE id = ?", person)[0][0]
    socket = connect(name, talk)
    try:
        assert answers(socket, talk) == all_are("ok")
        market.sql(statement, person)
        assert answers(socket, talk) == all_are("forbidden")
    finally:
        for table, rows in kept.items():
            for row in rows:
                market.sql(f"INSERT OR IGNORE INTO {table} VALUES (?, ?)", *row)
        market.sql("UPDATE persons SET birthdate = ? WHERE id = ?", birthdate, person)
    assert answers(socket, talk) == all_are("ok")


TABLES = ("person_roles", "shop_members")


def test_somebody_whose_account_was_closed_is_signed_out(market: Marketplace, connect: Connect) -> None:
    talk, person = market.conversation(), market.person("pia")
    pia = connect("pia", talk)
    market.sql("UPDATE persons SET active = 0 WHERE id = ?", person)
    try:
        assert answers(pia, talk) == all_are("signed_out")
    finally:
        market.sql("UPDATE persons SET active = 1 WHERE id = ?", person)
