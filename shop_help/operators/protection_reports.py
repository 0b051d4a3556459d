"""The reports of Buyer Protection: each a card with what is drawn, and the table behind it."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property

from shop_help import clock
from shop_help.dates import calendar_date, calendar_day
from shop_help.models import protection_figures as figures
from shop_help.models.case_figures import Scope
from shop_help.operators.charts import Chart, Row, Stack, columns, lines
from shop_help.operators.report_kinds import Column, Report, Table, percent
from shop_help.order_feed.money import major_units
from shop_help.policy.protection_states import OUTCOMES
from shop_help.policy.protection_wording import OUTCOMES as OUTCOME_WORDS
from shop_help.presentation import money, number
from shop_help.protection_words import reason_word
from shop_help.speech import gettext as _


class Program:
    """The figures of a scope, each read once."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    @cached_property
    def now(self) -> figures.Standing:
        """How it stands."""
        return figures.standing(clock.now(), self.scope.span.zone, self.scope.market)

    @cached_property
    def told(self) -> figures.Figures:
        """What became of it in the time."""
        return figures.figures(self.scope.span.begin, self.scope.span.end, self.scope.market)

    @cached_property
    def parts(self) -> list[tuple[date, int, int]]:
        """Days, or weeks where they are many: the first day, opened, decided."""
        span = self.scope.span
        counted = {
            day: (opened, decided)
            for day, opened, decided in figures.days(span.begin, span.end, span.zone, self.scope.market)
        }
        found = []
        for begin, end in span.parts():
            within = [both for day, both in counted.items() if begin <= day <= end]
            found.append((begin, sum(both[0] for both in within), sum(both[1] for both in within)))
        return found


def standing(program: Program) -> Report:
    """Now: open, due today, late, and with whom."""
    now = program.now
    with_whom = [
        (_("Customer service"), now.by_mover.get("CUSTOMER_SERVICE", 0)),
        (_("The seller"), now.by_mover.get("SHOP", 0)),
        (_("The buyer"), now.by_mover.get("BUYER", 0)),
        (_("Nobody: it is decided"), now.by_mover.get("", 0)),
    ]
    rows = [
        *with_whom,
        (_("Open in all"), now.open),
        (_("A clock ends today"), now.due_today),
        (_("Late with customer service"), now.late),
        (_("Waits for a second agent"), now.second_agent),
    ]
    chart = lines("standing", _("Who has to move"), [Row(word, number(count), [count]) for word, count in with_whom])
    headline = [
        (_("Open"), number(now.open)),
        (_("Due today"), number(now.due_today)),
        (_("Late"), number(now.late)),
        (_("Second agent"), number(now.second_agent)),
    ]
    says = [_("As it is now, whatever the days above. Late: customer service meant to decide before now.")]
    table = Table("standing", [Column(_("Cases")), Column(_("Count"), "count")], rows)
    return Report(_("How it stands"), table, says, [chart], headline)


def days(program: Program) -> Report:
    """Opened and decided, by the day or week."""
    is_weekly = len(program.parts) != program.scope.span.days
    rows = [(calendar_day(begin), opened, decided) for begin, opened, decided in program.parts]
    charts = [
        _by_part("opened", _("Opened"), [(begin, opened) for begin, opened, _decided in program.parts]),
        _by_part("decided", _("Decided"), [(begin, decided) for begin, _opened, decided in program.parts]),
    ]
    heads = [Column(_("Week from") if is_weekly else _("Day")), Column(_("Opened"), "count")]
    table = Table("days", [*heads, Column(_("Decided"), "count")], rows)
    told = program.told
    headline = [(_("Opened"), number(told.opened)), (_("Decided"), number(told.decided))]
    days_told = "–" if told.median_days is None else _("%(days)s days", days=told.median_days)
    headline.append((_("Median until decided"), days_told))
    says = [_("Half of the cases that were decided in these days took at most the median, from opening to decision.")]
    empty = "" if told.opened or told.decided else _("No case was opened or decided in these days.")
    return Report(_("Opened and decided"), table, says, charts, headline, empty)


def _by_part(name: str, title: str, counts: Sequence[tuple[date, int]]) -> Chart:
    stacks = [Stack(calendar_date(day), [count], f"{calendar_date(day)}: {number(count)}") for day, count in counts]
    busiest = max(stacks, key=lambda stack: stack.values[0])
    return columns(name, title, _("The most: %(what)s.", what=busiest.title), stacks, number(int(busiest.values[0])))


def outcomes(program: Program) -> Report:
    """How it ended."""
    told = program.told
    rows = [(_(OUTCOME_WORDS[outcome]), told.outcomes[outcome]) for outcome in OUTCOMES]
    rows += [
        (_("Settled between the sides"), told.settled),
        (_("Withdrawn"), told.withdrawn),
        (_("Not covered"), told.ineligible),
    ]
    chart = lines("outcomes", _("How it ended"), [Row(word, number(count), [count]) for word, count in rows])
    headline = [(_("Share for the buyer"), percent(told.share_for_buyer))]
    says = [_("Of the cases decided in these days, by their last decision; one in part counts half for the buyer.")]
    table = Table("outcomes", [Column(_("How it ended")), Column(_("Cases"), "count")], rows)
    empty = "" if any(count for _word, count in rows) else _("No case ended in these days.")
    return Report(_("How it ended"), table, says, [chart], headline, empty)


def reasons(program: Program) -> Report:
    """What happened to buyers, and how it was decided."""
    found = program.told.by_reason
    rows = [(reason_word(row.reason), row.opened, row.for_buyer, row.partial, row.for_seller) for row in found]
    chart = lines("reasons", _("Opened, by reason"), [Row(row[0], number(row[1]), [row[1]]) for row in rows])
    heads = [_("Opened"), _("For the buyer"), _("In part"), _("For the seller")]
    table = Table("reasons", [Column(_("Reason")), *(Column(head, "count") for head in heads)], rows)
    says = [_("Opened by when they were opened, the rest by when they were decided.")]
    empty = "" if rows else _("No case was opened or decided in these days.")
    return Report(_("By reason"), table, says, [chart], (), empty)


def refunds(program: Program) -> Report:
    """Money that went back, by currency."""
    told = program.told
    rows = [(currency, major_units(amount, currency)) for currency, amount in told.refunds.items()]
    headline = [(currency, money(amount, currency)) for currency, amount in told.refunds.items()]
    drawn = [
        Row(currency, money(amount, currency), [float(major_units(amount, currency))])
        for currency, amount in told.refunds.items()
    ]
    # Amounts of several currencies have no common length.
    charts = [lines(f"refunds-{row.label}", _("Given back in %(what)s", what=row.label), [row]) for row in drawn]
    says = [_("Refunds of cases that were done in these days: %(count)s.", count=number(told.refund_count))]
    table = Table("refunds", [Column(_("Currency")), Column(_("Given back"))], rows)
    empty = "" if rows else _("Nothing was given back in these days.")
    return Report(_("Refunds"), table, says, charts, headline, empty)
