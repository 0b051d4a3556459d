"""Words of an operator's own fit on a button, and no two of one page are the same."""

import pytest

from shop_help.policy.own_words import LONGEST_WORDS, OURS, alike_faults, words_faults
from shop_help.policy.platforms import LABELS, NAMES, PLATFORMS


@pytest.mark.parametrize("words", ["", "Talk to us", "x" * LONGEST_WORDS, "تحدث إلينا", "<b>&amp;"])
def test_what_fits_is_taken(words: str) -> None:
    assert words_faults({"chat": words}) == {}


@pytest.mark.parametrize("words", ["x" * (LONGEST_WORDS + 1), "two\nlines", "a\tb", "bell\x07", "\u202eturned"])
def test_what_does_not_is_said(words: str) -> None:
    assert set(words_faults({"chat": words, "message": "Write"})) == {"chat"}


def test_two_that_nobody_could_tell_apart_are_refused() -> None:
    assert alike_faults({"chat": "Talk", "message": "Write"}) == {}
    assert set(alike_faults({"chat": "Talk", "message": "TALK"})) == {"message"}


def test_each_label_that_a_platform_has_can_be_changed_and_no_other() -> None:
    assert {name: set(found.labels) for name, found in PLATFORMS.items()} == {
        "ios": {"get_help", "chat", "message"},
        "android": {"orders", "get_help", "chat", "message"},
        "web": {"chat", "message"},
    }
    assert set(NAMES) == set(PLATFORMS)
    assert set(LABELS) == {"orders", "get_help", "chat", "message"}
    assert OURS["android.get_help"] == "Get Help"
    assert OURS["team.payments"] == "Payments"
