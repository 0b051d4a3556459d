"""A refund in words, for both sides: how it stands as a sentence, as a card, and as shared/_refund.html shows it."""

from collections.abc import Sequence
from typing import Any

from shop_help import clock, urls
from shop_help.dates import day
from shop_help.policy.markets import market_called
from shop_help.policy.refund_tries import ASK_AGAIN_AFTER
from shop_help.policy.wording import (
    DEMO_REFUND,
    N_,
    REFUND_FAILURES,
    REFUND_PARTS,
    REFUND_SENTENCES,
    REFUND_STATES,
    UNCONFIRMED,
)
from shop_help.presentation import money
from shop_help.speech import gettext as _

TONES = {"pending": "warn", "done": "good", "failed": "bad"}


#: Who pays it, by the adapter's name.
ADAPTERS = {
    "demo": N_("Demo payment"),
    "webhook": N_("The payment system"),
    "by_hand": N_("Operators, by hand"),
    "": N_("Nobody yet"),
}


def refund_state_word(state: str) -> str:
    """How it stands, in a word or four."""
    return _(REFUND_STATES[state])


def refund_sentence(row: Any, zone: str) -> str:
    """How it stands, for both sides. `row`: of models.shown_refunds, or one of the ledger."""
    name = "taken" if row.state == "pending" and row.taken_at is not None else row.state
    amount = money(row.amount, row.currency)
    settled = day(row.settled_at, zone) if row.settled_at is not None else ""
    return _(REFUND_SENTENCES[name], amount=amount, day=settled)


def demo_words(adapter: str) -> str:
    """That no money moves, where none does."""
    return _(DEMO_REFUND) if adapter == "demo" else ""


def failure_words(row: Any) -> str:
    """Why it failed, or the last try did, for operators: ours, then the payment system's own words."""
    if row.state == "pending" and row.taken_at is not None and clock.now() - row.taken_at >= ASK_AGAIN_AFTER:
        return _(UNCONFIRMED)
    ours = _(REFUND_FAILURES[row.failure_code]) if row.failure_code in REFUND_FAILURES else ""
    return ": ".join(words for words in (ours, row.failure) if words)


def part_word(part: Any) -> str:
    """What a part of it is for."""
    if part.line_id is None:
        return _(REFUND_PARTS[part.kind])
    return f"{part.name}, {part.variant}" if part.variant else str(part.name or "")


def refund_shown(row: Any, parts: Sequence[Any], zone: str) -> dict[str, Any]:
    """What shared/_refund.html shows."""
    return {
        "state": row.state,
        "word": refund_state_word(row.state),
        "tone": TONES[row.state],
        "sentence": refund_sentence(row, zone),
        "parts": [(part_word(part), money(part.amount, row.currency)) for part in parts],
        "total": money(row.amount, row.currency),
        "demo": demo_words(row.adapter),
    }


def refund_card(row: Any, state: str, settled_at: Any, request: Any, market: str) -> tuple[str, dict[str, Any]]:
    """What a message says and shows when a refund of a request is done or failed: its words, and its card."""
    amount = money(row.amount, row.currency)
    body = _(REFUND_SENTENCES[state], amount=amount, day=day(settled_at, market_called(market).zone))
    facts = [[_("Payment"), demo_words(row.adapter)]] if row.adapter == "demo" else []
    card = {
        "request": request.id,
        "title": _("Refund"),
        "state": refund_state_word(state),
        "tone": TONES[state],
        "facts": facts,
        "href": urls.request_card(request.id),
        "link": _("See the request"),
    }
    return body, card
