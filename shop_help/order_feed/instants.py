"""The instants of an order. The status is the truth: a time that it rules out is told, and left out."""

from dataclasses import dataclass, replace
from datetime import datetime

from shop_help.order_feed.fields import Fields

_PAID = frozenset(["ON_HOLD", "AWAITING_SHIPMENT"])
_READY = frozenset(["AWAITING_COLLECTION"])
_UNDER_WAY = frozenset(["PARTIALLY_SHIPPING", "IN_TRANSIT"])
_THERE = frozenset(["DELIVERED", "COMPLETED"])
_OVER = frozenset(["CANCELLED"])

#: In which states a time of the feed can be true.
POSSIBLE_IN = {
    "paid_time": _PAID | _READY | _UNDER_WAY | _THERE | _OVER,
    # A parcel may be on its way, and even come back, before an order is cancelled.
    "rts_time": _READY | _UNDER_WAY | _THERE | _OVER,
    "collection_time": _UNDER_WAY | _THERE | _OVER,
    "delivery_time": _THERE,
    "complete_time": frozenset(["COMPLETED"]),
    "cancel_time": _OVER,
}

#: When the parcel should be there, the most binding promise first.
_PROMISES = ("delivery_option_required_delivery_time", "delivery_due_time", "delivery_sla_time")


@dataclass(frozen=True)
class Instants:
    """The times of an order that its status allows."""

    created_at: datetime
    updated_at: datetime
    paid_at: datetime | None = None
    ready_at: datetime | None = None
    collected_at: datetime | None = None
    delivered_at: datetime | None = None
    completed_at: datetime | None = None
    cancelled_at: datetime | None = None
    expected_at: datetime | None = None


def instant_if_possible(fields: Fields, name: str, state: str) -> datetime | None:
    """A time of the feed, where the status allows it. COD is paid at the door, so it may come late or never."""
    at = fields.instant(name)
    if at is None or state in POSSIBLE_IN[name]:
        return at
    fields.note(name, "time_against_status", f"is set, and status is {state}; it is left out")
    return None


def read_instants(order: Fields, state: str) -> Instants:
    """All times of an order. Where it says not even when it was made, that is a problem and now stands in."""
    created = order.instant("create_time", required=True) or order.now
    updated = order.instant("update_time")
    promises = [order.instant(name, may_be_ahead=True) for name in _PROMISES]
    known = {name: instant_if_possible(order, name, state) for name in POSSIBLE_IN}
    if updated is None or updated < created:
        if updated:
            order.note("update_time", "updated_before_created", "is before create_time; the latest time is taken")
        updated = max([created, *(at for at in known.values() if at)])
    instants = Instants(
        created_at=created,
        updated_at=updated,
        paid_at=known["paid_time"],
        ready_at=known["rts_time"],
        collected_at=known["collection_time"],
        delivered_at=known["delivery_time"],
        completed_at=known["complete_time"],
        cancelled_at=known["cancel_time"],
        expected_at=next((at for at in promises if at), None),
    )
    _tell_disorder(order, instants)
    return _with_what_the_state_implies(order, instants, state)


def _tell_disorder(order: Fields, instants: Instants) -> None:
    """Each step is after the ones before it, or that is told."""
    latest, name_of_latest = instants.created_at, "create_time"
    for name, at in (
        ("paid_time", instants.paid_at),
        ("rts_time", instants.ready_at),
        ("collection_time", instants.collected_at),
        ("delivery_time", instants.delivered_at),
    ):
        if at is None:
            continue
        # Cash on delivery is paid last of all.
        if at < latest and name_of_latest != "paid_time":
            order.note(name, "times_out_of_order", f"is before {name_of_latest}")
        if at >= latest:
            latest, name_of_latest = at, name


def _with_what_the_state_implies(order: Fields, instants: Instants, state: str) -> Instants:
    """The API tells no time of completion, and sometimes none of cancellation: the last change is when it came."""
    if state == "COMPLETED" and instants.completed_at is None:
        return replace(instants, completed_at=instants.updated_at)
    if state == "CANCELLED" and instants.cancelled_at is None:
        order.note("cancel_time", "no_cancel_time", "is missing; update_time is taken")
        return replace(instants, cancelled_at=instants.updated_at)
    return instants
