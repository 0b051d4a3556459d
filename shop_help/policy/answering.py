"""How fast a shop answers: what counts as an answer, and how the rate is worked out (PRODUCT 4, last rows)."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from shop_help.policy.numbers import NUMBERS

#: A buyer's message is to be answered within this time.
ANSWER_WITHIN = timedelta(hours=NUMBERS["seller_answer_hours"].value)
#: The share of buyers' messages answered in time that a shop should reach.
ANSWER_GOAL = 0.90
#: The rate looks back this far.
ANSWER_WINDOW = timedelta(days=30)

#: Words that alone make a bare greeting, which is no answer.
GREETINGS = frozenset(
    [
        "hi",
        "hello",
        "hey",
        "hiya",
        "dear",
        "there",
        "good",
        "morning",
        "afternoon",
        "evening",
        "day",
        "welcome",
        "thanks",
        "thank",
        "you",
        "sir",
        "madam",
        "hola",
        "buenos",
        "dias",
        "buenas",
        "tardes",
        "noches",
        "gracias",
        "halo",
        "hai",
        "selamat",
        "pagi",
        "siang",
        "sore",
        "malam",
        "terima",
        "kasih",
        "hallo",
        "guten",
        "tag",
        "morgen",
        "danke",
    ]
)


def is_meaningful(body: str) -> bool:
    """Does this answer a buyer? A bare greeting, and signs without a word or number, do not."""
    plain = unicodedata.normalize("NFKD", body.casefold())
    words = re.findall(r"[^\W_]+", "".join(c for c in plain if not unicodedata.combining(c)))
    return any(word not in GREETINGS for word in words)


def is_answer(kind: str, body: str) -> bool:
    """Does a message of a shop answer a buyer? A photo does, with or without words."""
    return kind == "photo" or is_meaningful(body)


def counted_seconds(
    asked_at: datetime, answered_at: datetime, holiday_from: datetime | None, holiday_until: datetime | None
) -> int:
    """Seconds a buyer waited, without those of the shop's holiday."""
    seconds = (answered_at - asked_at).total_seconds()
    if holiday_from is not None and holiday_until is not None:
        begin, end = max(asked_at, holiday_from), min(answered_at, holiday_until)
        seconds -= max(0.0, (end - begin).total_seconds())
    return round(max(0.0, seconds))


@dataclass(frozen=True)
class AnswerRate:
    """How a shop answers: the share in time (None where nobody asked yet) and the median in seconds."""

    share: float | None
    median_seconds: int | None
    asked: int


def answer_rate(answered: Sequence[int], overdue: int) -> AnswerRate:
    """The rate from the counted seconds of each answer and the number of waits that are late and still open."""
    asked = len(answered) + overdue
    if not asked:
        return AnswerRate(None, None, 0)
    in_time = sum(seconds <= ANSWER_WITHIN.total_seconds() for seconds in answered)
    return AnswerRate(in_time / asked, round(median(answered)) if answered else None, asked)
