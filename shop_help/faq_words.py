"""The words of questions over a conversation, as each reads them."""

from typing import Literal

from shop_help.languages import others
from shop_help.models import StandardFaq
from shop_help.models.faq import ShopFaq
from shop_help.models.shown_faqs import ShownFaq
from shop_help.speech import catalogue_of, locale
from shop_help.speech import gettext as _

Field = Literal["question", "answer"]


def read_of(faq: ShownFaq | ShopFaq | StandardFaq, field: Field) -> str:
    """Its question or answer: a shop's own is itself; of what is for all shops an operator's translation comes first,
    then ours, where the words are ours still."""
    words: str = getattr(faq, field)
    if isinstance(faq, ShopFaq) or (isinstance(faq, ShownFaq) and not faq.is_standard):
        return words
    return str(faq.translations.get(locale(), {}).get(field) or _(words))


def is_translated(question: str, answer: str) -> bool:
    """Are these words ours, so that each reads them in their own language?"""
    catalogues = [catalogue_of(language) for language in others()]
    return all(catalogue.ugettext(each) != each for catalogue in catalogues for each in (question, answer))
