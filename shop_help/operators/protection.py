"""Buyer Protection in figures: how it stands now, and what became of it in a time, drawn with a table behind each."""

from collections.abc import Callable

from flask import Response, abort, render_template

from shop_help import urls
from shop_help.operators import door
from shop_help.operators import protection_reports as made
from shop_help.operators.protection_reports import Program
from shop_help.operators.report_kinds import Report
from shop_help.operators.scoping import asked_scope, choices, days_and_market, file_of, scope_shown

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
        address=lambda name: urls.operator_protection_file(name, **days_and_market(scope)),
        **scope_shown(scope, fault),
        **choices(scope, lambda days: urls.operator_protection(days, scope.market)),
    )


@door.get("/protection/<name>.csv")
def protection_file(name: str) -> Response:
    """A table as a file, line by line."""
    if name not in REPORTS:
        abort(404)
    scope, _fault = asked_scope()
    return file_of(f"protection-{name}", REPORTS[name](Program(scope)).table, scope)
