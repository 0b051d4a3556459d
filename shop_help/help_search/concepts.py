"""What people say in many words and mean as one (data/concepts.txt)."""

from collections.abc import Iterator, Sequence

from shop_help.help_search.vocabulary import CONCEPTS, IDLE
from shop_help.help_search.words import stem_of, words_of

#: What follows "where" in a question.
ASKED_FOR = frozenset({"is", "are", "my", "the", "do", "can", "did"})


def telling(words: Sequence[str]) -> list[str]:
    """The stems of a sentence without its idle words. One that begins "were is" or "were my" asks where."""
    if len(words) > 1 and words[0] in ("were", "wear", "ware") and words[1] in ASKED_FOR:
        words = ["where", *words[1:]]
    return [stem_of(word) for word in words if word not in IDLE]


def _read() -> dict[tuple[str, ...], str]:
    said: dict[tuple[str, ...], str] = {}
    for name, ways in CONCEPTS:
        for way in ways:
            stems = tuple(telling(words_of(way)))
            if stems:
                said.setdefault(stems, name)
    return said


_WAYS = _read()
_LONGEST = max(len(way) for way in _WAYS)

#: Every word of the table, so that it is known to whoever puts spelling right.
SAID_SO = frozenset(
    word for _, ways in CONCEPTS for way in ways for word in words_of(way) if not word.startswith("<")
)


def concepts_in(stems: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    """Runs of stems with the concept they say ("" for none); the longest way of saying wins."""
    place = 0
    while place < len(stems):
        for length in range(min(_LONGEST, len(stems) - place), 0, -1):
            run = tuple(stems[place : place + length])
            if run in _WAYS:
                yield _WAYS[run], run
                place += length
                break
        else:
            yield "", (stems[place],)
            place += 1
