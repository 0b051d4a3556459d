"""How long answers took: first ones and follow-ups, by the hour of the day, and by the question."""

from shop_help.operators.charts import Chart, Row, Stack, columns, lines
from shop_help.operators.figures import Figures, Times
from shop_help.operators.report_kinds import Column, Report, Table, duration
from shop_help.policy.figures import share_of
from shop_help.presentation import number
from shop_help.speech import gettext as _
from shop_help.speech import ngettext, pgettext

MODES = ("chat", "message")
#: Questions that are drawn; the table has all of them.
MOST_DRAWN = 10


def answers(figures: Figures) -> Report:
    """Median and 90th percentile of first answers and follow-ups, chat and message apart."""
    rows, charts = [], list[Chart]()
    legend = [_("Median"), _("90th percentile")]
    for mode in MODES:
        drawn = []
        for is_first in (1, 0):
            times = figures.times(mode, is_first)
            label = _("First answer") if is_first else _("Follow-up")
            in_time = share_of(figures.in_time[mode, is_first], times.count)
            rows.append((f"{_mode_word(mode)}: {label}", times.count, times.median, times.slowest, in_time))
            drawn.append(Row(label, _both(times), [times.median or 0, times.slowest or 0]))
        title = _("Answers in a chat") if mode == "chat" else _("Answers to messages")
        charts.append(lines(f"answers-{mode}", title, drawn, legend))
    says = [
        _("From when a buyer asked until an agent wrote, in business hours of the case's market."),
        _("Half of the answers came within the median, nine of ten within the 90th percentile."),
        sample_of(figures),
    ]
    heads = [Column(_("Answer")), *_time_columns(), Column(_("In time"), "share")]
    return Report(_("Answer times"), Table("answers", heads, rows), says, charts, (), _nothing(figures))


def _mode_word(mode: str) -> str:
    return _("Chat") if mode == "chat" else pgettext("noun", "Message")


def _both(times: Times) -> str:
    if times.median is None or times.slowest is None:
        return "–"
    return f"{duration(times.median)} / {duration(times.slowest)}"


def _time_columns() -> list[Column]:
    times = [Column(_("Median"), "seconds"), Column(_("90th percentile"), "seconds")]
    return [Column(_("Answers"), "count"), *times]


def sample_of(figures: Figures) -> str:
    """From how many answers the times are worked out."""
    found = figures.answers
    total = number(found.total)
    if found.step == 1:
        return ngettext("From %(count)s answer.", "From %(count)s answers.", found.total, count=total)
    count = number(len(found.rows))
    return _("From an even part of the answers: %(count)s of %(all)s.", count=count, all=total)


def _nothing(figures: Figures) -> str:
    return "" if figures.answers.total else _("Nobody was answered in these days.")


def hours(figures: Figures) -> Report:
    """By the hour at which it was asked, on the clocks of each case's market."""
    rows = [(_hour_word(hour), *_times_at(figures, hour)) for hour in range(24)]
    heads = [Column(f"{_mode_word(mode)}: {each.head}", each.kind) for mode in MODES for each in _time_columns()]
    says = [
        _("By the hour at which the buyer asked, on the clock of the case's market."),
        _("The times are in business hours: what is asked at night waits for the morning without being late."),
        sample_of(figures),
    ]
    charts = [_asked(figures), *(_medians(figures, mode) for mode in MODES)]
    table = Table("hours", [Column(_("Hour")), *heads], rows)
    return Report(_("By hour of the day"), table, says, charts, (), _nothing(figures))


def _hour_word(hour: int) -> str:
    return f"{hour:02}:00"


def _times_at(figures: Figures, hour: int) -> list[int | None]:
    found = [figures.times("hour", mode, hour) for mode in MODES]
    return [value for times in found for value in (times.count, times.median, times.slowest)]


def _asked(figures: Figures) -> Chart:
    stacks = []
    for hour in range(24):
        counts = [figures.times("hour", mode, hour).count for mode in MODES]
        told = {"hour": _hour_word(hour), "chats": number(counts[0]), "messages": number(counts[1])}
        words = _("%(hour)s: %(chats)s in a chat, %(messages)s by message", **told)
        stacks.append(Stack(_hour_word(hour), counts, words))
    busiest = max(stacks, key=lambda stack: sum(stack.values))
    title, peak = _("Answers by the hour they were asked for"), number(round(sum(busiest.values)))
    desc = _("The most: %(what)s.", what=busiest.title)
    return columns("hours-asked", title, desc, stacks, peak, [_mode_word(mode) for mode in MODES])


def _medians(figures: Figures, mode: str) -> Chart:
    medians = [figures.times("hour", mode, hour).median for hour in range(24)]
    stacks = [
        Stack(_hour_word(hour), [median or 0], f"{_hour_word(hour)}: {duration(median or 0)}")
        for hour, median in enumerate(medians)
    ]
    slowest = max(range(24), key=lambda hour: medians[hour] or 0)
    title = _("Median answer in a chat") if mode == "chat" else _("Median answer to a message")
    desc = _("The slowest: %(what)s.", what=stacks[slowest].title)
    return columns(f"hours-{mode}", title, desc, stacks, duration(medians[slowest] or 0))


def questions(figures: Figures) -> Report:
    """What cases are about, and how that went."""
    about = {*figures.cases, *figures.scores, *(row[4] for row in figures.answers.rows)}
    rows = sorted((_about(figures, key) for key in about), key=lambda row: (-row[1], -row[2], row[0]))
    drawn = [Row(row[0], number(row[1]), [row[1]]) for row in rows[:MOST_DRAWN]]
    opened = sum(figures.cases.values())
    says = [
        _("What the cases of these days are about, how long their first answers took, and who was satisfied."),
        ngettext("%(count)s case was opened.", "%(count)s cases were opened.", opened, count=number(opened)),
    ]
    heads = [Column(_("Question")), Column(_("Cases"), "count"), Column(_("First answers"), "count")]
    table = Table("questions", [*heads, *_time_columns()[1:], Column(_("Satisfied"), "share")], rows)
    empty = "" if rows else _("No case was opened in these days.")
    return Report(_("By question"), table, says, [lines("questions", _("Cases by question"), drawn)], (), empty)


def _about(figures: Figures, key: int | None) -> tuple[str, int, int, int | None, int | None, float | None]:
    times, scores = figures.times("question", key), figures.scores.get(key)
    words = figures.questions[key][0] if key in figures.questions else _("No question chosen")
    satisfied = figures.satisfied(scores) if scores else None
    return words, figures.cases.get(key, 0), times.count, times.median, times.slowest, satisfied
