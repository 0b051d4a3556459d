"""What an import tells: each refusal in full, the first notes of each kind, and the sums at the end."""

import json
import re
import sys
from abc import ABC, abstractmethod
from collections import Counter

import click

from shop_help.actions.order_import import OUTCOMES, Imported
from shop_help.order_feed.remarks import Remark

#: So many notes of a kind are written out; the others are counted.
NOTES_IN_FULL = 3

#: What the operator can do about a refusal.
_HINTS = {
    "age_unconfirmed": "If somebody vouches that these buyers are 18 or over, name them: --adults-confirmed-by WHO",
    "missing shop_id": "If all these orders come from one shop, name it: --shop ID [--shop-name NAME]",
}


class Report(ABC):
    """Counts what became of each order."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter(dict.fromkeys((*OUTCOMES, "notes"), 0))

    def tell(self, file: str, imported: Imported) -> None:
        if imported.outcome:
            self.counts[imported.outcome] += 1
        self.counts["notes"] += len(imported.notes)

    @abstractmethod
    def end(self) -> None:
        """The sums."""


class JsonReport(Report):
    """One JSON object a line: each order, then the summary."""

    def tell(self, file: str, imported: Imported) -> None:
        super().tell(file, imported)
        click.echo(json.dumps({"file": file, **imported.as_json()}, ensure_ascii=False))

    def end(self) -> None:
        click.echo(json.dumps({"summary": dict(self.counts)}))


class TextReport(Report):
    """A line for each problem: file, place, order, field, reason."""

    def __init__(self) -> None:
        super().__init__()
        self._kinds: Counter[tuple[str, str]] = Counter()
        self._hints: set[str] = set()
        # Wipes what a progress bar drew on this line; the bar draws itself anew.
        self._wipe = "\r\033[K" if sys.stderr.isatty() and sys.stdout.isatty() else ""

    def tell(self, file: str, imported: Imported) -> None:
        super().tell(file, imported)
        number = f"order {imported.number}" if imported.number else ""
        place = ", ".join(filter(None, (file, str(imported.position), number)))
        for problem in imported.problems:
            self._say(f"{place}: {_words(problem)}")
            self._hints |= {problem.code, f"{problem.code} {problem.field}"} & _HINTS.keys()
        for note in imported.notes:
            kind = (note.code, re.sub(r"\[\d+\]", "[]", note.field))
            self._kinds[kind] += 1
            if self._kinds[kind] <= NOTES_IN_FULL:
                self._say(f"{place}: note: {_words(note)}")

    def end(self) -> None:
        for (code, field), count in self._kinds.items():
            if count > NOTES_IN_FULL:
                self._say(f"{count - NOTES_IN_FULL:,} more notes like these: {field or code} ({code})")
        for hint in sorted(self._hints):
            self._say(_HINTS[hint])
        told = ", ".join(f"{self.counts[outcome]:,} {outcome}" for outcome in OUTCOMES)
        orders = sum(self.counts[outcome] for outcome in OUTCOMES)
        self._say(f"{orders:,} {'order' if orders == 1 else 'orders'}: {told}; {self.counts['notes']:,} notes.")

    def _say(self, line: str) -> None:
        # What a feed holds is no command to a terminal.
        click.echo(self._wipe + "".join(sign if sign.isprintable() else "�" for sign in line))


def _words(remark: Remark) -> str:
    return f"{remark.field}: {remark.reason}" if remark.field else remark.reason
