"""A case over its conversation: the waiting room, how it stands, how it went, and what comes after (PRODUCT 5)."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import func, select

from shop_help import clock
from shop_help.actions import case_clockwork, case_states
from shop_help.dates import day_and_time
from shop_help.extensions import db
from shop_help.models import Case, CaseNote, CaseRating
from shop_help.policy.support import BUYER_AWAY_AFTER, RESOLVED_FOR, SATISFACTION, TAKE_WITHIN
from tests.buyers.conftest import LATE, say, send
from tests.buyers.service import (
    cases_of,
    claims,
    newest,
    on_duty,
    open_hours,
    person,
    recent_chats,
    said_in,
    says,
    sets,
)
from tests.buyers.test_help_questions import flat

pytestmark = pytest.mark.usefixtures("service")

HTMX = {"HX-Request": "true"}


def words_of(html: str) -> str:
    """What one reads."""
    return flat(re.sub(r"<[^>]+>", " ", html))


@pytest.fixture
def chat(ana: FlaskClient) -> Case:
    """Ana waits for a live agent."""
    send(ana, "chat", "Where is it?")
    return newest()


@pytest.fixture
def message(ana: FlaskClient) -> Case:
    """Ana has sent a message."""
    send(ana, "message", "Where is it?")
    return newest()


def page_of(client: FlaskClient, case: Case) -> str:
    return client.get(f"/conversations/{case.conversation_id}").text


def panel_of(client: FlaskClient, case: Case) -> str:
    return words_of(client.get(f"/cases/{case.id}/panel", headers=HTMX).text)


def test_the_waiting_room_tells_place_wait_and_until_when(ana: FlaskClient, chat: Case) -> None:
    recent_chats(200, 240, 260)
    page = page_of(ana, chat)
    words = words_of(page)
    assert "You are first in line" in words
    assert "answered after about 4 min" in words
    assert day_and_time(chat.opened_at + TAKE_WITHIN, "America/New_York") in words
    assert "After that it goes on as a message, and nothing is lost." in words
    assert "You may leave: the chat stays here" in words
    assert "Gone for 5 minutes, you are answered by message." in words
    assert "Rather as a message" in words
    assert f'href="/orders/{LATE}"' in page, "the order stands on top"
    assert 'data-part="composer"' in page, "one writes while one waits"


def test_the_place_changes_as_others_leave_the_line(ana: FlaskClient, sign_in: Callable[[str], FlaskClient]) -> None:
    bruno = sign_in("bruno")
    open_hours("UK")
    send(bruno, "chat", "Hello", order="", question="")
    send(ana, "chat", "Where is it?")
    mine = newest()
    assert panel_of(ana, mine).startswith("You are number 2 in line")
    claims(newest("bruno"))
    assert panel_of(ana, mine).startswith("You are first in line")


def test_at_their_turn_they_are_told_on_whichever_page_they_are(ana: FlaskClient, chat: Case) -> None:
    address = f"/conversations/{chat.conversation_id}"
    line = f'href="{address}"'
    for page in ("/", "/orders", f"/orders/{LATE}", "/help", "/profile", "/cases", "/help/contact"):
        found = ana.get(page).text
        assert 'data-turn="waits"' in found, page
        assert line in found
    assert 'data-turn="' not in ana.get(address).text, "not on its own page"
    claims(chat)
    line_of_page = ana.get("/cases/chat", headers=HTMX).text
    assert "Gus from customer service is here." in words_of(line_of_page)
    assert 'data-turn="yours"' in ana.get("/").text
    assert "Gus from customer service" in panel_of(ana, chat)
    assert "Rather as a message" not in panel_of(ana, chat)
    sets(chat, "resolved")
    assert ana.get("/cases/chat", headers=HTMX).text == ""
    assert "data-turn" not in ana.get("/").text


def test_who_looks_around_in_the_shop_is_still_there(ana: FlaskClient, chat: Case) -> None:
    later = clock.now() + BUYER_AWAY_AFTER - timedelta(seconds=1)
    with time_machine.travel(later, tick=False):
        ana.get("/cases/chat", headers=HTMX)
    with time_machine.travel(later + timedelta(seconds=30), tick=False):
        on_duty()
        case_clockwork.go_round()
        assert newest().mode == "chat"
    with time_machine.travel(later + BUYER_AWAY_AFTER + timedelta(seconds=1), tick=False):
        case_clockwork.go_round()
        assert newest().mode == "message"


def test_a_chat_goes_on_as_a_message_by_the_buyers_wish(ana: FlaskClient, chat: Case) -> None:
    answer = ana.post(f"/cases/{chat.id}/message-mode")
    assert answer.headers["Location"] == f"/conversations/{chat.conversation_id}"
    assert newest().mode == "message"
    words = words_of(page_of(ana, chat))
    assert "The chat goes on as a message. We answer by" in words
    assert f"We answer by {day_and_time(newest().answer_by, 'America/New_York')}" in words
    assert "Where is it?" in words, "nothing is retyped"
    part = ana.post(f"/cases/{chat.id}/message-mode", headers=HTMX)
    assert "We will look into it" in words_of(part.text)
    assert len(said_in(newest())) == 3, "said once"


def test_a_chat_that_nobody_takes_says_that_it_became_a_message(ana: FlaskClient, chat: Case) -> None:
    with time_machine.travel(chat.take_by, tick=False):
        ana.get("/cases/chat", headers=HTMX)
        case_clockwork.go_round()
        words = words_of(page_of(ana, chat))
    assert "Nobody could take the chat in time. It goes on as a message; nothing is lost. We answer by" in words
    assert "Waiting for us" in words
    assert "in line" not in words


@pytest.mark.parametrize(
    ("then", "state", "moves"),
    [
        ("waiting_buyer", "Waiting for you", "You answer when you like"),
        ("waiting_seller", "Waiting for the seller", "The seller answers us first"),
        ("assigned", "With us", "We work on it and mean to be done by"),
        ("resolved", "Resolved", "You can open it again until"),
    ],
)
def test_the_page_and_the_list_say_who_has_to_move(
    ana: FlaskClient, message: Case, then: str, state: str, moves: str
) -> None:
    says(message, "Let me see.", then)
    for words in (words_of(page_of(ana, message)), words_of(ana.get("/cases").text)):
        assert state in words
        assert moves in words


def test_an_answer_that_is_late_is_said_to_be_late(ana: FlaskClient, message: Case) -> None:
    assert "We are late" not in panel_of(ana, message)
    case = newest()
    case.answer_by = clock.now() - timedelta(seconds=1)
    db.session.commit()
    assert "We are late, and sorry for it." in panel_of(ana, message)


def test_a_resolution_is_rated_in_words_and_the_rating_can_be_changed(ana: FlaskClient, message: Case) -> None:
    assert "How satisfied are you?" not in page_of(ana, message)
    says(message, "It is at your door.", "resolved")
    page = words_of(page_of(ana, message))
    assert "How satisfied are you?" in page
    assert all(f"{score} {words}" in page for score, words in SATISFACTION.items())
    assert day_and_time(newest().resolved_at + RESOLVED_FOR, "America/New_York") in page
    address = f"/cases/{message.id}/rating"
    assert ana.post(address, data={"score": 2}).headers["Location"].endswith("#rating")
    part = ana.post(address, data={"score": 4, "comment": "Quick <b>"}, headers=HTMX).text
    assert flat(part).count('aria-pressed="true"') == 1
    assert "Quick &lt;b&gt;</textarea>" in part
    ana.post(address, data={"score": 5})
    db.session.rollback()
    rating = db.session.scalars(select(CaseRating)).one()
    assert (rating.score, rating.comment, rating.agent_id) == (5, "Quick <b>", person("gus").id)


@pytest.mark.parametrize("score", ["0", "6", "", "x"])
def test_what_is_no_rating_keeps_nothing(ana: FlaskClient, message: Case, score: str) -> None:
    says(message, "Done.", "resolved")
    assert ana.post(f"/cases/{message.id}/rating", data={"score": score}).status_code == 422
    assert db.session.scalar(select(func.count()).select_from(CaseRating)) == 0


def test_a_comment_that_is_too_long_comes_back(ana: FlaskClient, message: Case) -> None:
    says(message, "Done.", "resolved")
    for headers in ({}, HTMX):
        form = {"score": 4, "comment": "x" * 1001}
        answer = ana.post(f"/cases/{message.id}/rating", data=form, headers=headers)
        assert answer.status_code == 422
        assert "At most 1000 characters." in answer.text
        assert "x" * 1001 in answer.text


def test_a_case_that_goes_on_is_not_rated(ana: FlaskClient, message: Case) -> None:
    assert ana.post(f"/cases/{message.id}/rating", data={"score": 4}).status_code == 404


def test_writing_within_seven_days_opens_it_again(ana: FlaskClient, message: Case) -> None:
    says(message, "Done.", "resolved")
    say(ana, f"/conversations/{message.conversation_id}", "It is not.")
    words = words_of(page_of(ana, message))
    assert "The case is open again." in words
    assert "How satisfied" not in words
    assert newest().state == "queued"


def test_after_it_is_closed_a_form_opens_a_linked_case(ana: FlaskClient, message: Case) -> None:
    says(message, "Done.", "resolved")
    db.session.get_one(Case, message.id).resolved_at = clock.now() - RESOLVED_FOR
    db.session.commit()
    assert case_states.close(message.id)
    page = page_of(ana, message)
    assert 'data-part="composer"' not in page
    assert "This opens a new case that is linked to this one." in page
    form = dict(re.findall(r'type="hidden" name="(earlier|client_id)" value="([^"]+)"', flat(page)))
    assert form["earlier"] == str(message.id)
    address = f"/help/contact/message?order={LATE}&question=parcel-late"
    assert f'action="{address.replace("&", "&amp;")}"' in page
    answer = ana.post(address, data=form | {"body": "It is wrong again."})
    later = newest()
    assert (later.earlier_id, later.question.slug) == (message.id, "parcel-late")
    assert answer.headers["Location"] == f"/conversations/{later.conversation_id}"
    assert f'href="/conversations/{message.conversation_id}"' in page_of(ana, later)
    assert f'href="/conversations/{later.conversation_id}"' in page_of(ana, message)


def test_a_page_that_was_open_when_it_was_closed_is_fetched_anew(ana: FlaskClient, message: Case) -> None:
    address = f"/cases/{message.id}/panel?open=1"
    assert "HX-Refresh" not in ana.get(address, headers=HTMX).headers
    says(message, "Done.", "resolved")
    db.session.get_one(Case, message.id).resolved_at = clock.now() - RESOLVED_FOR
    db.session.commit()
    case_states.close(message.id)
    assert ana.get(address, headers=HTMX).headers["HX-Refresh"] == "true"
    assert "HX-Refresh" not in ana.get(f"/cases/{message.id}/panel", headers=HTMX).headers


def test_a_note_of_the_staff_is_on_none_of_the_buyers_pages(ana: FlaskClient, message: Case) -> None:
    db.session.add(
        CaseNote(case_id=message.id, person_id=person("gus").id, client_id="n", body="a wren in the eaves")
    )
    db.session.commit()
    for address in (f"/conversations/{message.conversation_id}", f"/cases/{message.id}/panel", "/cases", "/inbox"):
        page = ana.get(address)
        assert page.status_code == 200
        assert "wren" not in page.text
    assert len(cases_of("ana")) == 1
