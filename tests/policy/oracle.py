"""The rules once more, written in another way from PRODUCT 4 alone: seconds since 1970, days walked one by one.

It imports nothing of the rulebook but the facts it is asked about.
"""

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from shop_help.policy.verdicts import LineFacts, Purchase

Day = tuple[int, int, int]
#: Seconds of grace for a second that is split.
MICRO = 1e-6


def local_day(second: int, zone: str) -> Day:
    there = datetime.fromtimestamp(second, ZoneInfo(zone))
    return there.year, there.month, there.day


def next_day(day: Day) -> Day:
    year, month, number = day
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    long = (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]
    if number < long:
        return year, month, number + 1
    return (year, month + 1, 1) if month < 12 else (year + 1, 1, 1)


@lru_cache(maxsize=100_000)
def end_of_day(began: int, days: int, zone: str) -> int:
    """The first second that is no longer day `days`: walk the days, then halve the seconds until it is found."""
    first_after = local_day(began, zone)
    for _ in range(days + 1):
        first_after = next_day(first_after)
    before, after = began, began + (days + 3) * 86_400
    while after - before > 1:
        middle = (before + after) // 2
        if local_day(middle, zone) < first_after:
            before = middle
        else:
            after = middle
    return after


class Oracle:
    """What PRODUCT 4 says about an item: `oracle["return"]` is (yes or no, why, until when)."""

    def __init__(self, order: Purchase, line: LineFacts, zone: str, now: datetime) -> None:
        self.order, self.line, self.zone = order, line, zone
        self.now = now.timestamp()
        self.sure = line.delivered_at is not None and line.delivery_source in {"carrier", "shop"}
        self.there = line.delivered_at is not None or order.state in {"DELIVERED", "COMPLETED"}
        self.gone = self.there or line.shipped_at is not None or order.state == "IN_TRANSIT"
        self.late = order.expected_at is not None and order.expected_at.timestamp() < self.now

    def after(self, days: int, since: datetime | None) -> int | None:
        if since is None:
            return None
        return end_of_day(int(since.timestamp()), days, self.zone)

    def past(self, end: int | None) -> bool:
        return end is not None and self.now > end - MICRO / 2

    def shared(self) -> list[tuple[bool, bool, str]]:
        """What ends every question about an item, in this order."""
        line = self.line
        return [
            (self.order.state == "CANCELLED", False, "order_cancelled"),
            (line.is_refunded, False, "refunded"),
            (line.refund_in_flight, False, "refund_in_flight"),
            (line.is_replaced, False, "replaced"),
            (line.in_protection, False, "in_protection"),
            (line.open_dispute, False, "in_dispute"),
            (line.open_request != "", False, "open_request"),
        ]

    def __getitem__(self, action: str) -> tuple[bool, str, int | None]:
        cases, end = getattr(self, action.replace("return", "return_"))()
        yes, why = next((yes, why) for holds, yes, why in [*self.shared(), *cases] if holds)
        return yes, why, end.get(why)

    def cancel(self):  # type: ignore[no-untyped-def]
        paid = self.order.paid_at or self.order.created_at
        free = paid.timestamp() + 3600
        return [
            (self.gone, False, "shipped"),
            (self.order.state == "UNPAID", True, "cancel_unpaid"),
            (self.now < free, True, "cancel_free"),
            (self.late, True, "cancel_late"),
            (self.order.shop_is_suspended, False, "shop_suspended"),
            (self.line.cancel_rejections > 1, False, "asked_twice"),
            (self.line.cancel_rejections == 1, True, "cancel_again"),
            (True, True, "cancel_by_request"),
        ], {"cancel_free": free}

    def change_order(self):  # type: ignore[no-untyped-def]
        packed = self.line.packed_at is not None or self.order.state == "AWAITING_COLLECTION"
        return [
            (self.gone, False, "shipped"),
            (packed, False, "packed"),
            (self.order.shop_is_suspended, False, "shop_suspended"),
            (True, True, "change_order"),
        ], {}

    def _ask_seller(self, opened: str, faults_only: str, unarrived: list[tuple[bool, bool, str]]):  # type: ignore[no-untyped-def]
        end = self.after(30, self.line.delivered_at)
        kept = self.line.item_class in ("final_sale", "non_returnable")
        return [
            (self.order.state == "UNPAID", False, "not_paid"),
            (not self.gone, False, "not_shipped"),
            (self.order.shop_is_suspended, False, "shop_suspended"),
            *((not self.there and holds, yes, why) for holds, yes, why in unarrived),
            (not self.sure, True, "date_unknown"),
            (self.past(end), False, "return_over"),
            (self.line.rejections > 1, False, "asked_twice"),
            (self.line.rejections == 1, True, "asking_again"),
            (kept, True, faults_only),
            (True, True, opened),
        ], {"return_over": end, opened: end, faults_only: end} | ({"asking_again": end} if self.there else {})

    def refund(self):  # type: ignore[no-untyped-def]
        never_came = [
            (self.order.expected_at is None, False, "promise_unknown"),
            (not self.late, False, "not_late_yet"),
            (self.line.rejections > 1, False, "asked_twice"),
            (self.line.rejections == 1, True, "asking_again"),
            (True, True, "refund_never_arrived"),
        ]
        return self._ask_seller("refund_open", "refund_open", never_came)

    def return_(self):  # type: ignore[no-untyped-def]
        return self._ask_seller("return_open", "open_for_faults", [(True, False, "under_way")])

    def exchange(self):  # type: ignore[no-untyped-def]
        return self._ask_seller("exchange_open", "open_for_faults", [(True, False, "under_way")])

    def dispute(self):  # type: ignore[no-untyped-def]
        end = self.after(10, self.line.rejected_at)
        return [
            (self.line.rejected_at is None, False, "nothing_rejected"),
            (self.line.disputes >= 2, False, "disputes_used"),
            (self.past(end), False, "dispute_over"),
            (True, True, "dispute_open"),
        ], {"dispute_over": end, "dispute_open": end}

    def protect(self):  # type: ignore[no-untyped-def]
        failed = self.line.seller_failed or self.line.rejections >= 1
        day_31, day_91 = self.after(30, self.line.delivered_at), self.after(90, self.line.delivered_at)
        suspended, away = self.order.shop_is_suspended, not self.there
        return [
            (self.line.protection_decided, False, "protection_decided"),
            (self.order.state == "UNPAID", False, "not_paid"),
            (self.line.item_class in ("pre_owned", "collectible", "final_sale"), False, "not_covered"),
            (not self.gone, False, "not_shipped"),
            (away and self.order.expected_at is None, False, "promise_unknown"),
            (away and not self.late, False, "not_late_yet"),
            (away and suspended, True, "protect_suspended"),
            (away and failed, True, "protect_never_arrived"),
            (away, False, "seller_first_late"),
            (not self.sure, True, "date_unknown"),
            (self.past(day_91), False, "protection_over"),
            (self.past(day_31), True, "protect_directly"),
            (suspended, True, "protect_suspended"),
            (failed, True, "protect_seller_failed"),
            (True, False, "seller_first"),
        ], dict.fromkeys(
            ["protection_over", "protect_directly", "protect_seller_failed", "seller_first"]
            + (["protect_suspended"] if self.there else []),
            day_91,
        )
