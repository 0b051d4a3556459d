"""What the rules say about a claim, and what its items give back: asked for the page, and again under the lock."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection

from shop_help import clock
from shop_help.models.refund_facts import refund_facts
from shop_help.models.request_facts import known_facts
from shop_help.models.shown_orders import ShownOrder
from shop_help.policy.order_requests import as_opened, verdict_on
from shop_help.policy.refunds import Quote, quote
from shop_help.policy.verdicts import Purchase, Verdict
from shop_help.purchases import purchase_of
from shop_help.rules_finding import rules_for


def judged(order: ShownOrder, line_ids: Collection[int], reason: str = "") -> Verdict:
    """Does Buyer Protection cover these items now?"""
    return verdict_on("protect", purchase_now(order), rules_for(order), clock.now(), line_ids, reason)


def judged_as_opened(
    purchase: Purchase, order: ShownOrder, times: tuple[datetime, datetime], line_ids: Collection[int], reason: str
) -> tuple[Verdict, bool]:
    """The same for a form that was opened and sent at these times, and whether it came late and is taken all the
    same."""
    return as_opened("protect", purchase, rules_for(order), times, line_ids, reason)


def purchase_now(order: ShownOrder) -> Purchase:
    """The order as the rules see it, with what requests, refunds and cases tell of its lines."""
    return purchase_of(order, known_facts([order.id]))


def line_classes(order: ShownOrder, line_ids: Collection[int]) -> tuple[tuple[str, ...], bool]:
    """The classes of these lines, and whether all of them are there."""
    purchase = purchase_of(order)
    chosen = [line for line in purchase.lines if line.id in line_ids]
    arrived = all(line.delivered_at is not None or purchase.state in ("DELIVERED", "COMPLETED") for line in chosen)
    return tuple(line.item_class for line in chosen), bool(chosen) and arrived


def quoted(connection: Connection, order_id: int, line_ids: Collection[int]) -> Quote:
    """What these lines give back at most now: the seller answers for what happened to them, shipping too."""
    facts = refund_facts(connection, order_id)
    return quote(facts.bill, line_ids, facts.given, seller_at_fault=True)
