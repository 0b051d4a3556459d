"""The rules that judge: those of a market at an instant, those of an order (PRODUCT 4)."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Protocol

from sqlalchemy import bindparam, select

from shop_help import clock
from shop_help.models import RuleVersion
from shop_help.models.prepared import Prepared
from shop_help.models.reading import rows_of
from shop_help.policy.numbers import values_in
from shop_help.policy.rulebook import SHIPPED, Version, in_force
from shop_help.policy.verdicts import Rules
from shop_help.service_calendar import holidays_of

_PUBLISHED = Prepared(
    select(RuleVersion.version, RuleVersion.valid_from, RuleVersion.numbers).where(
        RuleVersion.market == bindparam("market", ""), RuleVersion.state == "published"
    )
)


class Bought(Protocol):
    """What decides which version judges an order."""

    @property
    def market(self) -> str: ...
    @property
    def paid_at(self) -> datetime | None: ...
    @property
    def created_at(self) -> datetime: ...


def published_in(market: str) -> list[Version]:
    """The versions of a market that operators published; they may lie ahead."""
    return [Version(row.version, row.valid_from, row.numbers) for row in rows_of(_PUBLISHED, market=market)]


def rules_in(market: str, at: datetime) -> Rules:
    """The rules that are in force in a market at an instant."""
    return rules_among(published_in(market), market, at)


def rules_for(order: Bought) -> Rules:
    """The rules that judge an order: in force when it was paid; while it isn't, when it was made."""
    return rules_in(order.market, order.paid_at or order.created_at)


def rules_among(versions: list[Version], market: str, at: datetime) -> Rules:
    """The one of these versions that is in force at an instant, else the one that was shipped."""
    found = in_force(versions, at)
    return rules_of(market, found.version if found else SHIPPED, found.values if found else {}, at)


def rules_of(market: str, version: int, published: Mapping[str, int], at: datetime) -> Rules:
    """A version as it judges what happened from an instant to now."""
    days_off = _days_off(market, at.year, max(at.year, clock.now().year))
    return Rules(version, market, _values(market, tuple(published.items())), days_off)


@lru_cache(maxsize=256)
def _values(market: str, published: tuple[tuple[str, int], ...]) -> Mapping[str, int]:
    return MappingProxyType(values_in(market, dict(published)))


@lru_cache(maxsize=256)
def _days_off(market: str, first: int, last: int) -> frozenset[date]:
    return frozenset().union(*(holidays_of(market, year) for year in range(first, last + 1)))
