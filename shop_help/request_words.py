"""An order request in words: how it stands, and its clock. A row is one of order_requests, or a shown one."""

from collections.abc import Sequence
from typing import Any

from shop_help import clock
from shop_help.dates import day_and_time, length
from shop_help.policy.deadlines import last_moment
from shop_help.policy.reasons import REASONS
from shop_help.policy.request_clock import level_of
from shop_help.policy.request_wording import (
    IN_DISPUTE,
    KINDS,
    MOVES,
    NOT_SENT_BACK,
    STANDING,
    STATES,
    THEN,
    TONES,
    of_kind,
)
from shop_help.policy.seller_reasons import SELLER_REASONS
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
    return _(of_kind(STANDING, row.kind, row.state))


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
        "then": _(of_kind(THEN, row.kind, row.state)),
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


def wanted_of(row: Any) -> str:
    """What a change or an exchange asks for: another variant, another quantity."""
    details = row.details or {}
    quantity = details.get("quantity")
    parts = [str(details.get("variant") or ""), _("quantity %(count)s", count=quantity) if quantity else ""]
    return ", ".join(part for part in parts if part)
