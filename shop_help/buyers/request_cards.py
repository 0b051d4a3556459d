"""A buyer's requests as cards: what, how it stands, and who has to move until when."""

from collections.abc import Sequence
from typing import Any

from shop_help import refund_words, request_words, urls
from shop_help.models.shown_requests import ShownRequest
from shop_help.policy.markets import market_called
from shop_help.policy.request_states import CHANGES, ENDED
from shop_help.policy.request_steps import DISPUTED_BY_BUYER, STANDING_FOR_BUYER
from shop_help.speech import gettext as _


def cards_of(found: Sequence[ShownRequest]) -> list[dict[str, Any]]:
    """As buyers/_request_card.html shows them."""
    return [card_of(each) for each in found]


def standing_of(found: ShownRequest) -> str:
    """How it stands, in a sentence for the buyer."""
    if found.is_disputed:
        return _(DISPUTED_BY_BUYER)
    # A change that was refused isn't disputed.
    is_final = found.state == "rejected" and found.kind in CHANGES
    own = None if is_final else STANDING_FOR_BUYER.get(found.state)
    return _(own) if own else request_words.sentence_of(found)


def card_of(found: ShownRequest) -> dict[str, Any]:
    """One of them."""
    zone = market_called(found.market).zone
    return {
        "href": urls.request(found.id),
        "kind": request_words.kind_word(found.kind),
        "items": request_words.items_of(found.lines),
        "picture": found.lines[0].picture if found.lines else "",
        "number": found.number,
        "shop": found.shop_name,
        "asked_at": found.asked_at,
        "state": request_words.state_word_of(found),
        "tone": request_words.tone_of(found),
        "sentence": standing_of(found),
        "clock": None if found.is_disputed else request_words.clock_of(found, zone, "BUYER"),
        "refund": refund_words.refund_sentence(found.refund, zone) if found.refund else "",
        "is_ended": found.state in ENDED,
    }
