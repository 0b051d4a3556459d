"""How an order gets in: from a feed, whichever door brought it, or bought here with the demo's payment."""

import logging
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select
from sqlalchemy.exc import IntegrityError, OperationalError

from shop_help import clock
from shop_help.actions.order_contents import Contents, write_contents, write_order
from shop_help.actions.order_kept import kept_values
from shop_help.actions.order_parties import OrderRefused, buyer_of, known_buyer, known_shop, shop_of
from shop_help.actions.order_products import products_of
from shop_help.actions.order_requests.catching_up import catch_up_numbered
from shop_help.actions.order_requests.superseding import order_moved
from shop_help.actions.order_requests.talk import Talk
from shop_help.actions.purchases import PurchaseRefused, buy_now
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import LogEntry, Order
from shop_help.order_feed.order import FeedOrder
from shop_help.order_feed.remarks import Remark
from shop_help.policy.markets import DEFAULT_MARKET, Market, market_called
from shop_help.rules_finding import rules_in

__all__ = ["OrderRefused", "PurchaseRefused", "TakenIn", "buy_now", "take_in_order"]

log = logging.getLogger(__name__)

#: Two imports at once may make the same buyer; who comes second finds them on the next try.
TRIES = 5


@dataclass(frozen=True)
class TakenIn:
    """What became of an order: new, updated, unchanged, or older than what we have."""

    outcome: str
    notes: tuple[Remark, ...] = ()


def take_in_order(feed: FeedOrder, *, confirmed_by: str | None = None, story: str = "") -> TakenIn:
    """Takes an order of a feed in, whole or not at all. `confirmed_by` vouches that its buyer is an adult.

    Raises OrderRefused for a buyer under 18, or of unknown age, and for an order that is another shop's or buyer's.
    """
    catch_up_numbered(feed.number, clock.now())
    for left in reversed(range(TRIES)):
        try:
            with write_unit(db.session) as session:
                taken, talk = _take_in(session.connection(), feed, confirmed_by, story)
            if talk is not None:
                talk.announce()
            return taken
        except (IntegrityError, OperationalError):
            if not left:
                raise
            log.info("an order met another writer and is tried again")
    raise AssertionError("unreachable")


_KNOWN = select(Order).where(Order.number == bindparam("number")).with_for_update()
_NEW_LOG_ENTRY = insert(LogEntry)


def _take_in(
    connection: Connection, feed: FeedOrder, confirmed_by: str | None, story: str
) -> tuple[TakenIn, Talk | None]:
    """What became of it, and the conversation in which something was said to it."""
    now = clock.now()
    known = connection.execute(_KNOWN, {"number": feed.number}).one_or_none()
    shop = known_shop(connection, feed.shop, known.shop_id if known else None)
    market = _market_of(feed, known, shop)
    person = known_buyer(connection, feed.buyer, market, confirmed_by, now)
    _refuse_stranger(feed, known, person, shop)
    if known is not None and feed.updated_at < known.updated_at:
        return TakenIn("older"), None
    buyer_id, notes = buyer_of(connection, feed.buyer, person, market, confirmed_by)
    shop_id = shop_of(connection, feed.shop, shop, market, feed.updated_at)
    values = _order_values(feed, market, known) | {"buyer_id": buyer_id, "shop_id": shop_id}
    if known is not None:
        values |= kept_values(connection, known, values)
    else:
        values |= {"number": feed.number, "story": story, "taken_in_at": now}
    contents = write_order(connection, values, known)
    bought_at = feed.paid_at or feed.created_at
    write_contents(contents, feed, products_of(connection, shop_id, feed), lambda: rules_in(market.code, bought_at))
    if known is not None and not contents.changed:
        return TakenIn("unchanged", tuple(notes)), None
    _log(contents, feed, known, shop_id, now)
    talk = order_moved(connection, contents.order_id, now) if known is not None else None
    return TakenIn("new" if known is None else "updated", tuple(notes)), talk


def _market_of(feed: FeedOrder, known: Row[Any] | None, shop: Row[Any] | None) -> Market:
    """The address's market; without one the order's own as we know it, else the shop's, else what was told."""
    code = feed.market or (known and known.market) or (shop and shop.market) or feed.shop.market
    return market_called(code) if code else DEFAULT_MARKET


def _refuse_stranger(feed: FeedOrder, known: Row[Any] | None, person: Row[Any] | None, shop: Row[Any] | None) -> None:
    """An order moves to no other buyer and no other shop: who reads its conversation hangs on both."""
    if known is None:
        return
    problems = []
    if person is None or person.id != known.buyer_id:
        problems.append(Remark("other_buyer", "user_id", "is not the buyer this order was taken in for"))
    if shop is None or shop.id != known.shop_id:
        problems.append(
            Remark("other_shop", "shop_id", f"{feed.shop.external_id} is not the shop this order came from")
        )
    if problems:
        raise OrderRefused(tuple(problems))


def _order_values(feed: FeedOrder, market: Market, known: Row[Any] | None) -> dict[str, Any]:
    completed_at, cancelled_at = _instants_kept(feed, known)
    address = asdict(feed.address)
    return {
        "market": market.code,
        "state": feed.state,
        "currency": feed.currency,
        "created_at": feed.created_at,
        "updated_at": feed.updated_at,
        "paid_at": feed.paid_at,
        "shipped_at": feed.shipped_at,
        "delivered_at": feed.delivered_at,
        "completed_at": completed_at,
        "cancelled_at": cancelled_at,
        "expected_at": feed.expected_at,
        "cancel_reason": feed.cancel_reason,
        "buyer_note": feed.buyer_note,
        "address": {**address, "lines": list(address["lines"])},
    }


def _instants_kept(feed: FeedOrder, known: Row[Any] | None) -> tuple[datetime | None, datetime | None]:
    """When it was completed and cancelled. Often the feed knows only its last change: then the first one holds."""
    completed_at, cancelled_at = feed.completed_at, feed.cancelled_at
    if known is not None and known.state == feed.state:
        if completed_at == feed.updated_at and known.completed_at:
            completed_at = known.completed_at
        if cancelled_at == feed.updated_at and known.cancelled_at:
            cancelled_at = known.cancelled_at
    return completed_at, cancelled_at


def _log(contents: Contents, feed: FeedOrder, known: Row[Any] | None, shop_id: int, now: datetime) -> None:
    """Names what changed, without the words of addresses and notes: the log is kept longer than they are."""
    data: dict[str, Any] = {"state": feed.state}
    if known is not None:
        data |= {"state_before": known.state, "changed": sorted(set(contents.changed))}
    contents.connection.execute(
        _NEW_LOG_ENTRY,
        {
            "happened_at": now,
            "what": "order.taken_in" if known is None else "order.changed",
            "voice": "FEED",
            "order_id": contents.order_id,
            "shop_id": shop_id,
            "data": data,
        },
    )
