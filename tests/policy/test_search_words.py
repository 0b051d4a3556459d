"""What is typed and what was said become the same plain words; what is shown is marked and never changed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shop_help.policy.search_words import (
    LONGEST_EXCERPT,
    LONGEST_WORD,
    MOST_WORDS,
    excerpt,
    marked,
    number_in,
    sought_words,
    words_in,
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        (' "*(🦩)% ', []),
        ("Where is it?", ["where", "is", "it"]),
        ("Ünïqué STRASSE Straße", ["unique", "strasse", "strasse"]),
        ("cafe\u0301 e\u0301", ["cafe", "e"]),
        ("don't snake_case a-b", ["don", "t", "snake", "case", "a", "b"]),
        ("№ ½ ９ ﬁne", ["12", "9", "fine"]),
        ("Где лампа", ["где", "лампа"]),
        ("x" * 100, ["x" * LONGEST_WORD]),
    ],
)
def test_words_are_plain(text: str, words: list[str]) -> None:
    assert list(words_in(text)) == words


def test_a_search_has_few_words_each_once() -> None:
    assert sought_words("lamp Lamp LÁMP heron") == ["lamp", "heron"]
    assert sought_words(" ".join(f"w{i}" for i in range(20))) == [f"w{i}" for i in range(MOST_WORDS)]


@pytest.mark.parametrize(
    ("typed", "number"),
    [("12", 12), (" #12 ", 12), ("# 12", 12), ("12a", None), ("", None), ("#", None), ("١٢", None), ("1" * 10, None)],
)
def test_a_number_alone_may_be_a_cases(typed: str, number: int | None) -> None:
    assert number_in(typed) == number


def test_what_was_sought_is_marked_as_it_was_written() -> None:
    line = "Où est ma LÁMPE, lamps & <b>lamp</b>?"
    assert [text for text, is_hit in marked(line, ["lamp"]) if is_hit] == ["LÁMPE", "lamps", "lamp"]
    assert [text for text, is_hit in marked("a lamp", ["a"]) if is_hit] == ["a"]
    assert [text for text, is_hit in marked("an animal", ["a"]) if is_hit] == []
    assert marked("", ["a"]) == []
    assert marked("nothing", []) == [("nothing", False)]


TEXT = st.text(alphabet=st.sampled_from("aAáb \n<>&\"'*-_🦩ß\u0301é9")) | st.text()


@settings(deadline=None)
@given(TEXT, TEXT)
def test_marking_changes_no_sign_of_a_line(text: str, typed: str) -> None:
    sought = sought_words(typed)
    assert "".join(piece for piece, _ in marked(text, sought)) == text
    for word in sought:
        assert word.isalnum()
        assert word == "".join(words_in(word)), "plain words stay as they are"


@settings(deadline=None)
@given(TEXT, TEXT)
def test_an_excerpt_is_one_short_line_that_holds_the_first_hit(text: str, typed: str) -> None:
    line = excerpt(text, sought_words(typed))
    assert len(line) <= LONGEST_EXCERPT + 2
    assert "\n" not in line


def test_an_excerpt_begins_at_a_word_before_the_hit() -> None:
    long = "one two " * 40 + "the heron stands " + "three four " * 40
    line = excerpt(long, ["heron"])
    assert line.startswith("…")
    assert line.endswith("…")
    assert 0 < line.index("heron") <= 45
    assert line[1:4] in ("one", "two", "the")
    assert excerpt("x" * 500 + " heron", ["heron"]).startswith("…heron")
    assert excerpt("a\nheron\n\nstands", ["heron"]) == "a heron stands"
