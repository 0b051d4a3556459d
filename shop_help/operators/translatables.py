"""The questions that operators may write in each language: their words, and what there is of them in others."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from shop_help import urls
from shop_help.actions.translations import FOR_SHOPS, HELP, Kind, Translated
from shop_help.extensions import db
from shop_help.faq_words import is_translated
from shop_help.help_catalogue import is_ours, shipped_in
from shop_help.languages import LANGUAGES, others
from shop_help.models import HelpQuestion, HelpText, StandardFaq
from shop_help.models.shown_questions import ShownQuestion
from shop_help.policy.wording import N_
from shop_help.speech import catalogue_of
from shop_help.speech import gettext as _

Words = Mapping[str, str]
#: How a question stands in a language.
STATES = {
    "own": N_("Your words"),
    "older": N_("Yours, of earlier words"),
    "ours": N_("Shipped with Shop Help"),
    "none": N_("Not written"),
}


@dataclass(frozen=True)
class Translatable:
    """A question with the words that hold."""

    kind: Kind
    row: Translated
    #: In the language of the sources.
    words: Words
    #: What we ship in a language, where its words are ours still.
    ours_in: Callable[[str], Words | None]

    def own_in(self, language: str) -> Words | None:
        """What an operator wrote in a language."""
        there = self.row.translations.get(language)
        return {name: there[name] for name in self.kind.fields} if there else None

    def state_in(self, language: str) -> str:
        """One of STATES."""
        there = self.row.translations.get(language)
        if there:
            return "own" if there["version"] == self.row.version else "older"
        return "ours" if self.ours_in(language) else "none"


KINDS = {"help": HELP, "shops": FOR_SHOPS}


def translatable(kind: str, row_id: int) -> Translatable | None:
    """The question of that kind, one of KINDS, and number."""
    row = db.session.get(KINDS[kind].model, row_id)
    if isinstance(row, HelpQuestion):
        return _of_help(row)
    return _for_shops(row) if isinstance(row, StandardFaq) else None


def languages_of(kind: str, row_id: int) -> list[dict[str, str]]:
    """How a question stands in each language, as _languages.html lists them."""
    found = translatable(kind, row_id)
    states = {language: found.state_in(language) for language in others()} if found else {}
    return [
        {
            "language": language,
            "name": LANGUAGES[language],
            "state": state,
            "words": _(STATES[state]),
            "address": urls.operator_translation(kind, row_id, language),
        }
        for language, state in states.items()
    ]


def behind(question: ShownQuestion) -> str:
    """What a list says of a question of Help that isn't there in each language, or of earlier words; else empty."""
    is_old = any(there["version"] < question.version for there in question.translations.values())
    if is_old:
        return _("A translation is older")
    if is_ours(question.slug, question.question, question.asked, question.body):
        return ""
    return "" if set(others()) <= set(question.translations) else _("Not in each language")


def _of_help(row: HelpQuestion) -> Translatable:
    holds = select(HelpText).where(HelpText.question_id == row.id, HelpText.version == row.version)
    text = db.session.scalars(holds).one()
    ours = is_ours(row.slug, text.question, text.asked, text.body)
    words = {"question": text.question, "asked": text.asked, "body": text.body}
    return Translatable(HELP, row, words, lambda language: shipped_in(language, row.slug) if ours else None)


def _for_shops(row: StandardFaq) -> Translatable:
    words = {"question": row.question, "answer": row.answer}

    def ours_in(language: str) -> Words | None:
        said = catalogue_of(language).ugettext
        return {name: said(each) for name, each in words.items()} if is_translated(**words) else None

    return Translatable(FOR_SHOPS, row, words, ours_in)
