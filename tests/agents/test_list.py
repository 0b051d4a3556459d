"""The console's list: who waits, one's own, messages that nobody holds, and all; nobody's case is told to others."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from shop_help import clock
from shop_help.agents.listing import Wanted
from shop_help.agents.rows import rows_of
from shop_help.extensions import db
from shop_help.models import Case, Person, Role
from shop_help.policy.support import ANSWER_SECONDS, CHAT_ANSWER_SECONDS
from tests.agents.scene import KICKS_ORDER, Scene
from tests.reading import texts_of


def rows(page: str) -> list[int]:
    """The ids of the cases that a page lists, in their order."""
    return [int(each) for each in re.findall(r'id="row-(\d+)"', page)]


def listed(client: FlaskClient, show: str, state: str = "") -> list[int]:
    return rows(client.get("/agents/", query_string={"show": show, "state": state}).text)


def test_each_filter_shows_its_own(scene: Scene, gus: FlaskClient, iris: FlaskClient) -> None:
    chat = scene.ask(mode="chat", order=None)
    message = scene.ask()
    own, colleagues = scene.ask(order=KICKS_ORDER), scene.ask(who="bruno")
    scene.claim("gus", own)
    scene.claim("iris", colleagues)
    ids = [each.case_id for each in (chat, message, own, colleagues)]
    assert listed(gus, "waiting") == [ids[0]]
    assert listed(gus, "unassigned") == [ids[1]]
    assert (listed(gus, "mine"), listed(iris, "mine")) == ([ids[2]], [ids[3]])
    assert listed(gus, "all") == ids[::-1]
    assert listed(gus, "nonsense") == [ids[0]]


def test_all_is_narrowed_to_a_state(scene: Scene, gus: FlaskClient) -> None:
    waiting, resolved, seller = scene.ask(order=None), scene.ask(), scene.ask(order=KICKS_ORDER)
    scene.say("gus", resolved, "It is on its way.", then="resolved")
    scene.say("gus", seller, "I asked them.", then="waiting_seller")
    assert listed(gus, "all", "open") == [seller.case_id, waiting.case_id]
    assert listed(gus, "all", "waiting_seller") == [seller.case_id]
    assert listed(gus, "all", "waiting_buyer") == []
    assert listed(gus, "all", "resolved") == [resolved.case_id]
    assert listed(gus, "all", "closed") == []
    assert listed(gus, "all", "nonsense") == [seller.case_id, resolved.case_id, waiting.case_id]


def test_in_line_who_waits_longest_comes_first_and_keeps_the_place_when_handed_back(
    scene: Scene, gus: FlaskClient
) -> None:
    first, second = scene.ask(mode="chat"), scene.ask(mode="chat", order=KICKS_ORDER)
    assert listed(gus, "waiting") == [first.case_id, second.case_id]
    scene.claim("gus", first)
    assert listed(gus, "waiting") == [second.case_id]
    gus.post(f"/agents/cases/{first.case_id}/handback")
    assert listed(gus, "waiting") == [first.case_id, second.case_id]


def test_of_ones_own_the_next_clock_that_ends_comes_first(scene: Scene, gus: FlaskClient) -> None:
    asked, answered, chat = scene.ask(order=None), scene.ask(), scene.ask(mode="chat", order=KICKS_ORDER)
    for opened in (answered, asked, chat):
        scene.claim("gus", opened)
    scene.say("gus", answered, "Could you send a photo?")
    assert listed(gus, "mine") == [chat.case_id, asked.case_id, answered.case_id]


@pytest.mark.parametrize(("mode", "seconds"), [("chat", CHAT_ANSWER_SECONDS), ("message", ANSWER_SECONDS)])
def test_a_wait_turns_warn_and_then_bad_by_its_clock(scene: Scene, gus: FlaskClient, mode: str, seconds: int) -> None:
    now = clock.now()
    with time_machine.travel(now, tick=False):
        scene.ask(mode=mode)
    show = "waiting" if mode == "chat" else "unassigned"
    for after, level in ((0, "calm"), (seconds * 0.49, "calm"), (seconds / 2, "warn"), (seconds + 1, "bad")):
        with time_machine.travel(now + timedelta(seconds=after), tick=False):
            page = gus.get(f"/agents/?show={show}").text
        assert re.findall(r'class="wait" data-level="(\w+)"', page) == [level]
        if mode == "chat":
            longest = re.search(r"Longest wait</dt>\s*<dd class=\"(\w+)\"", page)
            assert longest
            assert longest[1] == level


def test_the_numbers_on_top_are_the_desks(scene: Scene, gus: FlaskClient) -> None:
    assert texts_of(gus.get("/agents/").text, "stats") == ["Waiting 0 Longest wait – On duty 0 Answered today 0"]
    scene.on_duty("gus", "iris")
    scene.ask(mode="chat")
    answered = scene.ask(order=None)
    scene.say("iris", answered, "On your profile.")
    assert texts_of(gus.get("/agents/").text, "stats") == ["Waiting 1 Longest wait now On duty 2 Answered today 1"]
    with time_machine.travel(clock.now() + timedelta(minutes=4), tick=False):
        # Nobody's console was open meanwhile, but that of who looks now.
        assert "On duty 1" in texts_of(gus.get("/agents/").text, "stats")[0]
    with time_machine.travel(clock.now() + timedelta(days=1), tick=False):
        assert "Answered today 0" in texts_of(gus.get("/agents/").text, "stats")[0]


@pytest.mark.parametrize(
    ("seconds", "level"),
    [(1, "calm"), (CHAT_ANSWER_SECONDS - 5, "warn"), (CHAT_ANSWER_SECONDS + 5, "bad")],
)
def test_who_looks_at_another_list_sees_how_long_one_of_their_own_waits(
    scene: Scene, gus: FlaskClient, iris: FlaskClient, seconds: int, level: str
) -> None:
    opened = scene.ask(mode="chat")
    scene.claim("gus", opened)
    asked_at = scene.case(opened).asked_at
    assert asked_at
    with time_machine.travel(asked_at + timedelta(seconds=seconds), tick=False):
        for client, shown in ((gus, level), (iris, "calm")):
            page = " ".join(client.get("/agents/?show=waiting").text.split())
            assert re.search(r'data-key="g m" data-level="(\w+)"', page)[1] == shown
    scene.say("gus", opened, "It is in Reno.")
    assert 'data-level="bad"' not in gus.get("/agents/?show=waiting").text


def test_unread_is_counted_from_ones_own_cursor_and_only_in_ones_own_cases(
    scene: Scene, gus: FlaskClient, iris: FlaskClient
) -> None:
    opened = scene.ask()
    assert texts_of(gus.get("/agents/?show=unassigned").text, "badge") == []
    scene.say("gus", opened, "Could you send a photo?")
    gus.get(f"/agents/cases/{opened.case_id}")
    assert texts_of(gus.get("/agents/?show=mine").text, "badge") == []
    scene.say("ana", opened, "Here it is.")
    scene.say("ana", opened, "And another one.")
    assert texts_of(gus.get("/agents/?show=mine").text, "badge") == ["2 unread"]
    assert texts_of(iris.get("/agents/?show=all").text, "badge") == []
    gus.get(f"/agents/cases/{opened.case_id}")
    assert texts_of(gus.get("/agents/?show=mine").text, "badge") == []


def test_a_colleagues_case_is_listed_without_a_word_of_it(scene: Scene, gus: FlaskClient, iris: FlaskClient) -> None:
    opened = scene.ask("a heron behind the kiln")
    assert "a heron behind the kiln" in gus.get("/agents/?show=unassigned").text
    scene.claim("iris", opened)
    assert "a heron behind the kiln" in iris.get("/agents/?show=all").text
    page = gus.get("/agents/?show=all").text
    assert rows(page) == [opened.case_id]
    assert "a heron behind the kiln" not in page
    assert "With Iris" in page
    (row,), _ = rows_of(Wanted(scene.ids["gus"], "all"))
    assert row.preview == "", "it isn't even read"


def test_nobody_works_on_what_they_asked_themselves(
    scene: Scene, app: Flask, sign_in: Callable[[str], FlaskClient], gus: FlaskClient
) -> None:
    opened = scene.ask(mode="chat")
    ana = db.session.get_one(Person, scene.ids["ana"])
    ana.roles.append(db.session.scalars(select(Role).where(Role.name == "agent")).one())
    db.session.commit()
    agent = sign_in("ana")
    assert listed(gus, "waiting") == listed(gus, "all") == [opened.case_id]
    assert listed(agent, "waiting") == listed(agent, "all") == []
    assert agent.get(f"/agents/cases/{opened.case_id}").status_code == 404
    assert agent.post(f"/agents/cases/{opened.case_id}/assignment").status_code == 404


def test_the_fragment_is_the_list_alone_with_the_duty_for_its_own_place(scene: Scene, gus: FlaskClient) -> None:
    opened = scene.ask(mode="chat")
    part = gus.get(f"/agents/?show=waiting&open={opened.case_id}", headers={"HX-Request": "true"}).text
    assert "<html" not in part
    assert f'id="row-{opened.case_id}" aria-current="true"' in " ".join(part.split())
    assert 'hx-swap-oob="innerMorph"' in part
    assert 'hx-swap-oob="innerMorph"' not in gus.get("/agents/").text


def test_what_to_begin_with_and_the_number_in_the_navigation_come_along_with_the_list(
    scene: Scene, gus: FlaskClient
) -> None:
    htmx = {"HX-Request": "true"}
    nobody = " ".join(gus.get("/agents/", headers=htmx).text.split())
    assert '<span id="count-cases" hx-swap-oob="innerHTML"></span>' in nobody
    assert "Open who waits longest" not in nobody
    opened = scene.ask(mode="chat")
    waits = " ".join(gus.get("/agents/", headers=htmx).text.split())
    assert '<span id="count-cases" hx-swap-oob="innerHTML"><span class="badge">1</span></span>' in waits
    begin = waits.split('<div id="inbox-begin" hx-swap-oob="innerMorph">')[1]
    assert "1 buyer waits in line." in begin
    assert f'href="/agents/cases/{opened.case_id}' in begin
    assert "inbox-begin" not in gus.get(f"/agents/?open={opened.case_id}", headers=htmx).text


def test_an_empty_list_says_so_and_leads_on(scene: Scene, gus: FlaskClient) -> None:
    for show, words in (
        ("waiting", "Nobody waits in line."),
        ("mine", "You have no case."),
        ("unassigned", "Every message has somebody."),
        ("all&state=resolved", "No case is like that."),
        ("all", "Nobody has asked anything yet."),
    ):
        page = gus.get(f"/agents/?show={show}").text
        assert words in page
        assert ("Show all" in page) == (show != "all"), "it would lead to itself"


def test_a_case_of_a_team_says_which(scene: Scene, gus: FlaskClient) -> None:
    opened = scene.ask()
    assert "Payments" not in gus.get("/agents/?show=unassigned").text
    db.session.execute(update(Case).where(Case.id == opened.case_id).values(team="payments"))
    db.session.commit()
    assert "· Payments" in gus.get("/agents/?show=unassigned").text


def test_an_agent_sees_which_language_a_buyer_speaks_where_it_is_not_the_one_they_read(
    scene: Scene, gus: FlaskClient
) -> None:
    english, spanish = scene.ask(order=None), scene.ask()
    db.session.execute(update(Case).where(Case.id == spanish.case_id).values(language="es"))
    db.session.commit()
    page = gus.get("/agents/", query_string={"show": "unassigned"}).text
    assert rows(page) == [english.case_id, spanish.case_id]
    assert page.count("Speaks ") == 1
    assert "Speaks Spanish" in page
    assert "Speaks Spanish" in gus.get(f"/agents/cases/{spanish.case_id}").text
    assert "Speaks English" in gus.get(f"/agents/cases/{english.case_id}").text
