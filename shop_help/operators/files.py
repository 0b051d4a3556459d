"""A table as a file to take along: line by line, and with a line in the audit log."""

from flask import Response, request, stream_with_context

from shop_help import audit, identity
from shop_help.operators.csv_lines import csv_lines
from shop_help.operators.report_kinds import Table


def csv_answer(table: Table, zone: str, name: str) -> Response:
    """The file `name`; instants in the zone."""
    # Before the rows are read: the write unit begins a transaction of its own.
    audit.record("file.taken", name, identity.current(), asked=request.args.to_dict())
    lines = stream_with_context(csv_lines(table, zone))
    answer = Response(lines, mimetype="text/csv", headers={"Cache-Control": "no-store"})
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
