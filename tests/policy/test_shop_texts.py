"""What a shop's people write once: bounded, never empty, and without places that nothing fills."""

from collections.abc import Callable

import pytest

from shop_help.policy import shop_texts as texts
from shop_help.policy.faults import Fault


def _question(text: str) -> dict[str, Fault]:
    return texts.faq_faults(text, "Yes.", [])


def _answer(text: str) -> dict[str, Fault]:
    return texts.faq_faults("May I?", text, [])


def _title(text: str) -> dict[str, Fault]:
    return texts.reply_faults(text, "Yes.")


def _body(text: str) -> dict[str, Fault]:
    return texts.reply_faults("Yes", text)


@pytest.mark.parametrize(
    ("faults", "name", "longest"),
    [
        (_question, "question", texts.LONGEST_QUESTION),
        (_answer, "answer", texts.LONGEST_ANSWER),
        (_title, "title", texts.LONGEST_TITLE),
        (_body, "body", texts.LONGEST_ANSWER),
        (texts.away_note_faults, "note", texts.LONGEST_AWAY_NOTE),
    ],
)
def test_a_text_is_bounded_at_both_ends(faults: Callable[[str], dict[str, Fault]], name: str, longest: int) -> None:
    assert faults("x") == {}
    assert faults("x" * longest) == {}
    assert faults("x" * (longest + 1))[name].values == {"longest": longest, "length": longest + 1}
    assert name in faults(" \n ")


def test_no_note_at_all_is_right() -> None:
    assert texts.away_note_faults("") == {}


@pytest.mark.parametrize("faults", [_answer, _body])
def test_a_place_that_nothing_fills_is_named_with_those_that_can_be(
    faults: Callable[[str], dict[str, Fault]],
) -> None:
    assert faults("{order_number} {buyer_name}") == {}
    (fault,) = faults("Your {trackng_number} is on {shipped_on}.").values()
    assert fault.values["place"] == "trackng_number"
    assert "{tracking_number}" in str(fault.values["known"])
    assert faults("{}")
    assert faults("{ order_number }")


def test_a_question_is_offered_in_states_that_there_are() -> None:
    assert texts.faq_faults("May I?", "Yes.", ["DELIVERED", "UNPAID"]) == {}
    assert "states" in texts.faq_faults("May I?", "Yes.", ["DELIVERED", "LOST"])


def test_a_shop_has_room_for_the_last_one_and_no_more() -> None:
    assert texts.too_many_fault(texts.MOST_TEXTS - 1) is None
    assert texts.too_many_fault(texts.MOST_TEXTS) is not None
