"""Which days and which market a page of reports is asked for, and what it offers to choose."""

from collections.abc import Callable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, abort, request

from shop_help import clock, identity
from shop_help.dates import calendar_day
from shop_help.forms import in_words
from shop_help.models.case_figures import Scope
from shop_help.operators.files import csv_answer
from shop_help.operators.report_kinds import Table, shown
from shop_help.policy.faults import Fault
from shop_help.policy.figures import LAST_DAYS, USUAL_DAYS, Span, last_days, span_of
from shop_help.policy.markets import DEFAULT_MARKET, MARKETS
from shop_help.policy.permissions import may_see_reports
from shop_help.policy.support import TEAMS
from shop_help.speech import gettext as _


def asked_scope() -> tuple[Scope, Fault | None]:
    """What the address asks for; where it can't be, the usual days and what is wrong."""
    if not may_see_reports(identity.current()):
        abort(404)
    market, team = request.args.get("market", ""), request.args.get("team", "")
    market, team = market if market in MARKETS else "", team if team in TEAMS else ""
    zone = MARKETS[market].zone if market else DEFAULT_MARKET.zone
    span, fault = _span(today_in(zone), zone)
    return Scope(span, market, team), fault


def today_in(zone: str) -> date:
    """Which day it is there."""
    return clock.now().astimezone(ZoneInfo(zone)).date()


def _span(today: date, zone: str) -> tuple[Span, Fault | None]:
    first, last = request.args.get("from", ""), request.args.get("until", "")
    if first or last:
        return span_of(_day(first), _day(last), today, zone)
    days = request.args.get("days", USUAL_DAYS, type=int)
    return last_days(days if days in LAST_DAYS else USUAL_DAYS, today, zone), None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def days_and_market(scope: Scope) -> dict[str, str]:
    """The scope as an address asks for it: by its days, so that a link shows the same tomorrow."""
    span = scope.span
    return {"first": span.first.isoformat(), "last": span.last.isoformat(), "market": scope.market}


def scope_shown(scope: Scope, fault: Fault | None) -> dict[str, Any]:
    """What operators/_reports.html says of the scope."""
    return {
        "scope": scope,
        "span": f"{calendar_day(scope.span.first)} – {calendar_day(scope.span.last)}",
        "error": in_words({"": fault})[""] if fault else "",
        "shown": shown,
    }


def file_of(name: str, table: Table, scope: Scope) -> Response:
    """A table of these days as a file, line by line."""
    span = f"{scope.span.first.isoformat()}-{scope.span.last.isoformat()}"
    return csv_answer(table, scope.span.zone, f"{name}-{span}.csv")


def choices(scope: Scope, address: Callable[[int], str]) -> dict[str, Any]:
    """The chips of the days, and the markets. `address`: of so many last days."""
    is_last = scope.span.last == today_in(scope.span.zone) and scope.span.days in LAST_DAYS
    return {
        "chips": [{"href": address(days), "word": _("%(days)s days", days=days)} for days in LAST_DAYS],
        "chosen": address(scope.span.days) if is_last else "",
        "markets": [("", _("All markets")), *((market.code, _(market.name)) for market in MARKETS.values())],
    }
