""" "Contact us": a live agent or a message, and what to expect of each at the click."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from flask.testing import FlaskClient

from shop_help import clock
from shop_help.dates import day_and_time
from shop_help.policy.support import ANSWER_SECONDS
from tests.buyers.conftest import LATE, send
from tests.buyers.service import cases_of, on_duty, open_hours, recent_chats
from tests.buyers.test_help_questions import flat

pytestmark = pytest.mark.usefixtures("service")

ABOUT = f"order={LATE}&question=parcel-late"
CHOICE = f"/help/contact?{ABOUT}"
FORM = {"order": LATE, "question": "parcel-late"}
NEW_YORK = "America/New_York"


@pytest.mark.parametrize(
    ("platform", "chat", "message"),
    [
        ("ios", "Chat with Live Agent", "Send message"),
        ("android", "Chat with Live Agent", "Send message"),
        ("web", "Live Chat", "Submit a Ticket"),
    ],
)
def test_contact_us_leads_from_a_question_to_the_two_ways(
    ana: FlaskClient, platform: str, chat: str, message: str
) -> None:
    question = ana.get(f"/help/questions/parcel-late?order={LATE}&platform={platform}").text
    assert "Contact us" in question
    assert f'href="/help/contact?order={LATE}&amp;question=parcel-late"' in question
    page = flat(ana.get(CHOICE).text)
    assert f"<b>{chat}</b>" in page
    assert f"<b>{message}</b>" in page
    assert "Message Luma Home" in page, "the nearer way stays"
    assert "My parcel is late" in page


def test_on_the_web_the_help_page_leads_straight_on(ana: FlaskClient) -> None:
    page = ana.get(f"/help?order={LATE}&platform=web").text
    for words, address in (("Live Chat", "/help/contact"), ("Submit a Ticket", "/help/contact/message")):
        assert words in page
        assert f'href="{address}?order={LATE}"' in page
    phone = ana.get(f"/help?order={LATE}&platform=ios").text
    assert "Live Chat" not in phone
    assert "/help/contact" not in phone, "on a phone the red button leads there"


def test_what_to_expect_is_worked_out_at_the_click(ana: FlaskClient, sign_in: Callable[[str], FlaskClient]) -> None:
    page = ana.get(CHOICE).text
    assert "You would be first in line." in page
    assert "How long it takes isn&#39;t known" in page
    promised = day_and_time(clock.now() + timedelta(seconds=ANSWER_SECONDS), NEW_YORK)
    assert f"{promised}</time>" in page
    bruno = sign_in("bruno")
    open_hours("UK")
    bruno.post("/help/contact/chat", data={"client_id": str(uuid4()), "body": "Hello"})
    recent_chats(60, 240, 3000)
    page = ana.get(CHOICE).text
    assert "You would be number 2 in line." in page
    assert "answered after about 4 min" in page


#: In New York: Monday to Friday in two periods, with a holiday on Thursday the 26th.
WEEK = [[["08:00", "12:00"], ["13:00", "20:00"]]] * 5 + [[], []]


@pytest.mark.parametrize(
    ("local", "words"),
    [
        ("11-25 07:59:59", "It opens Wed, Nov 25, 08:00 EST."),
        ("11-25 08:00:00", ""),
        ("11-25 11:59:59", ""),
        ("11-25 12:00:00", "It opens Wed, Nov 25, 13:00 EST."),
        ("11-25 20:00:00", "It opens Fri, Nov 27, 08:00 EST."),
        ("11-26 09:00:00", "It opens Fri, Nov 27, 08:00 EST."),
        ("11-27 20:00:00", "It opens Mon, Nov 30, 08:00 EST."),
    ],
)
def test_a_closed_chat_says_when_it_opens(sign_in: Callable[[str], FlaskClient], local: str, words: str) -> None:
    open_hours("US", WEEK, keeps_holidays=True)
    now = datetime.strptime(f"2026-{local}-0500", "%Y-%m-%d %H:%M:%S%z").astimezone(UTC)
    on_duty(at=now)
    with time_machine.travel(now, tick=False):
        ana = sign_in("ana")
        page = re.sub(r"<[^>]+>", "", flat(ana.get(CHOICE).text))
        assert ("The live chat is closed now." in page) is bool(words)
        assert words in page
        assert (send(ana, "chat", "Hello").status_code == 303) is not bool(words)


def test_where_nobody_is_on_duty_the_chat_says_so_and_what_was_typed_goes_along(ana: FlaskClient) -> None:
    on_duty(state="away")
    page = ana.get(CHOICE).text
    assert "No live agent is on duty just now." in page
    assert "It opens as soon as somebody is back." in page
    assert "/help/contact/chat" not in page, "no dead button"
    name = str(uuid4())
    answer = send(ana, "chat", "I typed this <b>.", name)
    assert answer.status_code == 409
    assert "has just closed" in answer.text
    assert "I typed this &lt;b&gt;.</textarea>" in answer.text
    assert name in answer.text
    form = send(ana, "message", "I typed this <b>.", name, step="write")
    assert form.status_code == 200
    assert "I typed this &lt;b&gt;.</textarea>" in form.text
    assert name in form.text
    assert cases_of("ana") == []


def test_a_message_is_promised_an_answer_and_stands_in_your_cases(ana: FlaskClient) -> None:
    form = ana.get(f"/help/contact/message?{ABOUT}").text
    promised = day_and_time(clock.now() + timedelta(seconds=ANSWER_SECONDS), NEW_YORK)
    assert promised in form
    page = ana.get(send(ana, "message", "It is late.").headers["Location"]).text
    assert "We will look into it and get back to you as soon as possible." in page
    assert promised in page
    listed = ana.get("/cases").text
    assert "My parcel is late" in listed
    assert "Waiting for us" in listed
    assert promised in listed
