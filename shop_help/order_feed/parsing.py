"""One order of the feed, from JSON to checked facts. All that is wrong with it is listed, not only the first."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from shop_help.order_feed.address import Destination, read_destination
from shop_help.order_feed.fields import Fields
from shop_help.order_feed.instants import Instants, read_instants
from shop_help.order_feed.lines import read_lines
from shop_help.order_feed.order import FeedBuyer, FeedOrder, FeedPackage, FeedShop, ReadOrder, Surroundings
from shop_help.order_feed.parcels import read_parcels
from shop_help.order_feed.payment import read_currency, read_payment
from shop_help.order_feed.remarks import Remarks, shown
from shop_help.policy.markets import DEFAULT_MARKET, market_called
from shop_help.policy.orders import STATES
from shop_help.policy.purchase import AgeFacts, age_refusal, day_in


def read_order(raw: object, now: datetime, around: Surroundings) -> ReadOrder:
    """The order, or everything that keeps it out."""
    remarks = Remarks()
    if not isinstance(raw, Mapping):
        remarks.problem("not_an_object", "", f"an order should be an object, and is {shown(raw)}")
        return ReadOrder("", None, tuple(remarks.problems), ())
    return read_fields(Fields(raw, "", remarks, now), around)


def read_fields(fields: Fields, around: Surroundings) -> ReadOrder:
    """The same of an object whose fields somebody is about to ask for."""
    remarks = fields.remarks
    number = fields.identifier("id", required=True)
    order = _order(fields, number, around)
    if remarks.problems:
        return ReadOrder(number, None, tuple(remarks.problems), ())
    return ReadOrder(number, order, (), tuple(dict.fromkeys(remarks.notes)))


def _order(fields: Fields, number: str, around: Surroundings) -> FeedOrder:
    """Reads on to the end, whatever is wrong on the way: with a problem, what comes back is not used."""
    state = _state(fields)
    instants = read_instants(fields, state)
    destination = read_destination(fields)
    payment, raw_lines = fields.inner("payment"), fields.each("line_items")
    currency = read_currency(payment, raw_lines, destination.market)
    lines = read_lines(fields, raw_lines, currency)
    packages, home = read_parcels(fields, raw_lines, lines, instants, state)
    return FeedOrder(
        number=number,
        state=state,
        market=destination.market.code if destination.market else None,
        currency=currency,
        shop=_shop(fields, around),
        buyer=_buyer(fields, destination, around),
        lines=tuple(replace(line, package=home.get(line.external_id)) for line in lines),
        packages=packages,
        payment_parts=read_payment(payment, currency, lines),
        address=destination.address,
        buyer_note=fields.text("buyer_message"),
        cancel_reason=_cancel_reason(fields, state),
        **_times(fields, instants, state, packages),
    )


def _times(fields: Fields, instants: Instants, state: str, packages: Sequence[FeedPackage]) -> dict[str, Any]:
    """The order's own times; a parcel that knows more fills in."""
    shipped = [at for at in (instants.ready_at, *(package.shipped_at for package in packages)) if at]
    arrivals = [package.delivered_at for package in packages if package.delivered_at]
    return {
        "created_at": instants.created_at,
        "updated_at": instants.updated_at,
        "paid_at": instants.paid_at,
        "shipped_at": min(shipped, default=None),
        "delivered_at": _delivered_at(fields, instants, state, arrivals),
        "completed_at": instants.completed_at,
        "cancelled_at": instants.cancelled_at,
        "expected_at": instants.expected_at,
    }


def _state(fields: Fields) -> str:
    state = fields.text("status", required=True).upper()
    if fields.has("status") and state not in STATES:
        fields.problem("status", "unknown_status", f"{shown(fields.raw['status'])} is none of {', '.join(STATES)}")
    return state


def _cancel_reason(fields: Fields, state: str) -> str:
    reason = fields.text("cancel_reason")
    if reason and state != "CANCELLED":
        fields.note("cancel_reason", "reason_against_status", f"is set, and status is {state}; it is left out")
        return ""
    return reason


def _shop(fields: Fields, around: Surroundings) -> FeedShop:
    """The shop the order names, else its answer or the operator; else its warehouse stands in for it."""
    shop_id = fields.identifier("shop_id")
    if shop_id or around.shop_id:
        name = fields.text("shop_name") or ("" if shop_id and shop_id != around.shop_id else around.shop_name)
        return FeedShop(shop_id or around.shop_id, name, market=around.market)
    warehouse = fields.identifier("warehouse_id")
    if not warehouse:
        fields.problem("shop_id", "missing", "is missing, and warehouse_id too: nothing says whose order it is")
    else:
        fields.note("shop_id", "shop_from_warehouse", f"is missing: warehouse {warehouse} stands in for the shop")
    name = fields.text("shop_name") or around.shop_name or f"Shop of warehouse {warehouse}"
    return FeedShop(f"warehouse:{warehouse}", name, is_stated=False, market=around.market)


def _buyer(fields: Fields, destination: Destination, around: Surroundings) -> FeedBuyer:
    """Who bought. What the feed itself says of their age is judged here too, so that it stands in the list."""
    buyer = FeedBuyer(
        external_id=fields.identifier("user_id", required=True),
        name=destination.address.name,
        email=_email(fields),
        birthdate=fields.day("buyer_birthdate"),
        is_adult=fields.flag("buyer_is_adult"),
    )
    market = destination.market or (market_called(around.market) if around.market else DEFAULT_MARKET)
    facts = AgeFacts(told_birthdate=buyer.birthdate, told_adult=buyer.is_adult, vouched_by="asked later")
    if refusal := age_refusal(facts, day_in(market, fields.now)):
        name = "buyer_birthdate" if buyer.birthdate else "buyer_is_adult"
        fields.problem(name, refusal.code, refusal.words)
    return buyer


def _email(fields: Fields) -> str:
    email = fields.text("buyer_email")
    if email and (email.count("@") != 1 or " " in email or not all(email.split("@"))):
        fields.note("buyer_email", "no_email", f"{shown(email)} is no e-mail address; it is left out")
        return ""
    return email


def _delivered_at(fields: Fields, instants: Instants, state: str, arrivals: Sequence[datetime]) -> datetime | None:
    """When all of it was there: the order's own time, else the last parcel's."""
    if state not in ("DELIVERED", "COMPLETED"):
        return None
    delivered_at = instants.delivered_at or max(arrivals, default=None)
    if delivered_at is None:
        fields.note("delivery_time", "no_delivery_time", f"is missing, and status is {state}: no clock can start")
    return delivered_at
