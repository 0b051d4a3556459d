"""Which known words an unknown one may be: by mistyped, swapped and forgotten letters, and by a forgotten space."""

from collections.abc import Collection, Sequence
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from shop_help.help_search.words import stem_of

#: What a word still counts that was mistyped by one letter, by two.
WEIGHTS = (1.0, 0.85, 0.6)
#: How many guesses are followed.
MOST = 3


class Speller:
    """Knows all words that mean something here, and the common ones that mean nothing."""

    def __init__(self, known: Collection[str], telling: Collection[str] = ()) -> None:
        self._known = frozenset(known)
        self._telling = frozenset(telling)
        self._stems = frozenset(stem_of(word) for word in known)
        self._list = sorted(self._known)
        self.readings = lru_cache(maxsize=4096)(self._readings)

    def _readings(self, word: str) -> tuple[tuple[Sequence[str], float], ...]:
        """What may be meant, each as words with a weight; the word itself where it is known."""
        # A form of a known word was meant as it stands: "called" is no mistyped "cable".
        if word in self._known or word.startswith("<") or stem_of(word) in self._stems:
            return (((word,), 1.0),)
        return self._mistyped(word) or self._run_together(word) or (((word,), 1.0),)

    def _mistyped(self, word: str) -> tuple[tuple[Sequence[str], float], ...]:
        most = _most_slips(word)
        if not most:
            return ()
        near = process.extract(word, self._list, scorer=OSA.distance, score_cutoff=most, limit=12)
        ranked = sorted(near, key=lambda found: self._rank(word, found[0], found[1]))
        if not ranked:
            return ()
        best = ranked[0][1]
        kept = [found for found in ranked if found[1] == best][:MOST]
        return tuple(((name,), WEIGHTS[int(slips)] * (1.0 if name[0] == word[0] else 0.8)) for name, slips, _ in kept)

    def _rank(self, word: str, other: str, slips: float) -> tuple[float, bool, bool, int]:
        """Of two guesses as near, the one that begins alike, that tells something here, and has the same letters."""
        return slips, other[0] != word[0], other not in self._telling, -_alike(word, other)

    def _run_together(self, word: str) -> tuple[tuple[Sequence[str], float], ...]:
        """ "wheresmyorder": spaces were forgotten. The fewest words that it can be are meant."""
        best: list[list[str] | None] = [[]]
        for end in range(1, len(word) + 1):
            ways = [
                [*before, word[begin:end]]
                for begin in range(end - 1)
                if (before := best[begin]) is not None and word[begin:end] in self._known
            ]
            best.append(min(ways, key=len, default=None))
        return ((best[-1], 0.9),) if best[-1] else ()


def _most_slips(word: str) -> int:
    return 0 if len(word) < 4 else 1 if len(word) < 6 else 2


def _alike(word: str, other: str) -> int:
    """How many letters the two share: of two guesses as near, the one with the same letters is meant."""
    return sum(min(word.count(letter), other.count(letter)) for letter in set(word))
