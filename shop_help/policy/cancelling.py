"""May an item be cancelled, or still be changed, before it leaves? (PRODUCT 4)"""

from shop_help.policy.items import Finding, Item


def find_cancel(item: Item) -> Finding:
    """At once while it is unpaid, in the free hour, or when it is late; else by a request, as long as it is here."""
    if code := item.settled:
        return Finding(code)
    if item.has_left:
        return Finding("shipped")
    return _at_once(item) or _by_request(item)


#: Cancelled without asking the seller.
AT_ONCE = frozenset({"cancel_unpaid", "cancel_free", "cancel_late"})


def _at_once(item: Item) -> Finding | None:
    purchase = item.purchase
    if purchase.state == "UNPAID":
        return Finding("cancel_unpaid")
    if item.now < item.free_until:
        began_at = purchase.paid_at or purchase.created_at
        return Finding("cancel_free", began_at, item.free_until, {"until": item.free_until})
    if item.is_late:
        return Finding("cancel_late", purchase.expected_at, values={"expected_at": purchase.expected_at})
    return None


def _by_request(item: Item) -> Finding:
    if item.purchase.shop_is_suspended:
        return Finding("shop_suspended")
    if item.line.cancel_rejections >= item.rules.values["most_requests"]:
        return Finding("asked_twice")
    if item.line.cancel_rejections:
        return Finding("cancel_again")
    return Finding("cancel_by_request", values={"hours": item.rules.values["cancel_answer_hours"]})


def find_change(item: Item, change: str) -> Finding:
    """The seller can be asked for something else until it is packed for the carrier."""
    if code := item.settled:
        return Finding(code)
    if item.has_left:
        return Finding("shipped")
    if item.is_packed:
        return Finding("packed")
    if item.purchase.shop_is_suspended:
        return Finding("shop_suspended")
    return Finding(change, values={"hours": item.rules.values["change_answer_hours"]})
