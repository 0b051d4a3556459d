"""When each clock of the rules closes (PRODUCT 4): calendar days, hours in UTC, business days.

A deadline is the first instant that is too late. Hours count in UTC; days count by the local dates of the market.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shop_help.policy.changes import BY_KIND
from shop_help.policy.numbers import NUMBERS
from shop_help.policy.verdicts import Clocks, Rules

#: How long the seller has for an answer, by the kind of the request.
ANSWER_HOURS = {
    "cancellation": "cancel_answer_hours",
    **dict.fromkeys(BY_KIND, "change_answer_hours"),
    "refund": "return_answer_hours",
    "return": "return_answer_hours",
    "exchange": "exchange_answer_hours",
}
#: Kinds that nobody waits for once the parcel has left.
UNTIL_SHIPMENT = frozenset({"cancellation", *BY_KIND})
#: Kinds that the system never approves by itself: unanswered, they lapse.
NEVER_BY_ITSELF = frozenset(BY_KIND)
#: A form that was opened before a deadline is taken for so long after it.
SENT_LATE = timedelta(minutes=NUMBERS["sent_late_minutes"].value)

_SATURDAY = 5


def closes_at(began_at: datetime, days: int, zone: str) -> datetime:
    """The local midnight that ends day `days`. Day 0 is the local date on which it began; each day counts whole."""
    there = ZoneInfo(zone)
    return _midnight_after(began_at.astimezone(there).date() + timedelta(days=days), there)


def business_days_close_at(began_at: datetime, days: int, zone: str, days_off: frozenset[date]) -> datetime:
    """The local midnight that ends business day `days`. Day 0 is the local date on which it began, whatever it is;
    weekends and public holidays are not counted."""
    there = ZoneInfo(zone)
    day, left = began_at.astimezone(there).date(), days
    while left > 0:
        day += timedelta(days=1)
        left -= day.weekday() < _SATURDAY and day not in days_off
    return _midnight_after(day, there)


def _midnight_after(day: date, there: ZoneInfo) -> datetime:
    # Where a change of the clocks skips or repeats midnight, the first instant of the day counts (PEP 495, fold 0).
    return datetime.combine(day + timedelta(days=1), time(), there).astimezone(UTC)


def last_moment(closes: datetime) -> datetime:
    """A moment of the last minute that counts, for saying which one that is."""
    return closes - timedelta(microseconds=1)


def day_number(began_at: datetime, now: datetime, zone: str) -> int:
    """Which day it is: 0 on the local date on which it began."""
    there = ZoneInfo(zone)
    return (now.astimezone(there).date() - began_at.astimezone(there).date()).days


def answer_by(kind: str, asked_at: datetime, rules: Rules, shipped_at: datetime | None = None) -> datetime:
    """Until when the seller answers a request; what is for the time before shipment ends with it."""
    by = _hours_after(asked_at, ANSWER_HOURS[kind], rules)
    if kind in UNTIL_SHIPMENT and shipped_at is not None:
        return min(by, shipped_at)
    return by


def free_until(paid_at: datetime, rules: Rules) -> datetime:
    """Until when cancelling is free."""
    return _hours_after(paid_at, "free_cancel_hours", rules)


def offer_until(offered_at: datetime, rules: Rules) -> datetime:
    """Until when the buyer answers an offer of a part; then it lapses."""
    return _hours_after(offered_at, "offer_answer_hours", rules)


def back_with_seller_until(lapsed_at: datetime, rules: Rules) -> datetime:
    """Until when the seller answers a request that came back because their offer lapsed."""
    return _hours_after(lapsed_at, "offer_lapsed_hours", rules)


def _hours_after(began_at: datetime, name: str, rules: Rules) -> datetime:
    # A local time plus hours would be wrong by one where the clocks change in between.
    return began_at.astimezone(UTC) + rules.hours(name)


def ship_back_until(approved_at: datetime, rules: Rules) -> datetime:
    """Until when the buyer sends back what may be returned; then the request is closed."""
    return closes_at(approved_at, rules.days("ship_back_days"), rules.zone)


def inspect_until(arrived_at: datetime, worth: int, digits: int, rules: Rules) -> datetime:
    """Until when the seller inspects a return. `worth` is in minor units of a currency with so many digits."""
    is_dear = worth > rules.values["dear_amount"] * 10**digits
    days = rules.days("inspect_dear_days" if is_dear else "inspect_days")
    return business_days_close_at(arrived_at, days, rules.zone, rules.days_off)


def arrives_until(shipped_back_at: datetime, rules: Rules) -> datetime:
    """Until when a seller says that what was sent back arrived; then it counts as arrived."""
    return closes_at(shipped_back_at, rules.days("return_arrival_days"), rules.zone)


def replace_until(accepted_at: datetime, rules: Rules) -> datetime:
    """Until when a seller sends what an exchange is for; then the money goes back instead."""
    return business_days_close_at(accepted_at, rules.days("replacement_days"), rules.zone, rules.days_off)


def clocks_of(delivered_at: datetime, rules: Rules) -> Clocks:
    """The clocks that a delivery starts."""
    returns, protection = (
        closes_at(delivered_at, rules.days(name), rules.zone) for name in ("return_days", "protection_days")
    )
    return Clocks(rules.version, returns, protection)


def dispute_until(rejected_at: datetime, rules: Rules) -> datetime:
    """Until when the buyer disputes a rejection."""
    return closes_at(rejected_at, rules.days("dispute_days"), rules.zone)


def protection_answer_by(asked_at: datetime, rules: Rules) -> datetime:
    """Until when the seller answers a Buyer Protection case."""
    return _hours_after(asked_at, "protection_answer_hours", rules)


def appeal_until(decided_at: datetime, rules: Rules) -> datetime:
    """Until when a side appeals a decision of Buyer Protection."""
    return closes_at(decided_at, rules.days("appeal_days"), rules.zone)


#: What is over sooner needs no reminder: whoever has to move was told just now.
TOO_SHORT_TO_REMIND = timedelta(hours=2)
#: A clock of at most so long is one of hours, a longer one is one of days.
_OF_HOURS = timedelta(days=4)


def remind_at(begun_at: datetime, due_at: datetime) -> datetime | None:
    """When whoever has to move is reminded: half-way, but at most 12 hours before a clock of hours ends and 2 days
    before one of days does. None for what is too short."""
    runs = due_at - begun_at
    if runs < TOO_SHORT_TO_REMIND:
        return None
    return due_at - (min(runs / 2, timedelta(hours=12)) if runs <= _OF_HOURS else timedelta(days=2))


def retry_after(failed: int) -> timedelta:
    """How long the act of a deadline is left alone once it failed for so many times: longer each time, to an hour."""
    return min(timedelta(seconds=5) * (1 << min(failed - 1, 12)), timedelta(hours=1))
