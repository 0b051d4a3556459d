"""The words of the search, from the files under data/: chat's forms, odd forms, idle and common ones."""

from collections.abc import Iterator
from pathlib import Path

_DATA = Path(__file__).parent / "data"


def _lines(name: str) -> Iterator[str]:
    lines = (_DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return (line for line in lines if line and not line.startswith("#"))


def _pairs(name: str) -> Iterator[tuple[str, str]]:
    for line in _lines(name):
        head, _, rest = line.partition(":")
        yield head, rest.strip()


#: What is written as in chats and without apostrophes, and what it stands for.
CHAT = dict(_pairs("chat"))
#: Forms of a word that endings don't show.
IRREGULAR = {form: word for word, forms in _pairs("irregular") for form in forms.split()}
#: Words that say nothing about what is asked.
IDLE = frozenset(word for line in _lines("idle") for word in line.split())
#: Words that the questions may not have: known, so that they aren't taken for mistyped ones.
COMMON = frozenset(word for line in _lines("common") for word in line.split())
#: What people say in many words and mean as one: (name, ways to say it).
CONCEPTS = tuple((name, tuple(ways.split(","))) for name, ways in _pairs("concepts"))

_TIMES = "minute minutes hour hours day days week weeks month months year years"
_MONEYS = "dollar dollars bucks buck euro euros pound pounds quid cents usd eur gbp rupiah"
#: What is counted: behind a number it is a length of time, or money.
UNITS = dict.fromkeys(_TIMES.split(), "time") | dict.fromkeys(_MONEYS.split(), "money")
