"""The table of who may do what is the code's own: every question that pages ask stands in it (PRODUCT 6)."""

import inspect
import sys
from types import FrameType

import pytest

from shop_help.policy import permissions
from shop_help.policy.permission_table import ANSWERS, ASKERS, COLUMNS, QUESTIONS, table


def asked_by_pages() -> set[str]:
    return {
        name
        for name, function in inspect.getmembers(permissions, inspect.isfunction)
        if name.startswith("may_") and function.__module__ == permissions.__name__
    }


def test_every_question_of_the_permissions_is_asked_for_the_table() -> None:
    met: set[str] = set()

    def note(frame: FrameType, event: str, argument: object) -> None:
        if event == "call" and frame.f_globals.get("__name__") == permissions.__name__:
            met.add(frame.f_code.co_name)

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        table()
    finally:
        sys.setprofile(before)
    assert asked_by_pages() - met == set(), "add a line to policy/permission_table.py for each of these"


def test_the_table_has_an_answer_in_each_cell_and_each_line_once() -> None:
    assert list(ASKERS) == list(COLUMNS)
    for _, answers in table():
        assert len(answers) == len(COLUMNS)
        assert set(answers) <= set(ANSWERS)
    assert len({question.words for question in QUESTIONS}) == len(QUESTIONS)


@pytest.mark.parametrize(
    ("words", "answers"),
    [
        ("Read help about one's own account, at any age", "no yes yes no no no"),
        ("Use the buyers' pages: shop, orders, inbox", "no no yes no no no"),
        ("Read a conversation with a seller", "no no own own no no"),
        ("Write in a conversation that is closed", "no no no no no no"),
        ("Read one's own case with customer service", "no no yes no no no"),
        ("Read a case that a colleague holds", "no no no no no no"),
        ("Read a case that a colleague holds, once one said why", "no no no no yes no"),
        ("Answer a case that a colleague holds", "no no no no no no"),
        ("See photos of the seller's conversation beside a case that one reads", "no no no no yes no"),
        ("See them where one reads none of its cases", "no no no no no no"),
        ("See a buyer's name and address while there is something to ship", "no no no own no no"),
        ("See a buyer's name and address after that", "no no no no no no"),
        (
            "See a case of Buyer Protection and what both sides brought: its buyer, its shop, who reads its talk",
            "no no own own own no",
        ),
        ("See one that a colleague holds while its decision waits for a second agent", "no no no no yes no"),
        ("See a photo of a claim that is not sent yet", "no no own no no no"),
        ("Decide a case of Buyer Protection that waits, or that one holds", "no no no no yes no"),
        ("Decide it again after one's own decision was appealed", "no no no no no no"),
        ("Confirm as the second agent what a colleague decided", "no no no no yes no"),
        ("Confirm one's own decision", "no no no no no no"),
        ("Draft, replay and publish the rules", "no no no no no yes"),
    ],
)
def test_what_the_table_says(words: str, answers: str) -> None:
    assert dict(table())[words] == answers.split()
