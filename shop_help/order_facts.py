"""An order's facts, as texts are filled with them and as the rulebook asks for them."""

from collections.abc import Iterable
from datetime import datetime

from shop_help import clock
from shop_help.dates import clock_time, day
from shop_help.models import Order
from shop_help.models.shown_orders import ShownOrder
from shop_help.order_words import status_sentence, zone_of
from shop_help.policy.deadlines import last_moment
from shop_help.policy.numbers import numbers_in
from shop_help.policy.orders import NOT_COVERED, is_late
from shop_help.policy.situations import OrderFacts, free_until, protected_until, return_until
from shop_help.policy.verdicts import Rules
from shop_help.presentation import first_name, money, state_word
from shop_help.rules_finding import rules_for, rules_in
from shop_help.speech import gettext as _

AnOrder = Order | ShownOrder


def order_facts_of(order: AnOrder, is_unanswered: bool = False, rules: Rules | None = None) -> OrderFacts:
    """What decides the order's situation. `rules`: those that judge it, where they are known already."""
    arrived = [package.delivered_at for package in order.packages if package.delivered_at]
    return OrderFacts(
        state=order.state,
        market=order.market,
        zone=zone_of(order),
        paid_at=order.paid_at,
        expected_at=order.expected_at,
        delivered_at=order.delivered_at or max(arrived, default=None),
        packages=len(order.packages),
        packages_arrived=len(arrived),
        item_classes=frozenset(line.item_class for line in order.lines),
        is_refunded=any(line.refunded_at for line in order.lines),
        is_unanswered=is_unanswered,
        rules=rules or rules_for(order),
    )


def help_facts_of(order: AnOrder | None, buyer_name: str, market: str) -> dict[str, str]:
    """What a help text is filled with: the order's facts, and the numbers that judge it; or those of the reader's
    market as they are today."""
    if order is None:
        return numbers_in(market, rules_in(market, clock.now()).values)
    rules = rules_for(order)
    return numbers_in(order.market, rules.values) | facts_of(order, order.shop.name, buyer_name, rules)


def facts_of(order: AnOrder | None, shop_name: str, buyer_name: str, rules: Rules | None = None) -> dict[str, str]:
    """What policy.answers fills into an automatic answer; what isn't known is left out."""
    facts = {"shop_name": shop_name, "buyer_name": first_name(buyer_name)}
    if order is None:
        return facts
    package = next((package for package in order.packages if package.tracking_number), None)
    return facts | {
        **_days(order, rules or rules_for(order)),
        "arrival": _arrival(order),
        "order_number": order.number,
        "order_state": state_word(order.state).lower(),
        "status": status_sentence(order),
        "items": _names(line.name for line in order.lines),
        "not_covered_items": _names(line.name for line in order.lines if line.item_class in NOT_COVERED),
        "refunded_items": _names(line.name for line in order.lines if line.refunded_at),
        "total": money(order.total, order.currency),
        "carrier": package.carrier if package else "",
        "tracking_number": package.tracking_number if package else "",
        "last_seen": _last_seen(order),
        "cancel_reason": order.cancel_reason,
    }


def _days(order: AnOrder, rules: Rules) -> dict[str, str]:
    zone, known = zone_of(order), order_facts_of(order, rules=rules)
    returned, protected, free = return_until(known), protected_until(known), free_until(known)
    days: dict[str, datetime | None] = {
        "ordered_on": order.created_at,
        "paid_on": order.paid_at,
        "shipped_on": order.shipped_at or min((p.shipped_at for p in order.packages if p.shipped_at), default=None),
        "expected_on": order.expected_at,
        "delivered_on": order.delivered_at or known.delivered_at,
        "cancelled_on": order.cancelled_at,
        "refunded_on": max((line.refunded_at for line in order.lines if line.refunded_at), default=None),
        "return_until": last_moment(returned) if returned else None,
        "protection_until": last_moment(protected) if protected else None,
    }
    facts = {name: day(instant, zone) for name, instant in days.items() if instant}
    return facts | ({"free_cancel_until": clock_time(free, zone)} if free else {})


def _names(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(names))


def _last_seen(order: AnOrder) -> str:
    """The latest scan of any parcel, as the end of a sentence."""
    events = [event for package in order.packages for event in package.events]
    if not events:
        return ""
    last = max(events, key=lambda event: event.happened_at)
    when = day(last.happened_at, zone_of(order))
    if last.place:
        return _("on %(day)s in %(place)s", day=when, place=last.place)
    return _("on %(day)s", day=when)


def _arrival(order: AnOrder) -> str:
    """When it comes, or came, as the end of a sentence."""
    zone = zone_of(order)
    if order.delivered_at and order.state in ("DELIVERED", "COMPLETED"):
        return _("was delivered on %(day)s", day=day(order.delivered_at, zone))
    if order.expected_at is None or order.state == "CANCELLED":
        return ""
    if is_late(order.state, order.expected_at, clock.now()):
        return _("was to be with you by %(day)s: it is late", day=day(order.expected_at, zone))
    return _("should be with you by %(day)s", day=day(order.expected_at, zone))
