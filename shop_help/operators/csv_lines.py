"""A table as CSV for spreadsheets: UTF-8 with its mark, and nothing in it that a spreadsheet would run."""

import csv
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from shop_help.operators.report_kinds import Table, Value

#: What makes a spreadsheet take text for a formula, or lets text slip into the next cell.
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")
#: Excel takes a file without it for one of the machine's own alphabet.
MARK = "\ufeff"


class _Line:
    """What a csv writer writes into: it hands each line on."""

    def write(self, text: str) -> str:
        return text


def csv_lines(table: Table, zone: str) -> Iterator[str]:
    """The lines of a table, one by one."""
    writer = csv.writer(_Line())
    kinds = [column.kind for column in table.columns]
    yield MARK + str(writer.writerow([safe(column.csv_head) for column in table.columns]))
    for row in table.all_rows() if table.all_rows else table.rows:
        yield str(writer.writerow([_cell(value, kind, zone) for value, kind in zip(row, kinds, strict=True)]))


def _cell(value: Value, kind: str, zone: str) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(ZoneInfo(zone)).isoformat(" ", "minutes")
    if kind == "share":
        return round(float(value) * 100, 1)
    return value if isinstance(value, int | float) else safe(value)


def safe(text: str) -> str:
    """Text that stays text: what would run gets an apostrophe before it, wide signs and hidden spaces or not."""
    seen = unicodedata.normalize("NFKC", text).lstrip(" \ufeff\u200b")
    return f"'{text}" if seen.startswith(RUNS) else text
