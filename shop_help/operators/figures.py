"""What the reports of a scope need, each read once, however many of them show it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from shop_help.help_finding import question_words
from shop_help.models import Case, case_figures
from shop_help.models.case_figures import Answers, Scope
from shop_help.policy.figures import COUNTED_AFTER_DAYS, SATISFIED, nearest_rank, share_of
from shop_help.policy.support import team_of

MEDIAN, SLOWEST = 0.5, 0.9


class Times:
    """Answer times of one kind, in order."""

    def __init__(self, seconds: Iterable[int] = ()) -> None:
        self.seconds: Sequence[int] = sorted(seconds)

    @property
    def count(self) -> int:
        """How many."""
        return len(self.seconds)

    @property
    def median(self) -> int | None:
        """Half of them were at least as quick."""
        return nearest_rank(self.seconds, MEDIAN)

    @property
    def slowest(self) -> int | None:
        """Nine of ten of them were at least as quick."""
        return nearest_rank(self.seconds, SLOWEST)


class Figures:
    """The figures of one scope at one instant."""

    def __init__(self, scope: Scope, now: datetime) -> None:
        self.scope, self.now = scope, now

    @cached_property
    def answers(self) -> Answers:
        """The answers that the times are worked out from."""
        return case_figures.answers_in(self.scope)

    @cached_property
    def _grouped(self) -> dict[Any, list[int]]:
        groups: dict[Any, list[int]] = defaultdict(list)
        for mode, is_first, _, hour, question_id, seconds in self.answers.rows:
            groups[mode, is_first].append(seconds)
            groups["hour", mode, hour].append(seconds)
            if is_first:
                groups["question", question_id].append(seconds)
        return groups

    def times(self, *of: Any) -> Times:
        """(mode, is_first), ("hour", mode, hour) or ("question", id)."""
        return Times(self._grouped.get(of, ()))

    @cached_property
    def in_time(self) -> Counter[tuple[str, int]]:
        """How many of each mode, first or not, came by the promised time."""
        return Counter((row[0], row[1]) for row in self.answers.rows if row[2])

    @cached_property
    def questions(self) -> dict[int, tuple[str, str]]:
        """Each question's words and its topic."""
        found = case_figures.questions().items()
        return {question_id: (question_words(words), topic) for question_id, (words, topic) in found}

    @cached_property
    def cases(self) -> dict[int | None, int]:
        """How many cases were opened about each question."""
        return case_figures.cases_by_question(self.scope)

    @cached_property
    def scores(self) -> dict[int | None, Counter[int]]:
        """About each question, how many gave which score."""
        found: dict[int | None, Counter[int]] = defaultdict(Counter)
        for row in case_figures.scores_in(self.scope):
            found[row.question_id][row.score] += row.ratings
        return found

    def satisfied(self, scores: Counter[int]) -> float | None:
        """The share of those who were."""
        return share_of(sum(count for score, count in scores.items() if score >= SATISFIED), scores.total())

    @cached_property
    def counted_until(self) -> date:
        """The last day of which all readings are counted."""
        today = self.now.astimezone(ZoneInfo(self.scope.span.zone)).date()
        return today - timedelta(days=COUNTED_AFTER_DAYS)

    @cached_property
    def readings(self) -> dict[int, tuple[int, int]]:
        """Of each question: how often it was read, and how often contact followed."""
        return self._of_team(case_figures.readings_in(self.scope, self.counted_until))

    @cached_property
    def votes(self) -> dict[int, tuple[int, int]]:
        """Of each question: how many said whether it helped, and how many that it did."""
        return self._of_team(case_figures.votes_in(self.scope))

    def _of_team(self, found: dict[int, tuple[int, int]]) -> dict[int, tuple[int, int]]:
        """Those whose cases would be the team's; all where none is chosen."""
        team, known = self.scope.team, self.questions
        return {key: value for key, value in found.items() if key in known and team in ("", team_of(known[key][1]))}

    @cached_property
    def opened(self) -> list[int]:
        """Cases opened in each part of the span."""
        return case_figures.by_part(self.scope, Case.opened_at)

    @cached_property
    def resolved(self) -> list[int]:
        """Cases whose last resolution lies there."""
        return case_figures.by_part(self.scope, Case.resolved_at)

    @cached_property
    def reopened(self) -> list[int]:
        """Cases whose last reopening does."""
        return case_figures.by_part(self.scope, Case.reopened_at)
