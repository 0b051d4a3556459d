"""The cards of order requests: what a message says and shows in the conversation, for both sides alike.

A card holds nothing that only one side may see, and no address: the page shows that while it is needed.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from shop_help import urls
from shop_help.dates import day, day_and_time
from shop_help.policy.deadlines import last_moment
from shop_help.policy.request_wording import SAID, of_kind
from shop_help.presentation import money
from shop_help.request_words import (
    answer_word,
    clock_of,
    items_of,
    kind_word,
    reason_word,
    state_word_of,
    tone_of,
    wanted_of,
)
from shop_help.speech import gettext as _


def card_of(
    row: Any, event: str, lines: Sequence[Any], zone: str, now: datetime, **more: Any
) -> tuple[str, dict[str, Any]]:
    """What a message of kind request says and shows: its words, and its data for shared/_message.html."""
    amount = more.get("amount") or row.offered or row.amount
    told = {"items": items_of(lines), "amount": money(amount, row.currency)}
    body = _(of_kind(SAID, row.kind, event), **told, carrier=more.get("carrier", ""))
    card = {
        "request": row.id,
        "title": kind_word(row.kind),
        "state": _("In dispute") if more.get("in_dispute") else state_word_of(row),
        "tone": tone_of(row),
        "quotes": [[who, words] for who, words in _quotes(row, event, more) if words],
        "facts": [[name, words] for name, words in _facts(row, event, more) if words],
        "href": urls.request_card(row.id),
        "link": _("See the request"),
    }
    running = clock_of(row, zone)
    if running is not None and not more.get("in_dispute"):
        until = {"until_words": day_and_time(last_moment(row.due_at), zone)}
        card["clock"] = {name: running[name] for name in ("who", "then")} | until
    return body, card


def dispute_card(row: Any, lines: Sequence[Any], photos: Mapping[str, int], zone: str) -> tuple[str, dict[str, Any]]:
    """What customer service and the buyer see in the case: all that was said between buyer and seller about it."""
    asked = _("The buyer asked for it on %(day)s: %(items)s.", day=day(row.asked_at, zone), items=items_of(lines))
    body = f"{asked} {row.verdict.get('reason', '')}".strip()
    facts = [
        (_("Reason"), reason_word(row.reason)),
        (_("Wanted"), wanted_of(row)),
        (_("The buyer's photos"), str(photos.get("BUYER", ""))),
        (_("Comes back"), money(row.amount, row.currency) if row.amount else ""),
        (_("Seller's no"), day_and_time(row.rejected_at, zone)),
        (_("The seller's reason"), answer_word(row.answer_reason)),
        (_("The seller's photos"), str(photos.get("SHOP", ""))),
    ]
    said = [(_("The buyer wrote"), row.note), (_("The seller wrote"), row.answer)]
    return body, {
        "request": row.id,
        "title": _("In dispute: %(kind)s", kind=kind_word(row.kind)),
        "state": state_word_of(row),
        "tone": tone_of(row),
        "quotes": [[who, words] for who, words in said if words],
        "facts": [[name, words] for name, words in facts if words],
        "href": urls.request_card(row.id),
        "link": _("See the request"),
    }


def shipped_card(lines: Sequence[Any], carrier: str, tracking_number: str) -> tuple[str, dict[str, Any]]:
    """The card of items that left: its words and its data."""
    facts = [[_("Carrier"), carrier], [_("Tracking number"), tracking_number]]
    return _("The seller shipped %(items)s.", items=items_of(lines)), {"title": _("Shipped"), "facts": facts}


def _facts(row: Any, event: str, more: Mapping[str, Any]) -> list[tuple[str, str]]:
    if event in ("asked", "cancelled_at_once"):
        return [
            (_("Reason"), reason_word(row.reason)),
            (_("Wanted"), wanted_of(row)),
            (_("Comes back"), money(row.amount, row.currency) if row.amount else ""),
        ]
    if event in ("reject", "reject_receipt"):
        return [(_("Reason"), answer_word(row.answer_reason))]
    return [(_("Carrier"), more.get("carrier", "")), (_("Tracking number"), more.get("tracking_number", ""))]


def _quotes(row: Any, event: str, more: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What somebody said to it, in their own words."""
    if event in ("asked", "cancelled_at_once"):
        return [(_("The buyer writes"), row.note)]
    if event in ("reject", "reject_receipt", "offer"):
        return [(_("The seller writes"), row.answer)]
    return [(_("Customer service writes"), more.get("why", ""))]
