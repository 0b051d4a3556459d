"""An order request as it stands beside a conversation, for sellers and agents: what is asked, and why."""

from typing import Any

from shop_help import request_words as words
from shop_help.models.shown_requests import ShownRequest
from shop_help.policy.request_states import CHANGES
from shop_help.presentation import first_name
from shop_help.refund_words import TONES, demo_words, refund_sentence
from shop_help.speech import gettext as _


def request_beside(asked: ShownRequest, zone: str, voice: str = "", shows_address: bool = True) -> dict[str, Any]:
    """What shared/_request_facts.html shows. `voice`: whose page it is; `shows_address`: where that may be seen."""
    row = asked.row
    return {
        "row": row,
        "kind": words.kind_word(row.kind),
        "title": words.title_of(row, asked.lines) if asked.lines else words.kind_word(row.kind),
        "state": _("Waits for you") if row.state == "pending" and voice == row.mover else words.state_word_of(row),
        "tone": words.tone_of(row),
        "sentence": words.sentence_of(row, asked.is_disputed),
        "clock": None if asked.is_disputed else words.clock_of(row, zone, voice),
        "buyer": first_name(row.buyer_name),
        "reason": words.reason_word(row.reason),
        "wanted": words.wanted_of(row),
        "addresses": _addresses(row) if shows_address else None,
        "lines": [(line, _worked_out(line)) for line in asked.lines],
        "asks_money": row.kind not in CHANGES,
        "answer_reason": words.answer_word(row.answer_reason),
        "photos": {name: asked.photos_of(name) for name in ("BUYER", "SHOP")},
        "dispute": asked.dispute,
        **_refund(asked.refund, zone),
    }


def _refund(refund: Any, zone: str) -> dict[str, str]:
    """How the money stands, in a sentence."""
    if refund is None:
        return {"refund_words": "", "refund_tone": ""}
    words = [refund_sentence(refund, zone), demo_words(refund.adapter)]
    return {"refund_words": " ".join(filter(None, words)), "refund_tone": TONES[refund.state]}


def _addresses(row: Any) -> dict[str, Any] | None:
    """The address as it is and as it is wanted, where another one is asked for."""
    details = row.details or {}
    if row.kind != "address_change" or not details.get("address"):
        return None
    return {"before": details.get("before") or {}, "wanted": details["address"]}


def _worked_out(line: Any) -> list[tuple[str, int, bool]]:
    """How an item's amount comes about: words, minor units, whether it is taken off."""
    discount = line.seller_discount + line.platform_discount
    parts = [(_("Price"), line.price, False), (_("Discounts"), discount, True), (_("Tax"), line.tax, False)]
    return [part for part in parts if part[1]]
