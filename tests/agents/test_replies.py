"""Saved replies of customer service: of all agents alike, added, changed, deleted and taken back; no word is lost."""

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop_help.extensions import db
from shop_help.models import LogEntry, ServiceReply
from shop_help.policy.service_replies import MOST_REPLIES

PATH = "/agents/replies"
WORDS = {"title": "A lantern?", "body": "Always lit.", "then": ""}


@pytest.fixture
def gus(app: Flask, sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    """An agent, where nobody has saved a reply."""
    db.session.query(ServiceReply).delete()
    db.session.commit()
    return sign_in("gus")


def made(**more: Any) -> ServiceReply:
    row = ServiceReply(**(WORDS | more))
    db.session.add(row)
    db.session.commit()
    return row


def rows() -> list[ServiceReply]:
    db.session.rollback()
    db.session.expire_all()
    return db.session.query(ServiceReply).order_by(ServiceReply.id).all()


def logged(what: str) -> list[LogEntry]:
    db.session.rollback()
    what = what if "." in what else f"service_reply.{what}"
    return db.session.query(LogEntry).filter_by(what=what).order_by(LogEntry.id).all()


def seen(row: ServiceReply) -> dict[str, str]:
    return {"seen": row.updated_at.isoformat()}


def test_an_agent_adds_one_and_every_agent_has_it(gus: FlaskClient, sign_in: Any, person_of: Any) -> None:
    told = {"title": "  All done ", "body": "Line one\r\nand {buyer_name}.", "then": "resolved"}
    answer = gus.post(PATH, data=told)
    assert (answer.status_code, answer.headers["Location"]) == (303, PATH)
    (row,) = rows()
    assert (row.title, row.body, row.then) == ("All done", "Line one\nand {buyer_name}.", "resolved")
    (entry,) = logged("added")
    assert (entry.voice, entry.person_id, entry.shop_id) == ("CUSTOMER_SERVICE", person_of("gus").id, None)
    page = sign_in("iris").get(PATH).text
    assert "All done" in page
    assert "Send and resolve" in page


def test_a_change_keeps_in_the_log_what_stood_there_and_who_changed_it(
    gus: FlaskClient, sign_in: Any, person_of: Any
) -> None:
    row = made()
    told = {"title": "A lamp?", "body": "Dimmed.", "then": "assigned"} | seen(row)
    for _ in range(2):  # sent twice, it is one change
        assert sign_in("iris").post(f"{PATH}/{row.id}", data=told).status_code == 303
    (changed,) = rows()
    assert (changed.title, changed.body, changed.then) == ("A lamp?", "Dimmed.", "assigned")
    (entry,) = logged("changed")
    assert entry.data["before"] == ["A lantern?", "Always lit.", ""]
    assert entry.person_id == person_of("iris").id


def test_of_two_agents_who_change_one_the_second_reads_the_firsts_words_and_keeps_theirs(
    gus: FlaskClient, sign_in: Any
) -> None:
    row = made()
    opened = seen(row)
    assert sign_in("iris").post(f"{PATH}/{row.id}", data=WORDS | {"body": "A heron's."} | opened).status_code == 303
    held = gus.post(f"{PATH}/{row.id}", data=WORDS | {"body": "A magpie's."} | opened)
    page = html.unescape(held.text)
    assert held.status_code == 422
    assert "A colleague changed this meanwhile." in page
    assert "A heron's." in page
    assert "A magpie's.</textarea>" in page
    assert [each.body for each in rows()] == ["A heron's."]
    again = {"seen": re.search(r'name="seen" value="([^"]+)"', page)[1]}
    assert gus.post(f"{PATH}/{row.id}", data=WORDS | {"body": "A magpie's."} | again).status_code == 303
    assert [each.body for each in rows()] == ["A magpie's."]
    # What was seen in time is changed without a word.
    assert "meanwhile" not in gus.get(f"{PATH}/{row.id}").text


def test_deleting_is_taken_back_once_and_by_any_agent(gus: FlaskClient, sign_in: Any) -> None:
    row_id = made(then="resolved").id
    assert gus.post(f"{PATH}/{row_id}/removal").status_code == 303
    assert rows() == []
    page = gus.get(PATH).text
    assert "“A lantern?” is deleted." in page
    entry = re.search(r'name="entry" value="(\d+)"', page)[1]
    assert "is deleted" not in gus.get(PATH).text, "it is offered once"
    for who in ("iris", "gus"):
        assert sign_in(who).post(f"{PATH}/restorations", data={"entry": entry}).status_code == 303
    (back,) = rows()
    assert (back.id, back.body, back.then) == (row_id, "Always lit.", "resolved")
    assert len(logged("restored")) == 1


def test_a_second_tap_on_delete_says_what_the_first_did(gus: FlaskClient, sign_in: Any) -> None:
    row_id = made(then="resolved").id
    for who in (gus, sign_in("iris")):
        assert who.post(f"{PATH}/{row_id}/removal").status_code == 303
    page = who.get(PATH).text
    assert "“A lantern?” is deleted." in page
    assert re.search(r'name="entry" value="(\d+)"', page)[1] == str(logged("removed")[0].id)
    assert len(logged("removed")) == 1


def test_what_a_shop_deleted_does_not_come_back_here(gus: FlaskClient, sign_in: Any) -> None:
    sign_in("sol").post("/sellers/replies", data={"title": "Ours", "body": "Alone."})
    theirs = logged("reply.added")[0].data["reply"]
    sign_in("sol").post(f"/sellers/replies/{theirs}/removal")
    entry = logged("reply.removed")[0]
    assert gus.post(f"{PATH}/restorations", data={"entry": entry.id}).status_code == 404
    gone = made()
    gus.post(f"{PATH}/{gone.id}/removal")
    entry = logged("removed")[0]
    assert sign_in("sol").post("/sellers/replies/restorations", data={"entry": entry.id}).status_code == 404
    assert rows() == []


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"title": ""}, "Write something here."),
        ({"body": " \r\n "}, "Write something here."),
        ({"title": "x" * 61}, "characters; these are 61."),
        ({"body": "y" * 2001}, "At most 2000 characters; these are 2001."),
        ({"body": "It has {trackng_number}."}, "{trackng_number} can't be filled. These can: {order_number},"),
        ({"then": "closed"}, "Choose one from the list."),
    ],
)
def test_what_can_not_be_is_said_at_its_field_and_nothing_typed_is_lost(
    told: dict[str, str], said: str, gus: FlaskClient
) -> None:
    row = made()
    for path in (PATH, f"{PATH}/{row.id}"):
        form = WORDS | {"then": "resolved"} | told
        answer = gus.post(path, data=form | seen(row))
        page = html.unescape(answer.text)
        assert answer.status_code == 422
        assert said in page
        assert 'aria-invalid="true"' in page
        assert form["title"] in page
        assert form["body"].strip() in page
        assert form["then"] == "closed" or re.search(r'value="resolved"\s+selected', page)
    assert [each.body for each in rows()] == ["Always lit."]


