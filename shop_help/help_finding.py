"""The questions of Help and their search, kept while nothing is written."""

import threading
from dataclasses import dataclass

from shop_help.extensions import db
from shop_help.help_markdown import words_in
from shop_help.help_search import Entry, Index
from shop_help.models.shown_questions import ShownQuestion, all_questions, state_of_texts

#: What a search takes in; people don't type more.
LONGEST_SOUGHT = 300


@dataclass(frozen=True)
class Catalogue:
    """All questions as of one state of the texts."""

    questions: tuple[ShownQuestion, ...]
    index: Index

    def called(self, slug: str) -> ShownQuestion | None:
        """The question of that name."""
        return next((each for each in self.questions if each.slug == slug), None)


@dataclass(frozen=True)
class Hit:
    """A question that was found, and how well it fits what was typed."""

    question: ShownQuestion
    score: float


_kept: dict[int, tuple[tuple[int, int], Catalogue]] = {}
_guard = threading.Lock()


def catalogue() -> Catalogue:
    """The questions as they are now; read anew after an edit, in whichever process it was made."""
    # Two applications of one process (as in tests) have two databases.
    key, state = id(db.engine), state_of_texts()
    with _guard:
        known = _kept.get(key)
        if known is not None and known[0] == state:
            return known[1]
        questions = tuple(all_questions())
        entries = (Entry(q.slug, q.question, tuple(q.asked.splitlines()), words_in(q.body)) for q in questions)
        _kept[key] = (state, Catalogue(questions, Index(entries)))
        return _kept[key][1]


def find(text: str, most: int = 10) -> list[Hit]:
    """The questions that may be meant, best first."""
    known = catalogue()
    by_slug = {each.slug: each for each in known.questions}
    return [Hit(by_slug[found.slug], found.score) for found in known.index.search(text[:LONGEST_SOUGHT], most)]
