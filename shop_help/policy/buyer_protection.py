"""Does Buyer Protection cover an item? (PRODUCT 4, "Standard return against Buyer Protection")"""

from datetime import datetime

from shop_help.policy.items import Finding, Item
from shop_help.policy.orders import NOT_COVERED
from shop_help.policy.reasons import REASONS


def find_protect(item: Item, reason: str = "") -> Finding:
    """What is wrong with it, or never came: after the seller failed, or once the time for returns is over."""
    if code := _closed_to_all(item):
        return Finding(code, values={"item_class": item.line.item_class})
    if code := _wrong_reason(item, reason):
        return Finding(code)
    return _of_what_arrived(item) if item.is_delivered else _of_what_never_came(item)


def _closed_to_all(item: Item) -> str:
    if code := item.settled:
        return code
    if item.line.protection_decided:
        return "protection_decided"
    if item.purchase.state == "UNPAID":
        return "not_paid"
    if item.line.item_class in NOT_COVERED:
        return "not_covered"
    return "" if item.has_left else "not_shipped"


def _wrong_reason(item: Item, reason: str) -> str:
    known = REASONS.get(reason)
    if not reason or (known and "protect" in known.actions and (item.is_delivered or known.before_delivery)):
        return ""
    return "fault_needed" if known and known.is_change_of_mind else "other_reason"


def _of_what_never_came(item: Item) -> Finding:
    """No day of delivery, no clock: it stays open."""
    expected_at = item.purchase.expected_at
    if expected_at is None:
        return Finding("promise_unknown")
    if not item.is_late:
        return Finding("not_late_yet", expected_at, values={"expected_at": expected_at})
    if item.purchase.shop_is_suspended:
        return Finding("protect_suspended", expected_at)
    if item.seller_failed:
        return Finding("protect_never_arrived", expected_at, values={"expected_at": expected_at})
    return Finding("seller_first_late")


def _of_what_arrived(item: Item) -> Finding:
    began_at, returns_end_at, ends_at = item.delivered_for_certain_at, item.return_until, item.protected_until
    if began_at is None or returns_end_at is None or ends_at is None:
        return Finding("date_unknown")
    values = item.day_of("protection_days")
    if item.now >= ends_at:
        return Finding("protection_over", began_at, ends_at, values | {"ended_at": ends_at})
    if item.now >= returns_end_at:
        return Finding("protect_directly", returns_end_at, ends_at, values)
    return _while_returns_run(item, began_at, returns_end_at, ends_at)


def _while_returns_run(item: Item, began_at: datetime, returns_end_at: datetime, ends_at: datetime) -> Finding:
    values = item.day_of("protection_days")
    if item.purchase.shop_is_suspended:
        return Finding("protect_suspended", began_at, ends_at, values)
    if item.seller_failed:
        return Finding("protect_seller_failed", item.line.rejected_at or began_at, ends_at, values)
    first = {"days": item.rules.days("return_days"), "opens_at": returns_end_at}
    return Finding("seller_first", returns_end_at, ends_at, first)
