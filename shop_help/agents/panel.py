"""What belongs to a case, beside its talk: notes, the order, the seller's talk, the buyer's history, the timeline."""

from typing import Any

from shop_help import clock, order_words, protection_words
from shop_help.actions.questions import order_with_parcels
from shop_help.agents.found import FoundCase
from shop_help.agents.requests import requests_beside
from shop_help.agents.timeline import timeline
from shop_help.dates import length
from shop_help.models.shown_cases import notes_of, other_cases, other_orders
from shop_help.models.shown_orders import ShownOrder
from shop_help.models.shown_protection import protection_of_case
from shop_help.order_beside import order_beside
from shop_help.order_facts import order_facts_of
from shop_help.policy.answer_clock import answer_by, wait_level
from shop_help.policy.answering import counted_seconds
from shop_help.policy.deadlines import last_moment
from shop_help.policy.markets import market_called
from shop_help.policy.situations import protected_until, return_until
from shop_help.policy.support import STAFF_STATE_WORDS
from shop_help.speech import gettext as _

MOST_NOTES = 50
MOST_CASES = 10
MOST_ORDERS = 5


def panel_of(found: FoundCase) -> dict[str, Any]:
    """What agents/_panel.html shows."""
    row = found.row
    order = order_with_parcels(row)
    notes = notes_of(row.case_id, MOST_NOTES)
    shown: dict[str, Any] = {
        "order": order,
        "notes": notes,
        "own_notes": sum(note.person_id == found.viewer.person_id for note in notes),
        "cases": other_cases(row.buyer_id, row.case_id, MOST_CASES),
        "orders": other_orders(row.buyer_id, row.order_id, MOST_ORDERS),
        "timeline": timeline(row.conversation_id),
        "state_words": STAFF_STATE_WORDS,
        "clocks": _clocks(found, order),
        "periods": _periods(order) if order else [],
    }
    shown["protection"] = _protection(row.case_id)
    return shown | requests_beside(found, order) | (order_beside(order) if order else {})


def _protection(case_id: int) -> dict[str, Any] | None:
    """The case of Buyer Protection that it is the talk of, in words; None for other cases."""
    case = protection_of_case(case_id)
    if case is None:
        return None
    side = "CUSTOMER_SERVICE"
    return {
        "state": protection_words.state_word_of(case, side),
        "tone": protection_words.tone_of(case, side),
        "sentence": protection_words.sentence_of(case, side),
        "clock": protection_words.clock_of(case, market_called(case.market).zone, side),
    }


def _clocks(found: FoundCase, order: ShownOrder | None) -> list[dict[str, Any]]:
    """The order's clocks as shared/_clock.html shows them: the parcel's, and the seller's to answer."""
    parcel = order_words.clock_of(order) if order else None
    # What it tells a buyer to do then is for them.
    clocks = [parcel | {"then": ""}] if parcel else []
    since, row = found.row.thread_waiting_since, found.row
    if since is not None:
        now, holiday = clock.now(), (row.holiday_from, row.holiday_until)
        by, level = answer_by(since, *holiday), wait_level(counted_seconds(since, now, *holiday))
        left = (by - now).total_seconds()
        clocks.append(
            {
                "who": _("%(shop)s should answer %(buyer)s", shop=row.shop_name, buyer=found.buyer),
                "word": _("by"),
                "until": by,
                "zone": found.viewer.zone,
                "left": _("%(time)s late", time=length(-left)) if left < 0 else _("%(time)s left", time=length(left)),
                "level": level,
            }
        )
    return clocks


def _periods(order: ShownOrder) -> list[tuple[str, Any, bool]]:
    """Until when the order can be returned and is protected: words, the last moment, and whether that is still so."""
    facts, now = order_facts_of(order), clock.now()
    ends = [(_("Returns until"), return_until(facts)), (_("Buyer Protection until"), protected_until(facts))]
    return [(words, last_moment(end), now < end) for words, end in ends if end]
