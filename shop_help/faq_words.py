"""The words of questions over a conversation, as each reads them."""

from shop_help.languages import LANGUAGES
from shop_help.models import StandardFaq
from shop_help.models.faq import ShopFaq
from shop_help.models.shown_faqs import ShownFaq
from shop_help.speech import SOURCE, catalogue_of
from shop_help.speech import gettext as _


def in_words_of(faq: ShownFaq | ShopFaq | StandardFaq, words: str) -> str:
    """Its question or answer: what we ship has its translations; what a shop or an operator wrote is itself."""
    is_own = isinstance(faq, ShopFaq) or (isinstance(faq, ShownFaq) and not faq.is_standard)
    return words if is_own else _(words)


def is_translated(faq: StandardFaq) -> bool:
    """Are its words ours still, so that each reads them in their own language?"""
    others = [catalogue_of(language) for language in LANGUAGES if language != SOURCE]
    words = (faq.question, faq.answer)
    return all(catalogue.ugettext(each) != each for catalogue in others for each in words)
