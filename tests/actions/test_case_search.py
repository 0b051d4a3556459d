"""The agents' search: what is said in a case is found from its own commit on, by plain words, on both databases."""

from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import delete

from shop_help.actions.conversations import open_conversation, post_message
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import Case, CaseNote, Conversation, case_search
from shop_help.models.case_search import Sought, found_cases
from shop_help.policy.search_words import number_in, sought_words
from tests.actions.desk import Desk


@pytest.fixture
def desk(app: Flask) -> Desk:
    return Desk(app)


def found(typed: str, person_id: int = 0, **more: Any) -> list[int]:
    """The cases that are found, in their order."""
    db.session.rollback()
    page = found_cases(Sought(person_id, sought_words(typed), number_in(typed), **more))
    return [*filter(None, [page.numbered]), *(case_id for case_id, _ in page.lines)]


def note(case_id: int, person_id: int, body: str) -> None:
    with write_unit(db.session) as session:
        session.add(CaseNote(case_id=case_id, person_id=person_id, client_id=str(uuid4()), body=body))


def test_what_is_said_in_a_case_is_found_and_what_is_said_to_a_shop_is_not(desk: Desk) -> None:
    opened = desk.ask("The heron lamp is broken", mode="message")
    desk.say("agent0", opened, "We send a new magpie lamp.")
    desk.say("buyer", opened, "Thank you!")
    note(opened.case_id, desk.people["agent0"].id, "Third broken kiln this week")
    for typed in ("heron", "magpie", "thank", "kiln", "About order 1"):
        assert found(typed) == [opened.case_id], typed
    talk = open_conversation(desk.people["buyer"].id, desk.order.shop_id, desk.order.id)
    post_message(desk.sign_ins["buyer"], talk, str(uuid4()), "A weaver on the loom")
    assert found("weaver") == []
    assert found("osprey") == []


#: What was said, what is typed, and whether that finds it.
PLAIN = [
    ("Où est ma lampe brisée?", "BRISEE", True),
    ("Die Straße ist falsch", "strasse", True),
    ("wrong colour", "colours wrong", False),
    ("It is a Lamp.", "lamp it", True),
    ("size M", "m", True),
    ("size Medium", "m size", False),
    ("Café crème", "cafe\u0301", True),
    ("Tracking: 1Z-999/AA1", "999 1z", True),
    ("half ½ price", "12 price", True),
    ("don't", "don't", True),
    ("x" * 300, "x" * 60, True),
]


def test_words_are_plain_and_their_beginning_is_enough(desk: Desk) -> None:
    for said, typed, is_found in PLAIN:
        with write_unit(db.session) as session:
            session.execute(delete(Conversation))
        opened = desk.ask(said, mode="message")
        desk.ask("Something else", mode="message", who="other")
        assert (typed, found(typed)) == (typed, [opened.case_id] if is_found else [])


ODD = [
    '"',
    '""',
    'lamp"',
    "*",
    "lamp*",
    "*lamp",
    "NEAR(",
    "NEAR(lamp heron, 2)",
    "lamp AND",
    "NOT lamp",
    "words:lamp",
]
ODD += ["lamp OR heron", "{words about}: lamp", "^lamp", "lamp - heron", "(lamp", "lamp'; DROP TABLE cases; --"]
ODD += [
    "lamp & !heron",
    "lamp <-> heron",
    "'lamp':*A",
    "lamp\\",
    "🦩",
    "lamp 🦩",
    "\u0301",
    "l̶a̶m̶p̶",
    "%",
    "_",
    "９９",
    "",
    "\ud800",
]


def test_nothing_that_is_typed_speaks_the_databases_language(desk: Desk) -> None:
    opened, other = desk.ask("The heron lamp", mode="message"), desk.ask("Nothing", mode="message", who="other")
    for typed in ODD:
        words = sought_words(typed)
        here = found(typed) if words else []
        # All that is left are words, and each of them has to be there.
        is_there = bool(words) and all(
            any(each.startswith(word) for each in ("the", "heron", "lamp")) for word in words
        )
        assert (typed, opened.case_id in here, other.case_id in here) == (typed, is_there, False)


def test_a_case_is_found_by_its_buyer_its_order_and_its_own_number(desk: Desk) -> None:
    with write_unit(db.session):
        desk.people["buyer"].name, desk.order.number = "Émile Zola", "576461030000000104"
    opened, other = desk.ask("A lamp", mode="message"), desk.ask("A lamp", mode="message", who="other")
    desk.say("agent0", opened, "Which lamp is it?")
    for typed in ("zola", "emile lamp", "zola which", "576461030000000104", "…0104", "57646103"):
        assert found(typed) == [opened.case_id], typed
    assert found("zola osprey") == []
    # A number that is typed alone is that case's, before those in which somebody said it.
    desk.say("agent0", opened, f"See case {other.case_id}")
    assert found(f"#{other.case_id}") == [other.case_id, opened.case_id]
    assert found("999999999999") == []


def test_a_case_is_found_once_by_its_newest_line_the_newest_first(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_search, "PAGE", 2)
    cases = []
    for i in range(5):
        cases.append(desk.ask(f"A lamp, number {i}", mode="message", order_id=None))
        with write_unit(db.session) as session:
            session.execute(db.update(Case).values(open_key=None))
    desk.say("agent0", cases[0], "This lamp is the newest.")
    pages, after = [], None
    while True:
        db.session.rollback()
        page = found_cases(Sought(0, ["lamp"], after=after))
        pages.append([case_id for case_id, _ in page.lines])
        after = page.after
        if after is None:
            break
    numbers = [opened.case_id for opened in cases]
    assert pages == [[numbers[0], numbers[4]], [numbers[3], numbers[2]], [numbers[1]]]


def test_a_word_that_stands_everywhere_is_looked_for_in_the_newest_lines(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_search, "LOOKED_THROUGH", 3)
    first = desk.ask("A lamp", mode="message", who="other")
    second = desk.ask("A lamp", mode="message")
    for _ in range(3):
        desk.say("agent0", second, "A lamp")
    db.session.rollback()
    page = found_cases(Sought(0, ["lamp"]))
    assert ([case_id for case_id, _ in page.lines], page.is_cut) == ([second.case_id], True)
    monkeypatch.setattr(case_search, "LOOKED_THROUGH", 6)
    db.session.rollback()
    page = found_cases(Sought(0, ["lamp"]))
    assert ([case_id for case_id, _ in page.lines], page.is_cut) == ([second.case_id, first.case_id], False)


def test_a_search_is_narrowed_by_state_agent_and_team(desk: Desk) -> None:
    waits, held = desk.ask("A lamp", mode="message", who="other"), desk.ask("A lamp", mode="message")
    desk.say("agent0", held, "A lamp")
    gus = desk.people["agent0"].id
    assert found("lamp", states=("queued",)) == [waits.case_id]
    assert found("lamp", states=("waiting_buyer", "resolved")) == [held.case_id]
    assert found("lamp", agent_id=gus) == [held.case_id]
    assert found("lamp", agent_id=0) == [waits.case_id]
    assert found("lamp", agent_id=desk.people["agent1"].id) == []
    assert found("lamp", team="general") == [held.case_id, waits.case_id]
    assert found("lamp", team="safety") == []
    assert found(f"{held.case_id}", states=("queued",)) == []


def test_nobody_finds_what_they_asked_themselves(desk: Desk) -> None:
    opened = desk.ask("A lamp", mode="message")
    buyer = desk.people["buyer"].id
    assert found("lamp", buyer) == found(str(opened.case_id), buyer) == []
    assert found("lamp", desk.people["other"].id) == [opened.case_id]