def test_there_is_room_for_so_many(gus: FlaskClient) -> None:
    for number in range(MOST_REPLIES - 1):
        made(title=f"Number {number}")
    assert gus.post(PATH, data=WORDS).status_code == 303
    full = gus.post(PATH, data=WORDS | {"title": "One more"})
    assert full.status_code == 422
    assert f"at most {MOST_REPLIES} of them" in full.text
    assert len(rows()) == MOST_REPLIES


def test_what_is_not_there_is_not_found(gus: FlaskClient) -> None:
    assert made()
    assert gus.get(f"{PATH}/999999").status_code == 404
    assert gus.post(f"{PATH}/999999", data=WORDS).status_code == 404
    assert gus.post(f"{PATH}/999999/removal").status_code == 404
    assert gus.post(f"{PATH}/restorations", data={"entry": 999999}).status_code == 404


def test_nobody_but_agents_has_them(gus: FlaskClient, sign_in: Any) -> None:
    row = made()
    for who in ("ana", "sol", "noor"):
        client = sign_in(who)
        assert client.get(PATH).status_code == 404
        assert client.post(PATH, data=WORDS).status_code == 404
        assert client.post(f"{PATH}/{row.id}", data=WORDS | seen(row)).status_code == 404
        assert client.post(f"{PATH}/{row.id}/removal").status_code == 404
    assert len(rows()) == 1
    assert gus.post(f"{PATH}/{row.id}/removal").status_code == 303
