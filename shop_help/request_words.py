"""An order request in words: its card, its clock, how it stands. A row is one of order_requests, or a shown one."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from shop_help import clock, urls
from shop_help.policy.deadlines import last_moment
from shop_help.policy.reasons import REASONS
from shop_help.policy.request_clock import level_of
from shop_help.policy.request_wording import (
    IN_DISPUTE,
    KINDS,
    MOVES,
    NOT_SENT_BACK,
    SAID,
    STANDING,
    STATES,
    THEN,
    TONES,
)
from shop_help.policy.seller_reasons import SELLER_REASONS
from shop_help.presentation import day, day_and_time, length, money
from shop_help.speech import gettext as _

#: Names of items in a sentence; the rest is counted.
MOST_NAMED = 2


def kind_word(kind: str) -> str:
    """What is asked for."""
    return _(KINDS[kind])


def state_word_of(row: Any) -> str:
    """How it stands, in a word or three."""
    return _(STATES[row.state])


def tone_of(row: Any) -> str:
    """How the state's word is painted."""
    return TONES.get(row.state, "")


def title_of(row: Any, lines: Sequence[Any]) -> str:
    """What it is about: the kind, and the items."""
    return _("%(kind)s: %(items)s", kind=kind_word(row.kind), items=items_of(lines))


def items_of(lines: Sequence[Any]) -> str:
    """Items by name, each with how many: Lamp ×2, Vase and 3 more."""
    counts: dict[str, int] = {}
    for line in lines:
        counts[line.name] = counts.get(line.name, 0) + 1
    named = [f"{name} ×{count}" if count > 1 else name for name, count in counts.items()]
    words, more = ", ".join(named[:MOST_NAMED]), len(named) - MOST_NAMED
    return _("%(items)s and %(count)s more", items=words, count=more) if more > 0 else words


def sentence_of(row: Any, in_dispute: bool = False) -> str:
    """How it stands, in a sentence."""
    if in_dispute:
        return _(IN_DISPUTE)
    if row.state == "closed" and row.rejected_at is None:
        return _(NOT_SENT_BACK)
    return _(_of(STANDING, row.kind, row.state))


def _of(words: Mapping[str, str], kind: str, name: str) -> str:
    return words.get(f"{kind} {name}") or words[name]


def reason_word(code: str) -> str:
    """The buyer's reason."""
    return _(REASONS[code].words) if code in REASONS else ""


def answer_word(code: str) -> str:
    """The seller's reason for a no."""
    return _(SELLER_REASONS[code].words) if code in SELLER_REASONS else ""


def clock_of(row: Any, zone: str, voice: str = "") -> dict[str, Any] | None:
    """Who has to move until when and what follows, as shared/_clock.html shows it; None where no clock runs.

    `voice`: BUYER or SHOP, for a page of theirs; without one it is told about both.
    """
    if row.due_at is None or row.state not in MOVES:
        return None
    now = clock.now()
    theirs, own = MOVES[row.state]
    return {
        "who": _(own if voice == row.mover else theirs),
        "until": last_moment(row.due_at),
        "zone": zone,
        "then": _(_of(THEN, row.kind, row.state)),
        "level": level_of(row.moved_at, row.due_at, now),
        "left": _("%(time)s left", time=length((row.due_at - now).total_seconds())) if row.due_at > now else "",
    }


def reminder_of(row: Any, lines: Sequence[Any], zone: str) -> str:
    """What is still open, who has to move until when, and what follows then."""
    running = clock_of(row, zone)
    if running is None:
        raise LookupError(f"no clock runs for request {row.id}")
    return _(
        "Still open: %(title)s. %(who)s by %(time)s. %(then)s",
        title=title_of(row, lines),
        who=running["who"],
        time=day_and_time(running["until"], zone),
        then=running["then"],
    )


def card_of(
    row: Any, event: str, lines: Sequence[Any], zone: str, now: datetime, **more: Any
) -> tuple[str, dict[str, Any]]:
    """What a message of kind request says and shows: its words, and its data for shared/_message.html.

    It holds nothing that only one side may see, and no address: the page shows that while it is needed.
    """
    amount = more.get("amount") or row.offered or row.amount
    told = {"items": items_of(lines), "amount": money(amount, row.currency)}
    body = _(_of(SAID, row.kind, event), **told, carrier=more.get("carrier", ""))
    card = {
        "request": row.id,
        "title": kind_word(row.kind),
        "state": more.get("state") or state_word_of(row),
        "tone": tone_of(row),
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
        (_("The buyer's words"), row.note),
        (_("The buyer's photos"), str(photos.get("BUYER", ""))),
        (_("Comes back"), money(row.amount, row.currency) if row.amount else ""),
        (_("Seller's no"), day_and_time(row.rejected_at, zone)),
        (_("The seller's reason"), answer_word(row.answer_reason)),
        (_("The seller's words"), row.answer),
        (_("The seller's photos"), str(photos.get("SHOP", ""))),
    ]
    return body, {
        "request": row.id,
        "title": _("In dispute: %(kind)s", kind=kind_word(row.kind)),
        "state": state_word_of(row),
        "tone": tone_of(row),
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
            (_("The buyer's words"), row.note),
            (_("Comes back"), money(row.amount, row.currency) if row.amount else ""),
        ]
    if event in ("reject", "reject_receipt", "offer"):
        said = [(_("Reason"), answer_word(row.answer_reason)), (_("The seller's words"), row.answer)]
        return said if event != "offer" else said[1:]
    parcel = [(_("Carrier"), more.get("carrier", "")), (_("Tracking number"), more.get("tracking_number", ""))]
    return [*parcel, (_("Why"), more.get("why", ""))]


def wanted_of(row: Any) -> str:
    """What a change or an exchange asks for: another variant, another quantity."""
    details = row.details or {}
    quantity = details.get("quantity")
    parts = [str(details.get("variant") or ""), _("quantity %(count)s", count=quantity) if quantity else ""]
    return ", ".join(part for part in parts if part)
