"""May the seller's no be disputed? Within 10 days, and twice at most (PRODUCT 4)."""

from shop_help.policy.items import Finding, Item


def find_dispute(item: Item) -> Finding:
    """Customer service looks at a rejection of a cancellation, refund, return or exchange."""
    if code := item.settled:
        return Finding(code)
    rejected_at, ends_at = item.line.rejected_at, item.dispute_until
    if rejected_at is None or ends_at is None:
        return Finding("nothing_rejected")
    if item.line.disputes >= item.rules.values["most_disputes"]:
        return Finding("disputes_used", values={"count": item.line.disputes})
    values = {"rejected_at": rejected_at, "days": item.rules.days("dispute_days"), "ended_at": ends_at}
    return Finding("dispute_open" if item.now < ends_at else "dispute_over", rejected_at, ends_at, values)
