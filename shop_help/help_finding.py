"""The questions of Help and their search, kept while nothing is written."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from flask import Flask, current_app, g, has_request_context

from shop_help import help_catalogue
from shop_help.help_markdown import words_in
from shop_help.help_search import Entry, Index
from shop_help.models.shown_questions import ShownQuestion, all_questions, state_of_texts
from shop_help.policy.help_questions import ranked
from shop_help.speech import SOURCE, locale

#: Where an application keeps them, with the state of the texts they were read in.
KEPT = "help_catalogue"
#: Rankings kept ready; an order's situation is one of a few dozen.
MOST_RANKINGS = 256
#: What a search takes in; people don't type more.
LONGEST_SOUGHT = 300


@dataclass(frozen=True)
class Catalogue:
    """All questions as of one state of the texts."""

    #: What is offered.
    questions: tuple[ShownQuestion, ...]
    #: What isn't any more.
    hidden: tuple[ShownQuestion, ...] = ()
    #: Parts of pages that were rendered of these questions.
    kept: dict[object, str] = field(default_factory=dict, compare=False)
    #: Titles in the words of the source that an operator wrote in this language, and how they are read.
    titles: Mapping[str, str] = field(default_factory=dict, compare=False)
    _ranked: dict[frozenset[str], list[ShownQuestion]] = field(default_factory=dict, compare=False)

    @cached_property
    def index(self) -> Index:
        """What the search looks in; made when somebody first searches, for titles are asked for while others wait."""
        return _indexed(
            tuple(Entry(q.slug, q.question, tuple(q.asked.splitlines()), words_in(q.body)) for q in self.questions)
        )

    def called(self, slug: str) -> ShownQuestion | None:
        """The question of that name. A hidden one, too: pages, texts and mails of before still lead to it."""
        return next((each for each in (*self.questions, *self.hidden) if each.slug == slug), None)

    def ranked(self, situations: frozenset[str]) -> list[ShownQuestion]:
        """The questions that fit what is the case with an order, the best first; ranked once for all such orders."""
        found = self._ranked.get(situations)
        if found is None:
            by_slug = {question.slug: question for question in self.questions}
            slugs = ranked((question.candidate for question in self.questions), situations)
            if len(self._ranked) >= MOST_RANKINGS:
                self._ranked.clear()
            found = self._ranked[situations] = [by_slug[slug] for slug in slugs]
        return found


@dataclass(frozen=True)
class Hit:
    """A question that was found, and how well it fits what was typed."""

    question: ShownQuestion
    score: float


_guard = threading.Lock()


def catalogue() -> Catalogue:
    """The questions as they are now, in the reader's language; read anew after an edit, in whichever process it was
    made."""
    state, language = state_of_texts(), locale()
    with _guard:
        # The application's own, for two of one process (as in tests) have two databases.
        kept: dict[str, tuple[tuple[int, int, int], Catalogue]] = current_app.extensions.setdefault(KEPT, {})
        known = kept.get(language)
        if known is not None and known[0] == state:
            return known[1]
        all_there = all_questions()
        known_here = [_as_read(question, language) for question in all_there]
        questions = tuple(question for question in known_here if not question.is_hidden)
        hidden = tuple(each for each in known_here if each.is_hidden)
        own = [each for each in all_there if language in each.translations]
        titles = {each.question: each.translations[language]["question"] for each in own}
        read = Catalogue(questions, hidden, titles=titles)
        kept[language] = (state, read)
        return read


#: A language each, and some that were edited meanwhile. An index takes a tenth of a second, and is never changed.
@lru_cache(maxsize=8)
def _indexed(entries: tuple[Entry, ...]) -> Index:
    return Index(entries)


def question_words(question: str | None) -> str:
    """The title of a question, given as the source says it, in the reader's language as far as it is there."""
    language = locale()
    if not question or language == SOURCE:
        return question or ""
    return _own_titles(language).get(question) or help_catalogue.question_in(language, question)


def _own_titles(language: str) -> Mapping[str, str]:
    if not has_request_context():
        return catalogue().titles
    # A list has many: asked once for a page.
    kept: dict[str, Mapping[str, str]] = g.setdefault("own_titles", {})
    if language not in kept:
        kept[language] = catalogue().titles
    return kept[language]


def _as_read(question: ShownQuestion, language: str) -> ShownQuestion:
    """In an operator's words of that language where there are some, else in ours where the question is ours still."""
    own = question.translations.get(language)
    if own is None:
        return help_catalogue.translated(question, language)
    return replace(question, question=own["question"], asked=own["asked"], body=own["body"])


def find(text: str, most: int = 10) -> list[Hit]:
    """The questions that may be meant, best first."""
    known = catalogue()
    by_slug = {each.slug: each for each in known.questions}
    return [Hit(by_slug[found.slug], found.score) for found in known.index.search(text[:LONGEST_SOUGHT], most)]


def init_app(app: Flask) -> None:
    """Gives the templates the titles of questions."""
    app.jinja_env.filters["question_words"] = question_words
