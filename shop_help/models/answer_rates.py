"""How a shop answers, as buyers see it: worked out from its waits, kept for a minute."""

import threading

from flask import current_app
from sqlalchemy import func, select

from shop_help import clock
from shop_help.extensions import db
from shop_help.models.conversation import Conversation, Wait
from shop_help.models.shop import Shop
from shop_help.policy.answering import ANSWER_WINDOW, ANSWER_WITHIN, AnswerRate, answer_rate, counted_seconds

#: Seconds a rate is shown before it is worked out anew.
FRESH_SECONDS = 60
#: The newest answers that count; more would not move the figure.
MOST_WAITS = 2000

Kept = dict[int, tuple[float, AnswerRate]]
_guard = threading.Lock()


def rate_of(shop_id: int) -> AnswerRate:
    """The shop's answer rate of the last 30 days, at most a minute old."""
    kept: Kept = current_app.extensions.setdefault("answer_rates", {})
    with _guard:
        known = kept.get(shop_id)
    if known is not None and clock.ticks() - known[0] < FRESH_SECONDS:
        return known[1]
    rate = measured_rate(shop_id)
    with _guard:
        kept[shop_id] = (clock.ticks(), rate)
    return rate


def measured_rate(shop_id: int) -> AnswerRate:
    """The shop's answer rate as of now."""
    since = clock.now() - ANSWER_WINDOW
    answered = db.session.scalars(
        select(Wait.seconds)
        .where(Wait.shop_id == shop_id, Wait.answered_at >= since)
        .order_by(Wait.answered_at.desc())
        .limit(MOST_WAITS)
    ).all()
    return answer_rate(answered, _overdue(shop_id))


def _overdue(shop_id: int) -> int:
    """Buyers who wait since longer than they should; on holiday nobody becomes late."""
    now = clock.now()
    holiday = db.session.execute(
        select(Shop.holiday_from, Shop.holiday_until).where(Shop.id == shop_id)
    ).one_or_none()
    if holiday is None:
        return 0
    waiting = db.session.scalars(
        select(Conversation.waiting_since).where(
            Conversation.shop_id == shop_id, Conversation.waiting_since < now - ANSWER_WITHIN
        )
    )
    within = ANSWER_WITHIN.total_seconds()
    return sum(1 for since in waiting if since and counted_seconds(since, now, *holiday) > within)


def count_waiting(shop_id: int) -> int:
    """How many of a shop's buyers wait for an answer."""
    waiting = select(func.count()).where(Conversation.shop_id == shop_id, Conversation.waiting_since.is_not(None))
    return db.session.scalar(waiting) or 0
