"""Orders as the rules see them, made for tests: what isn't said is an order of one item, delivered, in the US."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from shop_help.policy.order_requests import verdict_on
from shop_help.policy.rulebook import shipped_rules
from shop_help.policy.verdicts import LineFacts, Purchase, Rules, Verdict

HOUR, DAY, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(seconds=1)
#: Noon in New York on a day in the middle of everything: no change of the clocks, no end of a year near.
NOON = datetime(2026, 6, 15, 16, tzinfo=UTC)
US = shipped_rules("US")


def local(text: str, zone: str) -> datetime:
    """The instant of a reading of the clock in a zone."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def purchase(*lines: LineFacts, state: str = "DELIVERED", **more: Any) -> Purchase:
    """An order that was paid a minute after it was made, ten days before NOON."""
    times = {"created_at": NOON - 10 * DAY, "paid_at": NOON - 10 * DAY + timedelta(minutes=1)}
    return Purchase(number="1", state=state, market="US", lines=lines, **{**times, **more})


def delivered(days_ago: float = 2, item: int = 1, **more: Any) -> LineFacts:
    """An item that was delivered so many days before NOON."""
    at = NOON - days_ago * DAY
    return LineFacts(item, **{"shipped_at": at - DAY, "delivered_at": at, **more})


def here(item: int = 1, **more: Any) -> LineFacts:
    """An item that hasn't left."""
    return LineFacts(item, **more)


def on_its_way(item: int = 1, **more: Any) -> LineFacts:
    """An item that left three days before NOON and isn't there."""
    return LineFacts(item, **{"shipped_at": NOON - 3 * DAY, **more})


def asked(
    action: str, order: Purchase, now: datetime = NOON, rules: Rules = US, reason: str = "", items: Any = None
) -> Verdict:
    """The verdict on all of its items, or on those that are named."""
    return verdict_on(action, order, rules, now, items or [line.id for line in order.lines], reason)


def told(verdict: Verdict) -> tuple[str, str]:
    """Its code, and what it offers."""
    return verdict.code, verdict.next_action
