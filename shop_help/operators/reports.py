"""Reports: how customer service is doing, drawn, with a table behind each figure and each table as a file."""

from collections.abc import Callable
from typing import Any

from flask import Response, abort, render_template

from shop_help import clock, urls
from shop_help.models.case_figures import Scope
from shop_help.operators import door
from shop_help.operators import outcome_reports as outcomes
from shop_help.operators import time_reports as times
from shop_help.operators.figures import Figures
from shop_help.operators.help_report import faq
from shop_help.operators.report_kinds import Report
from shop_help.operators.scoping import asked_scope, choices, days_and_market, file_of, scope_shown
from shop_help.operators.waiting_report import waiting
from shop_help.own_words import teams
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
    scope, fault = asked_scope()
    figures = Figures(scope, clock.now())
    return render_template(
        "operators/reports.html",
        reports=[make(figures) for make in REPORTS.values()],
        address=lambda name: urls.operator_report(name, **_asked(scope)),
        **scope_shown(scope, fault),
        **_choices(scope),
    )


@door.get("/reports/<name>.csv")
def report_file(name: str) -> Response:
    """A report's table as a file, line by line."""
    if name not in REPORTS:
        abort(404)
    scope, _fault = asked_scope()
    return file_of(name, REPORTS[name](Figures(scope, clock.now())).table, scope)


def _asked(scope: Scope) -> dict[str, str]:
    return days_and_market(scope) | {"team": scope.team}


def _choices(scope: Scope) -> dict[str, Any]:
    found = choices(scope, lambda days: urls.operator_reports(days, scope.market, scope.team))
    return found | {"teams": [("", _("All teams")), *teams().items()]}
