"""Questions for the oracle, drawn at random: an order, a zone, and an instant that is often beside a deadline."""

from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import Any

from hypothesis import strategies as st

from shop_help.policy.orders import ITEM_CLASSES, STATES
from shop_help.policy.verdicts import DELIVERY_SOURCES, LineFacts, Purchase
from tests.policy.oracle import end_of_day

ZONES = (
    "America/New_York",
    "Europe/London",
    "Europe/Berlin",
    "Asia/Jakarta",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "America/St_Johns",
    "America/Santiago",
    "Pacific/Honolulu",
    "Pacific/Pago_Pago",
)
START = datetime(2024, 1, 1, tzinfo=UTC)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
#: Seconds from 2024 to 2030: two leap days, and the clocks of every zone change twelve times.
INSTANTS = st.integers(0, 6 * 365 * 86_400).map(lambda seconds: START + timedelta(seconds=seconds))
CLOSE = st.sampled_from([-SECOND, -timedelta(microseconds=1), timedelta(), timedelta(microseconds=1), SECOND])


#: What settles an item: mostly nothing, one thing, or two of which the first in PRODUCT's order is said.
_SETTLING = {"is_refunded": True, "refund_in_flight": True, "open_request": "return", "open_dispute": True}
_SETTLING |= {"is_replaced": True, "in_protection": True, "protection_decided": True}
_PAIRS = [dict(pair) for pair in combinations(_SETTLING.items(), 2)]
SETTLED = st.sampled_from([{}] * 40 + [{name: value} for name, value in _SETTLING.items()] + _PAIRS)


def _mostly(first: object, *others: object) -> st.SearchStrategy[object]:
    """Mostly the first, now and then one of the others."""
    return st.sampled_from([first] * 10 * (1 + len(others)) + list(others))


#: What an instant may be beside; None is any.
WHERES = ("paid", "promised", (10, "rejected"), (30, "delivered"), (90, "delivered"), None)
_AGO = st.integers(0, 120 * 86_400).map(lambda seconds: timedelta(seconds=seconds))
#: All that is drawn for a question, at once: strategies made anew for each would cost more than the rules.
DRAWN = st.fixed_dictionaries(
    {
        "zone": st.sampled_from(ZONES),
        "delivered": INSTANTS,
        "state": st.sampled_from([*STATES, "DELIVERED", "DELIVERED", "IN_TRANSIT", "AWAITING_SHIPMENT"]),
        "left": st.booleans(),
        "arrived": st.booleans(),
        "packed": st.booleans(),
        "scanned": st.booleans(),
        "source": _mostly("carrier", *DELIVERY_SOURCES),
        "item_class": st.sampled_from(ITEM_CLASSES),
        "settled": SETTLED,
        "rejected": st.none() | _AGO,
        "times": st.sampled_from([(r, c, d) for r in range(4) for c in range(3) for d in range(4)]),
        "seller_failed": st.booleans(),
        "is_paid": st.booleans(),
        "expected": st.sampled_from([None, timedelta(), 9 * DAY]),
        "suspended": _mostly(False, True),
        "where": st.sampled_from([*WHERES, None]),
        "beside": CLOSE,
        "later": _AGO,
    }
)


def question_of(drawn: dict[str, Any]) -> tuple[Purchase, str, datetime]:
    """An order, a zone, and an instant at which somebody asks: often within a second of a deadline."""
    line, delivered, state = _line_of(drawn), drawn["delivered"], drawn["state"]
    order = Purchase(
        "1",
        state,
        "US",
        created_at=delivered - 3 * DAY - timedelta(minutes=5),
        paid_at=delivered - 3 * DAY if drawn["is_paid"] and state != "UNPAID" else None,
        expected_at=None if drawn["expected"] is None else delivered + drawn["expected"],
        shop_is_suspended=drawn["suspended"],
        lines=(line,),
    )
    return order, drawn["zone"], _moment_of(order, drawn)


def _line_of(drawn: dict[str, Any]) -> LineFacts:
    state, delivered, source = drawn["state"], drawn["delivered"], drawn["source"]
    left = state in ("IN_TRANSIT", "DELIVERED", "COMPLETED") or drawn["left"]
    arrived = left and (state in ("DELIVERED", "COMPLETED", "CANCELLED") or drawn["arrived"])
    rejected_at = None if drawn["rejected"] is None else delivered + drawn["rejected"]
    rejections, cancel_rejections, disputes = drawn["times"] if rejected_at else (0, 0, 0)
    return LineFacts(
        1,
        item_class=drawn["item_class"],
        packed_at=delivered - 2 * DAY if left or drawn["packed"] else None,
        shipped_at=delivered - DAY if left and drawn["scanned"] else None,
        delivered_at=delivered if arrived and source != "missing" else None,
        delivery_source=source,
        rejected_at=rejected_at,
        rejections=rejections,
        cancel_rejections=cancel_rejections,
        seller_failed=drawn["seller_failed"],
        disputes=disputes,
        **drawn["settled"],
    )


def _moment_of(order: Purchase, drawn: dict[str, Any]) -> datetime:
    """Beside a deadline, as the oracle knows it; or some instant after it was paid."""
    delivered, where = drawn["delivered"], drawn["where"]
    if where == "paid":
        return (order.paid_at or order.created_at) + timedelta(hours=1) + drawn["beside"]
    if where == "promised" and order.expected_at:
        return order.expected_at + drawn["beside"]
    if isinstance(where, tuple):
        began = order.lines[0].rejected_at or delivered if where[1] == "rejected" else delivered
        end = end_of_day(int(began.timestamp()), where[0], drawn["zone"])
        return datetime.fromtimestamp(end, UTC) + drawn["beside"]
    return delivered - 3 * DAY + drawn["later"]
