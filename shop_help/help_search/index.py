"""The index of all questions, and how a sentence is weighed against each of them."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from shop_help.help_search.concepts import SAID_SO, concepts_in, telling
from shop_help.help_search.typos import Speller
from shop_help.help_search.vocabulary import CHAT, COMMON, IDLE, IRREGULAR, UNITS
from shop_help.help_search.words import words_of

#: The question's own words, and the phrases that people ask it with; its text says much that is about others, too.
TITLE, PHRASE, TEXT = 2.0, 1.4, 0.22
#: A word counts less the more often a question says it.
SATURATION = 3.8
#: How much the nearest single phrase counts beside all words together.
NEAREST = 1.1
#: Two words in a row, against one.
PAIR = 0.6
#: Words that say what others say count less than what they say together.
WORD = 0.95
#: Below this nothing was understood.
LEAST = 0.45


@dataclass(frozen=True)
class Entry:
    """A question as the search knows it."""

    slug: str
    question: str
    phrases: tuple[str, ...]
    text: str = ""


@dataclass(frozen=True)
class Found:
    """A question that may be meant."""

    slug: str
    score: float


Terms = dict[str, float]


class Index:
    """Built once for all questions; a search is some thousand sums."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = tuple(entries)
        self._speller = Speller(self._words_known(), self._words_that_tell())
        self._terms: dict[str, Terms] = {}
        self._phrases: list[tuple[str, Terms]] = []
        for entry in self._entries:
            self._take_in(entry)
        self._worth = self._rarity()
        self._lengths = [self._length(terms) for _, terms in self._phrases]

    def search(self, text: str, most: int = 10) -> list[Found]:
        """The questions that may be meant, best first; none where nothing was understood."""
        asked = self.terms_of(text, spell=True)
        length = self._length(asked)
        if not length:
            return []
        scores: dict[str, float] = defaultdict(float)
        for slug, terms in self._terms.items():
            shared = (self._worth[term] * weight * terms[term] for term, weight in asked.items() if term in terms)
            scores[slug] = sum(shared) / length
        for slug, likeness in self._nearest(asked, length).items():
            scores[slug] += NEAREST * likeness
        ranked = sorted(scores.items(), key=lambda each: -each[1])
        return [Found(slug, round(score, 4)) for slug, score in ranked[:most] if score >= LEAST]

    def terms_of(self, text: str, spell: bool = False) -> Terms:
        """What a sentence says: its words, its concepts, and what stands side by side."""
        terms: Terms = {}
        for words, weight in self._spelt(words_of(text)) if spell else [(words_of(text), 1.0)]:
            for term, worth in _said(words).items():
                terms[term] = max(terms.get(term, 0.0), worth * weight)
        return terms

    def _spelt(self, words: Sequence[str]) -> list[tuple[list[str], float]]:
        """The sentence with each word put right; once more where one word has a second reading."""
        readings = [self._speller.readings(word) for word in words]
        best = [word for reading in readings for word in reading[0][0]]
        sentences = [(best, 1.0)]
        for place, reading in enumerate(readings):
            for other, weight in reading[1:]:
                chosen = [*readings[:place], ((other, weight),), *readings[place + 1 :]]
                sentences.append(([word for each in chosen for word in each[0][0]], weight * 0.8))
        return sentences

    def _take_in(self, entry: Entry) -> None:
        counted: dict[str, float] = defaultdict(float)
        for weight, text in ((TITLE, entry.question), *((PHRASE, phrase) for phrase in entry.phrases)):
            terms = self.terms_of(text)
            self._phrases.append((entry.slug, terms))
            for term, worth in terms.items():
                counted[term] += weight * worth
        for term, worth in self.terms_of(entry.text).items():
            counted[term] += TEXT * worth if " " not in term else 0
        self._terms[entry.slug] = {
            term: count * (SATURATION + 1) / (count + SATURATION) for term, count in counted.items()
        }

    def _rarity(self) -> dict[str, float]:
        """What few questions say tells more."""
        said: dict[str, float] = defaultdict(float)
        for terms in self._terms.values():
            for term, count in terms.items():
                said[term] += min(1.0, count)
        many = len(self._terms)
        worth = {term: math.log(1 + (many - count + 0.5) / (count + 0.5)) for term, count in said.items()}
        return defaultdict(lambda: math.log(1 + many), worth)

    def _length(self, terms: Terms) -> float:
        known = (term for term in terms if term in self._worth)
        return math.sqrt(sum((self._worth[term] * terms[term]) ** 2 for term in known))

    def _nearest(self, asked: Terms, length: float) -> dict[str, float]:
        """How like its nearest phrase the sentence is, for each question."""
        likeness: dict[str, float] = defaultdict(float)
        for (slug, terms), own in zip(self._phrases, self._lengths, strict=True):
            if not own:
                continue
            shared = sum(self._worth[t] ** 2 * w * terms[t] for t, w in asked.items() if t in terms)
            likeness[slug] = max(likeness[slug], shared / (length * own))
        return likeness

    def _words_that_tell(self) -> set[str]:
        texts = (text for entry in self._entries for text in (entry.question, *entry.phrases))
        return ({word for text in texts for word in words_of(text)} | SAID_SO) - IDLE

    def _words_known(self) -> set[str]:
        chat = {word for phrase in CHAT.values() for word in phrase.split()}
        known = self._words_that_tell() | chat | COMMON | IDLE | set(CHAT) | set(IRREGULAR) | set(UNITS)
        return {word for word in known if not word.startswith("<")}


def _said(words: Sequence[str]) -> Terms:
    """Words and concepts of a sentence that was put right, and its pairs."""
    terms: Terms = {}
    chain: list[str] = []
    for name, stems in concepts_in(telling(words)):
        if name:
            terms[f"={name}"] = 1.0
        for stem in stems:
            terms[stem] = max(terms.get(stem, 0.0), WORD if name else 1.0)
        chain.append(f"={name}" if name else stems[0])
    for first, second in pairwise(chain):
        if first != second:
            terms[f"{first} {second}"] = PAIR
    return terms
