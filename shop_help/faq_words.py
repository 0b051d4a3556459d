"""The words of questions over a conversation, as each reads them."""

from shop_help.models import StandardFaq
from shop_help.models.faq import ShopFaq
from shop_help.models.shown_faqs import ShownFaq
from shop_help.speech import gettext as _


def in_words_of(faq: ShownFaq | ShopFaq | StandardFaq, words: str) -> str:
    """Its question or answer: what we ship has its translations; what a shop or an operator wrote is itself."""
    is_own = isinstance(faq, ShopFaq) or (isinstance(faq, ShownFaq) and not faq.is_standard)
    return words if is_own else _(words)
