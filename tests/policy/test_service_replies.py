"""A saved reply of customer service is bounded as a shop's is, and ends a case's turn only in ways that there are."""

import pytest

from shop_help.policy.service_replies import MOST_REPLIES, no_room_fault, service_reply_faults
from shop_help.policy.support import AFTER_REPLY, AFTER_REPLY_WORDS


@pytest.mark.parametrize("then", ["", *AFTER_REPLY])
def test_a_macro_says_whose_turn_it_is_or_leaves_it_open(then: str) -> None:
    assert service_reply_faults("Done", "All is well.", then) == {}


@pytest.mark.parametrize("then", ["queued", "closed", "nonsense"])
def test_a_macro_does_nothing_that_an_agent_could_not(then: str) -> None:
    assert set(service_reply_faults("Done", "All is well.", then)) == {"then"}


def test_its_words_are_judged_as_a_shops() -> None:
    assert set(service_reply_faults("", "{nothing}", "")) == {"title", "body"}


def test_there_is_room_for_the_last_one_and_no_more() -> None:
    assert no_room_fault(MOST_REPLIES - 1) is None
    assert no_room_fault(MOST_REPLIES) is not None


def test_every_end_has_its_words() -> None:
    assert tuple(AFTER_REPLY_WORDS) == AFTER_REPLY
    assert len(set(AFTER_REPLY_WORDS.values())) == len(AFTER_REPLY)
