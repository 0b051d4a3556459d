"""Buyer Protection in figures: how it stands now, and what became of it in a time, drawn with a table behind each."""

from collections.abc import Callable

from flask import Response, abort, render_template

from shop_help import urls
from shop_help.forms import in_words
from shop_help.operators import door
from shop_help.operators import protection_reports as made
from shop_help.operators.files import csv_answer
from shop_help.operators.protection_reports import Program
from shop_help.operators.report_kinds import Report, shown
from shop_help.operators.scoping import asked_scope, choices, days_and_market
from shop_help.presentation import calendar_day

#: By the names of their files, in the order of the page.
REPORTS: dict[str, Callable[[Program], Report]] = {
    "standing": made.standing,
    "days": made.days,
    "outcomes": made.outcomes,
    "reasons": made.reasons,
    "refunds": made.refunds,
}


@door.get("/protection")
def protection() -> str:
    scope, fault = asked_scope()
    program = Program(scope)
    return render_template(
        "operators/protection.html",
        reports=[make(program) for make in REPORTS.values()],
        scope=scope,
        span=f"{calendar_day(scope.span.first)} – {calendar_day(scope.span.last)}",
        error=in_words({"": fault})[""] if fault else "",
        shown=shown,
        address=lambda name: urls.operator_protection_file(name, **days_and_market(scope)),
        **choices(scope, lambda days: urls.operator_protection(days, scope.market)),
    )


@door.get("/protection/<name>.csv")
def protection_file(name: str) -> Response:
    """A table as a file, line by line."""
    if name not in REPORTS:
        abort(404)
    scope, _fault = asked_scope()
    span = f"{scope.span.first.isoformat()}-{scope.span.last.isoformat()}"
    return csv_answer(REPORTS[name](Program(scope)).table, scope.span.zone, f"protection-{name}-{span}.csv")
