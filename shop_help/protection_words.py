"""A Buyer Protection case in words: how it stands, whose turn it is and until when, its cards. For one side or both.

A row is one of protection_cases, or a shown one. `side`: BUYER, SHOP or CUSTOMER_SERVICE, for a page of theirs; empty
for what both sides read.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from shop_help import clock, urls
from shop_help.dates import day_and_time, length
from shop_help.policy.deadlines import last_moment
from shop_help.policy.protection_wording import (
    APPEALS,
    DECIDED,
    ENDED,
    LATE,
    MOVES,
    OUTCOMES,
    OWN_OUTCOMES,
    OWN_STATES,
    SAID,
    SAID_TO_BUYER,
    STANDING,
    STATES,
    THEN,
    TONES,
)
from shop_help.policy.reasons import REASONS
from shop_help.policy.request_clock import level_of
from shop_help.policy.wording import N_
from shop_help.presentation import money
from shop_help.request_words import items_of
from shop_help.speech import gettext as _


def state_word_of(row: Any, side: str = "") -> str:
    """How it stands, in a word or three."""
    own = OWN_STATES.get(f"{side} {row.state}")
    if own and side == row.mover:
        return _(own)
    if row.state in ("decided", "decided_final", "closed") and row.outcome:
        return _(OWN_OUTCOMES.get(f"{side} {row.outcome}") or OUTCOMES[row.outcome])
    return _(STATES[row.state])


def tone_of(row: Any, side: str = "") -> str:
    """How the state's word is painted: for a side, good and bad are its own."""
    if row.state in ("decided", "decided_final", "closed") and row.outcome:
        won = {"BUYER": row.outcome != "for_seller", "SHOP": row.outcome == "for_seller"}
        return "" if side not in won else "good" if won[side] else "bad"
    return TONES.get(row.state, "")


def sentence_of(row: Any, side: str = "") -> str:
    """How it stands, in a sentence or two."""
    stands = _(STANDING.get(f"{side} {row.state}") or STANDING[row.state])
    if row.state == "closed" and not row.outcome and row.decided_amount is not None:
        return _(ENDED["settled"], amount=money(row.decided_amount, row.currency))
    if not row.outcome:
        return stands
    amount = money(row.decided_amount or 0, row.currency)
    decided = _(DECIDED.get(f"{side} {row.outcome}") or DECIDED[row.outcome], amount=amount)
    if row.state in ("decided", "decided_final"):
        return decided
    if row.state == "closed":
        kept = row.return_required_at is not None and row.arrived_back_at is None and row.outcome != "for_seller"
        return _(ENDED["not_returned"]) if kept else decided
    return f"{decided} {stands}"


def title_of(lines: Sequence[Any]) -> str:
    """What it is about, by the items."""
    return _("Buyer Protection: %(items)s", items=items_of(lines))


def reason_word(code: str) -> str:
    """What happened, of the list."""
    return _(REASONS[code].words) if code in REASONS else ""


def wanted_word(wanted: str) -> str:
    """What the buyer wants."""
    return _("Their money, and the item goes back") if wanted == "return" else _("Their money")


def clock_of(row: Any, zone: str, side: str = "") -> dict[str, Any] | None:
    """Who has to move until when and what follows, as shared/_clock.html shows it; None where no clock runs.

    `zone`: the zone of the order's market, in which its days are counted.
    """
    if row.due_at is None or f"{row.state} {row.mover}" not in MOVES:
        return None
    now, key = clock.now(), f"{row.state} {row.mover}"
    theirs, own = MOVES[key]
    is_over = row.due_at <= now
    then = LATE if is_over and row.mover == "CUSTOMER_SERVICE" else THEN[key]
    return {
        "who": _(own if side == row.mover else theirs),
        "until": last_moment(row.due_at),
        "zone": zone,
        "then": _(then) if then else "",
        "level": level_of(row.moved_at, row.due_at, now),
        "left": "" if is_over else _("%(time)s left", time=length((row.due_at - now).total_seconds())),
    }


def appeal_clock_of(row: Any, zone: str, may_appeal: bool) -> dict[str, Any] | None:
    """Until when the decision can be appealed; None where no such clock runs."""
    now = clock.now()
    if row.appeal_until is None or row.appeal_until <= now or row.state in ("closed", "decided_final", "appealed"):
        return None
    both, own, then = APPEALS
    return {
        "who": _(own if may_appeal else both),
        "until": last_moment(row.appeal_until),
        "zone": zone,
        "then": _(then),
        "level": "calm",
        "left": _("%(time)s left", time=length((row.appeal_until - now).total_seconds())),
    }


def card_of(
    row: Any, event: str, lines: Sequence[Any], zone: str, to_buyer: bool = False, **more: Any
) -> tuple[str, dict[str, Any]]:
    """What a message says and shows when something happened: its words, and its data for shared/_message.html.

    `to_buyer`: in the buyer's talk with customer service, which the seller doesn't read.
    """
    told = {
        "items": items_of(lines),
        "amount": money(more.get("amount") or 0, row.currency),
        "carrier": more.get("carrier", ""),
    }
    sentence = SAID_TO_BUYER.get(event) if to_buyer else None
    body = _(sentence or SAID[event], **told)
    card: dict[str, Any] = {
        "protection": row.id,
        "title": _("Buyer Protection"),
        "state": state_word_of(row),
        "tone": tone_of(row),
        "quotes": _quotes(row, event, to_buyer, more),
        "facts": [[name, words] for name, words in _facts(row, event, more) if words],
        "href": urls.protection_card(row.id),
        "link": _("See the case"),
    }
    running = clock_of(row, zone)
    if running is not None and row.due_at is not None:
        until = {"until_words": day_and_time(last_moment(row.due_at), zone)}
        card["clock"] = {name: running[name] for name in ("who", "then")} | until
    return body, card


def _facts(row: Any, event: str, more: Mapping[str, Any]) -> list[tuple[str, str]]:
    if event in ("ask_seller", "review"):
        return [
            (_("What happened"), reason_word(row.reason)),
            (_("Wanted"), wanted_word(row.wanted)),
            (_("Claimed"), money(row.amount, row.currency)),
        ]
    return [(_("Carrier"), more.get("carrier", "")), (_("Tracking number"), more.get("tracking_number", ""))]


#: Whose words stand with what happened: a side's, or else customer service's.
_WROTE = {"BUYER": N_("The buyer wrote"), "SHOP": N_("The seller wrote")}


def _quotes(row: Any, event: str, to_buyer: bool, more: Mapping[str, Any]) -> list[list[str]]:
    """What somebody said to it, in their own words."""
    if event in ("ask_seller", "review"):
        # In the buyer's own talk their words stand as they sent them.
        return [[_(_WROTE["BUYER"]), row.words]] if row.words and not to_buyer else []
    said, side = more.get("words", ""), event.rpartition(" ")[2] if event.startswith("offer") else ""
    return [[_(_WROTE.get(side, N_("Customer service wrote"))), said]] if said else []
