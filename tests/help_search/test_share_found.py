"""The search finds what people mean as they type it: the share in the first three, on three sets of sentences."""

from collections import Counter

import pytest

from shop_help.help_catalogue import TOPICS, questions
from tests.help_search.measuring import halves, sentences, share, shipped_index

LEAST = 0.85


def test_the_set_is_large_and_even_enough_to_tell_something() -> None:
    said = sentences("sentences.txt")
    assert len(said) >= 150
    assert min(Counter(each.topic for each in said).values()) >= 20
    assert {each.topic for each in said} == {topic.slug for topic in TOPICS}


@pytest.mark.parametrize("name", ["sentences.txt", "unseen.txt", "third.txt"])
def test_each_sentence_means_a_question_of_its_topic_and_is_nobodys_keyword(name: str) -> None:
    topics = {question.slug: question.topic for question in questions()}
    known = {
        line.casefold() for question in questions() for line in (question.question, *question.asked.splitlines())
    }
    for said in sentences(name):
        assert topics[said.slug] == said.topic, said
        assert said.text.casefold() not in known, "copied into the catalogue, it would measure nothing"


def test_the_share_found_in_the_first_three() -> None:
    seen, held = halves()
    shares = {"looked at": share(seen), "held out": share(held), "second set": share(sentences("unseen.txt"))}
    assert {name: found for name, found in shares.items() if found < LEAST} == {}


def test_nine_of_ten_sentences_that_no_rule_was_made_with_find_their_question() -> None:
    assert share(sentences("third.txt")) >= 0.9


@pytest.mark.parametrize("word", ["called", "wanted", "sitting", "selected", "placed", "shopping", "site"])
def test_a_form_of_a_word_and_a_word_of_every_day_are_no_typing_errors(word: str) -> None:
    assert shipped_index().terms_of(word, spell=True) == shipped_index().terms_of(word)


def test_of_two_guesses_as_near_the_one_that_tells_something_here_is_meant() -> None:
    # Not "calm".
    assert shipped_index().terms_of("clam", spell=True)["=case"] == 1.0


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wehre is my pacakge", "where-is-my-order"),
        ("i want my mony back", "refund-status"),
        ("WHERE IS MY ORDER", "where-is-my-order"),
        ("wheresmyorder", "where-is-my-order"),
        ("where is order 576461030000000107", "where-is-my-order"),
        ("  cancel   ORDER!!! ", "cancel-order"),
        ("I’m 17, why can’t I buy?", "age-limit"),
        ("reeeefund", "refund-status"),
        ("cáncel my örder", "cancel-order"),
    ],
)
def test_a_typing_error_a_number_or_a_capital_finds_it_first(typed: str, meant: str) -> None:
    assert shipped_index().search(typed)[0].slug == meant


@pytest.mark.parametrize("typed", ["", "   ", "???", "the", "1234567890123", "zxcvb qwrtp", "\x00", "<script>", "😀"])
def test_what_says_nothing_finds_nothing_and_breaks_nothing(typed: str) -> None:
    assert shipped_index().search(typed) == []


def test_the_same_words_always_find_the_same() -> None:
    first = shipped_index().search("refund for a broken lamp")
    assert first == shipped_index().search("refund for a broken lamp")
    assert [found.score for found in first] == sorted((found.score for found in first), reverse=True)
