"""What came of it: how satisfied buyers are, what they wrote, and what was resolved and opened again."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from shop_help.dates import calendar_date, calendar_day
from shop_help.models.case_figures import comments_in
from shop_help.operators.charts import Chart, Row, Stack, columns, lines
from shop_help.operators.figures import Figures
from shop_help.operators.report_kinds import Column, Report, Table, Value, percent
from shop_help.policy.figures import SATISFIED, share_of
from shop_help.policy.support import SATISFACTION
from shop_help.presentation import first_name, number
from shop_help.speech import gettext as _
from shop_help.speech import ngettext

#: Comments on the page; the file has all of them.
MOST_COMMENTS = 20


def satisfaction(figures: Figures) -> Report:
    """How satisfied buyers said they were."""
    scores = sum(figures.scores.values(), Counter[int]())
    rated, done = scores.total(), sum(figures.resolved)
    words = {score: f"{score} · {_(word)}" for score, word in sorted(SATISFACTION.items(), reverse=True)}
    rows = [(word, scores[score], share_of(scores[score], rated)) for score, word in words.items()]
    says = [
        _(
            "Buyers are asked once their case is resolved. Satisfied are those who say %(least)s or 5.",
            least=SATISFIED,
        ),
        ngettext(
            "%(count)s rating came in these days;",
            "%(count)s ratings came in these days;",
            rated,
            count=number(rated),
        ),
        ngettext(
            "%(count)s case was resolved in them.", "%(count)s cases were resolved in them.", done, count=number(done)
        ),
    ]
    chart = lines("satisfaction", _("Ratings by score"), [Row(row[0], number(row[1]), [row[1]]) for row in rows])
    table = Table(
        "satisfaction", [Column(_("Score")), Column(_("Ratings"), "count"), Column(_("Share"), "share")], rows
    )
    headline = [(_("Satisfied"), percent(figures.satisfied(scores)))]
    empty = "" if rated else _("Nobody rated a case in these days.")
    return Report(_("Satisfaction"), table, says, [chart], headline, empty)


def comments(figures: Figures) -> Report:
    """What buyers wrote with their rating, the newest first."""
    heads = [
        Column(_("When"), "instant"),
        Column(_("Score")),
        Column(_("Comment")),
        Column(_("Agent")),
        Column(_("Case")),
    ]
    found = list(_comment_rows(comments_in(figures.scope, MOST_COMMENTS)))
    table = Table("comments", heads, found, lambda: _comment_rows(comments_in(figures.scope)))
    is_cut = len(found) == MOST_COMMENTS
    says = [_("The newest %(most)s; the file has all of them.", most=MOST_COMMENTS)] if is_cut else []
    empty = "" if found else _("Nobody wrote anything with a rating in these days.")
    return Report(_("What buyers wrote"), table, says, empty=empty)


def _comment_rows(found: Iterable[Any]) -> Iterable[Sequence[Value]]:
    for row in found:
        yield row.rated_at, str(row.score), row.comment, first_name(row.name or ""), str(row.case_id)


def resolved(figures: Figures) -> Report:
    """Cases that came, were resolved, and were opened again, by the day or week."""
    parts = figures.scope.span.parts()
    is_weekly = any(begin != end for begin, end in parts)
    names = [calendar_day(begin) for begin, _end in parts]
    rows = list(zip(names, figures.opened, figures.resolved, figures.reopened, strict=True))
    sums = {"opened": sum(figures.opened), "resolved": sum(figures.resolved), "again": sum(figures.reopened)}
    says = [
        _("By the last time that a case was resolved, and the last time that a message opened it again."),
        _(
            "%(opened)s were opened, %(resolved)s resolved, %(again)s opened again.",
            **{name: number(count) for name, count in sums.items()},
        ),
    ]
    dates = [calendar_date(begin) for begin, _end in parts]
    charts = [
        _by_part("resolved", _("Resolved"), dates, figures.resolved),
        _by_part("reopened", _("Opened again"), dates, figures.reopened),
    ]
    counts = [Column(word, "count") for word in (_("Opened"), _("Resolved"), _("Opened again"))]
    table = Table("resolved", [Column(_("Week from") if is_weekly else _("Day")), *counts], rows)
    empty = "" if any(sums.values()) else _("No case was opened, resolved or opened again in these days.")
    return Report(_("Resolved and opened again"), table, says, charts, (), empty)


def _by_part(name: str, title: str, dates: Sequence[str], counts: Sequence[int]) -> Chart:
    stacks = [Stack(label, [count], f"{label}: {number(count)}") for label, count in zip(dates, counts, strict=True)]
    busiest = max(stacks, key=lambda stack: stack.values[0])
    desc = _("The most: %(what)s.", what=busiest.title)
    return columns(name, title, desc, stacks, number(round(busiest.values[0])))
