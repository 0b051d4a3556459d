"""Reports: how customer service is doing, drawn, with a table behind each figure and each table as a file."""

from collections.abc import Callable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, abort, render_template, request, stream_with_context

from shop_help import clock, identity, urls
from shop_help.forms import in_words
from shop_help.models.case_figures import Scope
from shop_help.operators import door
from shop_help.operators import outcome_reports as outcomes
from shop_help.operators import time_reports as times
from shop_help.operators.csv_lines import csv_lines
from shop_help.operators.figures import Figures
from shop_help.operators.help_report import faq
from shop_help.operators.report_kinds import Report, shown
from shop_help.operators.waiting_report import waiting
from shop_help.policy.faults import Fault
from shop_help.policy.figures import LAST_DAYS, USUAL_DAYS, Span, last_days, span_of
from shop_help.policy.markets import DEFAULT_MARKET, MARKETS
from shop_help.policy.permissions import may_see_reports
from shop_help.policy.support import TEAMS
from shop_help.presentation import calendar_day
from shop_help.speech import gettext as _

#: By the names of their files, in the order of the page.
REPORTS: dict[str, Callable[[Figures], Report]] = {
    "waiting": waiting,
    "answers": times.answers,
    "hours": times.hours,
    "questions": times.questions,
    "satisfaction": outcomes.satisfaction,
    "faq": faq,
    "resolved": outcomes.resolved,
    "comments": outcomes.comments,
}


@door.get("/reports")
def reports() -> str:
    scope, fault = _scope()
    figures = Figures(scope, clock.now())
    return render_template(
        "operators/reports.html",
        reports=[make(figures) for make in REPORTS.values()],
        scope=scope,
        span=f"{calendar_day(scope.span.first)} – {calendar_day(scope.span.last)}",
        error=in_words({"": fault})[""] if fault else "",
        shown=shown,
        address=lambda name: urls.operator_report(name, **_asked(scope)),
        **_choices(scope),
    )


@door.get("/reports/<name>.csv")
def report_file(name: str) -> Response:
    """A report's table as a file, line by line."""
    if name not in REPORTS:
        abort(404)
    scope, _fault = _scope()
    table = REPORTS[name](Figures(scope, clock.now())).table
    span = f"{scope.span.first.isoformat()}-{scope.span.last.isoformat()}"
    lines = stream_with_context(csv_lines(table, scope.span.zone))
    answer = Response(lines, mimetype="text/csv", headers={"Cache-Control": "no-store"})
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}-{span}.csv"'
    return answer


def _scope() -> tuple[Scope, Fault | None]:
    """What the address asks for; where it can't be, the usual days and what is wrong."""
    if not may_see_reports(identity.current()):
        abort(404)
    market, team = request.args.get("market", ""), request.args.get("team", "")
    market, team = market if market in MARKETS else "", team if team in TEAMS else ""
    zone = MARKETS[market].zone if market else DEFAULT_MARKET.zone
    today = clock.now().astimezone(ZoneInfo(zone)).date()
    span, fault = _span(today, zone)
    return Scope(span, market, team), fault


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


def _asked(scope: Scope) -> dict[str, str]:
    """The scope as an address asks for it: by its days, so that a link shows the same tomorrow."""
    span = scope.span
    named = {"first": span.first.isoformat(), "last": span.last.isoformat()}
    return named | {"market": scope.market, "team": scope.team}


def _choices(scope: Scope) -> dict[str, Any]:
    today = clock.now().astimezone(ZoneInfo(scope.span.zone)).date()
    narrowed = {"market": scope.market, "team": scope.team}
    chosen = scope.span.days if scope.span.last == today and scope.span.days in LAST_DAYS else 0
    return {
        "chips": [
            {"href": urls.operator_reports(days, **narrowed), "word": _("%(days)s days", days=days)}
            for days in LAST_DAYS
        ],
        "chosen": urls.operator_reports(chosen, **narrowed) if chosen else "",
        "markets": [("", _("All markets")), *((market.code, _(market.name)) for market in MARKETS.values())],
        "teams": [("", _("All teams")), *((team, _(word)) for team, word in TEAMS.items())],
    }
