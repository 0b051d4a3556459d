"""What is typed into a search and what people wrote, as the same plain words: case, accents and signs don't count.

Of what is typed nothing but letters and digits is left, so that it can't speak a database's own language.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

LONGEST_SEARCH = 100
MOST_WORDS = 8
#: Of longer ones the beginning counts; a database refuses a word of kilobytes.
LONGEST_WORD = 40
#: Signs of a line that is shown, and how many of them stand before the first word that was sought.
LONGEST_EXCERPT, BEFORE_A_HIT = 160, 40

_RUN = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")

#: A piece of a line, and whether it was sought.
Piece = tuple[str, bool]


def plain(run: str) -> str:
    """A word as it is compared: Ünïqué → unique, STRASSE and Straße → strasse."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", run).casefold())
    return "".join(sign for sign in folded if sign.isalnum())[:LONGEST_WORD]


def words_in(text: str) -> Iterator[str]:
    """The plain words of a text, in its order."""
    return filter(None, (plain(run[0]) for run in _RUN.finditer(text)))


def sought_words(typed: str) -> list[str]:
    """The words that are looked for, each once."""
    return list(dict.fromkeys(words_in(typed[:LONGEST_SEARCH])))[:MOST_WORDS]


def number_in(typed: str) -> int | None:
    """The number of a case that is typed by itself: 12, #12; None for anything else."""
    found = re.fullmatch(r"\s*#?\s*([0-9]{1,9})\s*", typed)
    return int(found[1]) if found else None


def fits(word: str, sought: Sequence[str]) -> bool:
    """Does a plain word begin with one that is sought? A single sign stands for itself."""
    return any(word == each if len(each) == 1 else word.startswith(each) for each in sought)


def marked(text: str, sought: Sequence[str]) -> list[Piece]:
    """A line in pieces, those that were sought apart."""
    pieces: list[Piece] = []
    at = 0
    for run in _RUN.finditer(text):
        if fits(plain(run[0]), sought):
            pieces += [(text[at : run.start()], False), (run[0], True)]
            at = run.end()
    return [piece for piece in [*pieces, (text[at:], False)] if piece[0]]


def excerpt(text: str, sought: Sequence[str]) -> str:
    """The part of a text around the first word that was sought, on one line."""
    line = " ".join(text.split())
    hit = next((run.start() for run in _RUN.finditer(line) if fits(plain(run[0]), sought)), 0)
    begin = 0 if hit <= BEFORE_A_HIT else line.find(" ", hit - BEFORE_A_HIT, hit) + 1 or hit
    end = len(line) if len(line) - begin <= LONGEST_EXCERPT else begin + LONGEST_EXCERPT
    return f"{'…' if begin else ''}{line[begin:end]}{'…' if end < len(line) else ''}"
