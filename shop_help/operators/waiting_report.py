"""Waiting now: how open cases stand at this moment."""

from collections.abc import Sequence
from typing import Any

from shop_help.dates import length
from shop_help.models.case_figures import waiting_now
from shop_help.operators.charts import Row, lines
from shop_help.operators.figures import Figures
from shop_help.operators.report_kinds import Column, Report, Table
from shop_help.policy.support import STAFF_STATE_WORDS
from shop_help.presentation import number
from shop_help.speech import gettext as _

#: Where cases stand while others have to move: how long they have waited is nobody's doing here.
THEIRS = ("waiting_buyer", "waiting_seller")


def waiting(figures: Figures) -> Report:
    """The line, what nobody has, what is in work, and what waits for others."""
    found = waiting_now(figures.scope, figures.now)
    rows = [_row(figures, label, parts, is_ours) for label, parts, is_ours in _places(found)]
    heads = [Column(_("Where")), Column(_("Cases"), "count"), Column(_("Longest wait"), "seconds")]
    drawn = [Row(row[0], number(row[1]), [row[1]]) for row in rows]
    return Report(
        _("Waiting now"),
        Table("waiting", [*heads, Column(_("Late"), "count")], rows),
        [_("At this moment, whatever days are chosen above. Waits are by the clock on the wall.")],
        [lines("waiting", _("Open cases by where they stand"), drawn)],
        _headline(rows),
        "" if any(row[1] for row in rows) else _("No case is open."),
    )


def _places(found: Sequence[Any]) -> list[tuple[str, list[Any], bool]]:
    """Each place in words, what the database told of it, and whether it waits for us."""
    queued = {
        mode: [row for row in found if (row.state, row.mode) == ("queued", mode)] for mode in ("chat", "message")
    }
    places = [(_("In line for a chat"), queued["chat"], True), (_("Messages nobody has"), queued["message"], True)]
    for state in ("assigned", *THEIRS):
        parts = [row for row in found if row.state == state]
        places.append((_(STAFF_STATE_WORDS[state]), parts, state not in THEIRS))
    return places


def _row(figures: Figures, label: str, parts: list[Any], is_ours: bool) -> tuple[str, int, int | None, int]:
    since = min((part.since for part in parts), default=None) if is_ours else None
    waited = round((figures.now - since).total_seconds()) if since else None
    return label, sum(part.cases for part in parts), waited, sum(part.late or 0 for part in parts)


def _headline(rows: Sequence[tuple[str, int, int | None, int]]) -> list[tuple[str, str]]:
    ours = rows[: -len(THEIRS)]
    longest = max((row[2] for row in ours if row[2] is not None), default=None)
    return [
        (_("Open"), number(sum(row[1] for row in rows))),
        (_("Wait for us"), number(sum(row[1] for row in ours))),
        (_("Longest wait"), length(longest) if longest is not None else "–"),
        (_("Late"), number(sum(row[3] for row in rows))),
    ]
