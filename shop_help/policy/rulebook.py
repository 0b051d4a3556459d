"""The versions of the rules: what was shipped, which one is in force, and what a new one may say (PRODUCT 4)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shop_help.policy.faults import Fault
from shop_help.policy.markets import market_called
from shop_help.policy.numbers import JUDGING, values_in
from shop_help.policy.verdicts import Rules
from shop_help.policy.wording import N_

#: The version that comes with the code, in force since ever.
SHIPPED = 1
LONGEST_NOTE = 500


@dataclass(frozen=True)
class Version:
    """A published version of a market's rules; `valid_from` is None for the one that was shipped."""

    version: int
    valid_from: datetime | None
    values: Mapping[str, int]


def shipped_rules(market: str, days_off: frozenset[date] = frozenset()) -> Rules:
    """Version 1 of a market."""
    return Rules(SHIPPED, market, values_in(market), days_off)


def in_force(versions: Iterable[Version], at: datetime) -> Version | None:
    """The version that holds at an instant, None for the shipped one. Of two that begin together, the later one."""
    begun = [each for each in versions if each.valid_from is not None and each.valid_from <= at]
    return max(begun, key=lambda each: (each.valid_from, each.version), default=None)


def values_faults(values: Mapping[str, int | None]) -> dict[str, Fault]:
    """What is wrong with the numbers of a draft, by name; None stands for what is no whole number."""
    faults = {name: fault for name in JUDGING if (fault := _number_fault(name, values.get(name)))}
    return faults or _order_faults({name: value for name, value in values.items() if value is not None})


def _number_fault(name: str, value: int | None) -> Fault | None:
    least, most = JUDGING[name].bounds or (0, 0)
    if value is None:
        return Fault(N_("Write a whole number."))
    if not least <= value <= most:
        return Fault(N_("From %(least)s to %(most)s."), {"least": least, "most": most})
    return None


def _order_faults(values: Mapping[str, int]) -> dict[str, Fault]:
    """Numbers that contradict each other."""
    if values["protection_days"] < values["return_days"]:
        return {
            "protection_days": Fault(
                N_("Buyer Protection takes over from returns: it can't end before them, on day %(days)s."),
                {"days": values["return_days"]},
            )
        }
    if values["inspect_dear_days"] < values["inspect_days"]:
        return {
            "inspect_dear_days": Fault(
                N_("What is worth a lot can't have less time than the rest, which has %(days)s."),
                {"days": values["inspect_days"]},
            )
        }
    return {}


def note_fault(note: str) -> Fault | None:
    """What is wrong with the words that say why."""
    if not note.strip():
        return Fault(N_("Say why, in a sentence: it stays with the version."))
    if len(note) > LONGEST_NOTE:
        return Fault(N_("At most %(longest)s characters."), {"longest": LONGEST_NOTE})
    return None


def begins_at(day: date, market: str) -> datetime:
    """The local midnight with which a version's first day begins."""
    return datetime.combine(day, time(), ZoneInfo(market_called(market).zone))


def first_day(market: str, now: datetime, latest: datetime | None) -> date:
    """The earliest day on which a version can begin: tomorrow, and not before one that is published already."""
    zone = ZoneInfo(market_called(market).zone)
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return max(tomorrow, latest.astimezone(zone).date()) if latest else tomorrow


def day_fault(day: date | None, market: str, now: datetime, latest: datetime | None) -> Fault | None:
    """What is wrong with the first day of a version. The past is never judged anew."""
    first = first_day(market, now, latest)
    if day is None:
        return Fault(N_("Choose the day it begins on."))
    if day < first and latest is not None and begins_at(day, market) > now:
        return Fault(N_("A version that is published already begins on %(day)s."), {"day": first.isoformat()})
    if day < first:
        return Fault(N_("It can't begin before tomorrow: verdicts of the past don't change."))
    if day.year > now.year + 5:
        return Fault(N_("That is more than five years ahead."))
    return None
