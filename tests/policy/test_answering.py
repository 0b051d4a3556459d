"""What counts as an answer, how long a buyer waited, and the rate that comes of it (PRODUCT 4)."""

from datetime import UTC, datetime, timedelta

import pytest

from shop_help.policy.answering import (
    ANSWER_GOAL,
    ANSWER_WITHIN,
    AnswerRate,
    answer_rate,
    counted_seconds,
    is_meaningful,
)

ASKED = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = 24 * 3600


GREETINGS = ["Hi", "hello!", "Hello there 👋", "  HEY  ", "Good morning", "Buenos días", "Selamat pagi", "Guten Tag!"]
SIGNS = ["Thanks", "…", ":)", "👍"]


@pytest.mark.parametrize("greeting", GREETINGS + SIGNS)
def test_a_bare_greeting_is_no_answer(greeting: str) -> None:
    assert not is_meaningful(greeting)


@pytest.mark.parametrize(
    "answer", ["Hello Ana, it left today.", "Yes", "43", "Tomorrow", "Hi, Friday", "Es kommt morgen an", "是的", "да"]
)
def test_one_word_that_says_something_is_an_answer(answer: str) -> None:
    assert is_meaningful(answer)


@pytest.mark.parametrize(
    ("answered", "holiday", "hours"),
    [
        (0, None, 0),
        (5, None, 5),
        # A holiday before, after, around, at either end of, and within the wait.
        (5, (-9, 0), 5),
        (5, (5, 9), 5),
        (5, (-9, 9), 0),
        (5, (-9, 2), 3),
        (5, (3, 9), 3),
        (5, (1, 3), 3),
        # One that ends before it begins covers nothing.
        (5, (3, 1), 5),
        # Half a holiday is none.
        (5, (3, None), 5),
        (5, (None, 3), 5),
        # A clock that was put back.
        (-1, None, 0),
    ],
)
def test_a_holiday_is_left_out_of_a_wait(
    answered: int, holiday: tuple[int | None, int | None] | None, hours: int
) -> None:
    begin, end = (None if each is None else ASKED + each * HOUR for each in holiday or (None, None))
    assert counted_seconds(ASKED, ASKED + answered * HOUR, begin, end) == hours * 3600


@pytest.mark.parametrize(
    ("answered", "overdue", "share", "median"),
    [
        ([], 0, None, None),
        # Both edges of 24 hours.
        ([DAY], 0, 1.0, DAY),
        ([DAY + 1], 0, 0.0, DAY + 1),
        ([], 1, 0.0, None),
        ([60], 1, 0.5, 60),
        ([60, 120, 180], 0, 1.0, 120),
        ([60, 121], 0, 1.0, 90),
        ([60] * 9, 1, 0.9, 60),
    ],
)
def test_the_rate_is_the_share_answered_within_a_day(
    answered: list[int], overdue: int, share: float | None, median: int | None
) -> None:
    assert answer_rate(answered, overdue) == AnswerRate(share, median, len(answered) + overdue)


def test_the_goal_stands_as_the_product_says() -> None:
    assert timedelta(hours=24) == ANSWER_WITHIN
    assert ANSWER_GOAL == 0.90
