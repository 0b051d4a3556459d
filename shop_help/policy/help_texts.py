"""Help texts: markdown in parts, each for the situations it names; only what fits an order is shown.

A line `::: late, in_transit not paid` begins a part for orders that are late, or on their way and not paid. What
stands before the first such line is for all.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from shop_help.policy.answers import PLACES, unknown_places
from shop_help.policy.faults import Fault
from shop_help.policy.numbers import NUMBERS
from shop_help.policy.situations import SITUATIONS
from shop_help.policy.wording import N_

LONGEST_TEXT = 6000
LONGEST_QUESTION = 120
LONGEST_ASKED = 4000
#: Beside the order's facts a help text quotes the numbers of the rules.
HELP_PLACES: Mapping[str, str] = PLACES | {name: number.sentence for name, number in NUMBERS.items()}
_PLACE = re.compile(r"\{([^{}]*)\}")
_SENTENCE = re.compile(r"(?<=[.!?؟])(?=\s)")
_BEGIN = re.compile(r"^:::(.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Part:
    """Markdown, and when it is shown: one of `when` holds, each of them (wanted, unwanted) situations."""

    text: str
    when: tuple[tuple[frozenset[str], frozenset[str]], ...] = ()

    def fits(self, situations: Collection[str]) -> bool:
        """Is it for an order in these situations?"""
        here = frozenset(situations)
        return not self.when or any(wanted <= here and not unwanted & here for wanted, unwanted in self.when)


def parts_of(body: str) -> list[Part]:
    """A text's parts in their order."""
    first, *rest = _BEGIN.split(body.strip())
    named = [Part(text.strip(), _when(line)) for line, text in zip(rest[::2], rest[1::2], strict=True)]
    return [part for part in (Part(first.strip()), *named) if part.text]


def _when(line: str) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    return tuple(_case(case.split()) for case in line.split(",") if case.strip())


def _case(words: list[str]) -> tuple[frozenset[str], frozenset[str]]:
    unwanted = {word for before, word in pairwise(words) if before == "not"}
    return frozenset(words) - unwanted - {"not"}, frozenset(unwanted)


def unknown_situations(body: str) -> list[str]:
    """The names in a text's lines of situations that no order is ever in."""
    named = (word for part in parts_of(body) for case in part.when for words in case for word in sorted(words))
    return [word for word in named if word not in SITUATIONS]


def fitting(body: str, situations: Collection[str], facts: Mapping[str, str]) -> str:
    """The markdown for an order: the parts that fit, without the sentences that its facts can't fill.

    Where nothing is left, what stands there for no order is said: nobody meets an empty page.
    """
    for here in (situations, ("no_order",)):
        parts = (part.text for part in parts_of(body) if part.fits(here))
        said = "\n\n".join(filter(None, (_fillable(text, facts) for text in parts)))
        if said:
            return said
    return ""


def _fillable(text: str, facts: Mapping[str, str]) -> str:
    lines = (_fillable_line(line, facts) for line in text.splitlines())
    return "\n".join(line for line in lines if line is not None).strip()


def _fillable_line(line: str, facts: Mapping[str, str]) -> str | None:
    """The line with the sentences that can be filled; None where none is left of it."""
    if not unfilled(line, facts):
        return line
    kept = "".join(sentence for sentence in _SENTENCE.split(line) if not unfilled(sentence, facts))
    return kept.strip() or None


def unfilled(text: str, facts: Mapping[str, str]) -> list[str]:
    """The places of a text for which no fact is known."""
    return [name for name in _PLACE.findall(text) if not facts.get(name)]


def text_faults(question: str, asked: str, body: str) -> dict[str, Fault]:
    """What is wrong with a question of Help, by field."""
    faults = {
        "question": _length_fault(question, LONGEST_QUESTION),
        "asked": _length_fault(asked, LONGEST_ASKED) if asked else None,
        "body": _length_fault(body, LONGEST_TEXT) or _names_fault(body),
    }
    return {name: fault for name, fault in faults.items() if fault is not None}


def _length_fault(text: str, longest: int) -> Fault | None:
    if not text.strip():
        return Fault(N_("Write something here."))
    if len(text) > longest:
        return Fault(
            N_("At most %(longest)s characters; these are %(length)s."), {"longest": longest, "length": len(text)}
        )
    return None


def _names_fault(body: str) -> Fault | None:
    for unknown, known, sentence in (
        (unknown_places(body, HELP_PLACES), HELP_PLACES, N_("{%(name)s} can't be filled. These can: %(known)s.")),
        (unknown_situations(body), SITUATIONS, N_("No order is ever “%(name)s”. These are known: %(known)s.")),
    ):
        if unknown:
            return Fault(sentence, {"name": unknown[0], "known": _listed(known)})
    return None


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
