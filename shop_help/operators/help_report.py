"""What Help solved without anybody writing to us."""

from shop_help.dates import calendar_day
from shop_help.operators.charts import Row, lines
from shop_help.operators.figures import Figures
from shop_help.operators.report_kinds import Column, Report, Table, percent
from shop_help.policy.figures import share_of
from shop_help.presentation import number
from shop_help.speech import gettext as _
from shop_help.speech import ngettext

#: Questions that are drawn; the table has all of them.
MOST_DRAWN = 10


def faq(figures: Figures) -> Report:
    """Of the readings of an answer, how many were not followed by a message to customer service."""
    about = {*figures.readings, *figures.votes}
    rows = sorted((_about(figures, key) for key in about), key=lambda row: (-row[1], -row[4], row[0]))
    drawn = [Row(row[0], percent(row[3]), [row[3] or 0]) for row in rows if row[1]][:MOST_DRAWN]
    chart = lines("faq", _("Readings without contact afterwards"), drawn, whole=1)
    counts = [Column(_("Readings"), "count"), Column(_("Without contact"), "count"), Column(_("Share"), "share")]
    votes = [Column(_("Said whether it helped"), "count"), Column(_("It helped"), "share")]
    return Report(
        _("Solved by Help"),
        Table("faq", [Column(_("Question")), *counts, *votes], rows),
        _says(figures),
        [chart] if drawn else [],
        _headline(figures),
        "" if rows else _("Nothing is counted of these days yet."),
    )


def _about(figures: Figures, key: int) -> tuple[str, int, int, float | None, int, float | None]:
    read, contacted = figures.readings.get(key, (0, 0))
    said, helped = figures.votes.get(key, (0, 0))
    alone = read - contacted
    return figures.questions[key][0], read, alone, share_of(alone, read), said, share_of(helped, said)


def _sums(found: dict[int, tuple[int, int]]) -> tuple[int, int]:
    return sum(each[0] for each in found.values()), sum(each[1] for each in found.values())


def _headline(figures: Figures) -> list[tuple[str, str]]:
    (read, contacted), (said, helped) = _sums(figures.readings), _sums(figures.votes)
    return [
        (_("Without contact"), percent(share_of(read - contacted, read))),
        (_("Said it helped"), percent(share_of(helped, said))),
    ]


def _says(figures: Figures) -> list[str]:
    """What a reading is, what the figure can't know, and from how many it is."""
    read, said = _sums(figures.readings)[0], _sums(figures.votes)[0]
    says = [
        _("A reading is one buyer who reads one answer on one day, however often."),
        _("It was without contact if they opened no case and wrote nothing to customer service for 48 hours."),
        _("Who gave up counts too, so read it beside what buyers say below an answer: whether it helped."),
        _("Visitors who aren't signed in can't be counted."),
        ngettext("%(count)s reading;", "%(count)s readings;", read, count=number(read)),
        ngettext(
            "%(count)s buyer said whether it helped.",
            "%(count)s buyers said whether it helped.",
            said,
            count=number(said),
        ),
        _("Readings are counted up to %(day)s: their 48 hours are over.", day=calendar_day(figures.counted_until)),
    ]
    return [*says, _("Of the questions whose cases would be this team's.")] if figures.scope.team else says
