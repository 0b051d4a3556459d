"""The share of sentences whose question is in the first three; `python -m tests.help_search.measuring` prints it."""

from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from shop_help.help_catalogue import questions
from shop_help.help_markdown import words_in
from shop_help.help_search import Entry, Index

HERE = Path(__file__).parent
FIRST = 3


@dataclass(frozen=True)
class Said:
    """A sentence, the question it means, and that question's topic."""

    topic: str
    slug: str
    text: str


def sentences(name: str) -> list[Said]:
    """The sentences of a file."""
    lines = (HERE / name).read_text().splitlines()
    told = (line.partition(": ") for line in lines if line and not line.startswith("#"))
    split = ((topic, *rest.split(" | ", 1)) for topic, _, rest in told)
    return [Said(topic, slug, text) for topic, slug, text in split]


def halves() -> tuple[list[Said], list[Said]]:
    """Every topic's odd lines, which may be looked at, and its even ones, of which only the share is known."""
    seen: list[Said] = []
    held: list[Said] = []
    count: Counter[str] = Counter()
    for said in sentences("sentences.txt"):
        count[said.topic] += 1
        (seen if count[said.topic] % 2 else held).append(said)
    return seen, held


@cache
def shipped_index() -> Index:
    """The search over the questions as they are shipped."""
    return Index(Entry(q.slug, q.question, tuple(q.asked.splitlines()), words_in(q.body)) for q in questions())


def is_found(said: Said) -> bool:
    return said.slug in [found.slug for found in shipped_index().search(said.text, FIRST)]


def share(said: list[Said]) -> float:
    """How many of them are found, of one."""
    return sum(is_found(each) for each in said) / len(said)


def main() -> None:
    seen, held = halves()
    later = (("second set", sentences("unseen.txt")), ("third set", sentences("third.txt")))
    for name, half in (("looked at", seen), ("held out", held), *later):
        print(f"{name}: {share(half):.1%} of {len(half)} sentences")
        for topic in dict.fromkeys(each.topic for each in half):
            its = [each for each in half if each.topic == topic]
            print(f"  {topic}: {sum(map(is_found, its))} of {len(its)}")


if __name__ == "__main__":
    main()
