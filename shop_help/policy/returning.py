"""May money, a return or an exchange be asked of the seller? Day 0 to 30 from delivery (PRODUCT 4)."""

from shop_help.policy.items import Finding, Item
from shop_help.policy.orders import NOT_RETURNABLE
from shop_help.policy.reasons import REASONS


def find_refund(item: Item, reason: str = "") -> Finding:
    """Money without sending anything back: where something is wrong with it, or where it never came."""
    if code := _closed_to_all(item):
        return Finding(code)
    if item.is_delivered:
        return _of_what_arrived(item, "refund", reason)
    return _of_what_never_came(item, reason)


def find_return(item: Item, reason: str = "") -> Finding:
    """Sending it back for the money: for any reason that its class allows."""
    return _once_delivered(item, "return", reason)


def find_exchange(item: Item, reason: str = "") -> Finding:
    """Another one in its place: for any reason that its class allows."""
    return _once_delivered(item, "exchange", reason)


def _once_delivered(item: Item, action: str, reason: str) -> Finding:
    if code := _closed_to_all(item):
        return Finding(code)
    return _of_what_arrived(item, action, reason) if item.is_delivered else Finding("under_way")


def _closed_to_all(item: Item) -> str:
    """Why the seller can't be asked for anything about this item."""
    if code := item.settled:
        return code
    if item.purchase.state == "UNPAID":
        return "not_paid"
    if not item.has_left:
        return "not_shipped"
    return "shop_suspended" if item.purchase.shop_is_suspended else ""


def _of_what_arrived(item: Item, action: str, reason: str) -> Finding:
    began_at, ends_at = item.delivered_for_certain_at, item.return_until
    if began_at is None or ends_at is None:
        # It goes to an agent: a date that nobody is sure of refuses no one.
        return Finding("date_unknown")
    if item.now >= ends_at:
        return Finding("return_over", began_at, ends_at, item.day_of("return_days") | {"ended_at": ends_at})
    if item.line.rejections >= item.rules.values["most_requests"]:
        return Finding("asked_twice")
    code = _wrong_reason(item, action, reason)
    if code:
        return Finding(code, values={"item_class": item.line.item_class})
    values = item.day_of("return_days") | {
        "item_class": item.line.item_class,
        "rejected_at": item.line.rejected_at or item.now,
    }
    return Finding(_yes(item, action), began_at, ends_at, values)


def _yes(item: Item, action: str) -> str:
    if item.line.rejections:
        return "asking_again"
    if action != "refund" and item.line.item_class in NOT_RETURNABLE:
        return "open_for_faults"
    return f"{action}_open"


def _of_what_never_came(item: Item, reason: str) -> Finding:
    expected_at = item.purchase.expected_at
    if expected_at is None:
        return Finding("promise_unknown")
    values = {"expected_at": expected_at, "rejected_at": item.line.rejected_at or item.now}
    if not item.is_late:
        return Finding("not_late_yet", expected_at, values=values)
    if item.line.rejections >= item.rules.values["most_requests"]:
        return Finding("asked_twice")
    code = _wrong_reason(item, "refund", reason)
    if code:
        return Finding(code, values={"item_class": item.line.item_class})
    return Finding("asking_again" if item.line.rejections else "refund_never_arrived", expected_at, values=values)


def _wrong_reason(item: Item, action: str, reason: str) -> str:
    """Why this reason can't be given for it; empty for one that can, and while none was chosen."""
    if not reason:
        return ""
    known = REASONS.get(reason)
    if known is None:
        return "other_reason"
    if known.is_for(action, item.line.item_class):
        return "" if item.is_delivered or known.before_delivery else "other_reason"
    if not known.is_change_of_mind:
        return "other_reason"
    return "class_keeps" if action in known.actions else "fault_needed"
