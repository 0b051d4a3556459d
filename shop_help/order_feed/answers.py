"""What an answer of the Order API holds: an envelope with orders, a list of them, or one order alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from shop_help.order_feed.order import Surroundings
from shop_help.order_feed.remarks import shown


@dataclass(frozen=True)
class Position:
    """Where in its file something stands: the line of JSON Lines (from 1), the index of the order (from 0)."""

    line: int | None = None
    index: int | None = None

    def __str__(self) -> str:
        line = f"line {self.line}" if self.line is not None else ""
        index = f"orders[{self.index}]" if self.index is not None else ""
        return ", ".join(filter(None, (line, index)))


@dataclass(frozen=True)
class Found:
    """One order as it stands in the file, and what stands around it."""

    position: Position
    raw: object
    around: Surroundings


@dataclass(frozen=True)
class Broken:
    """A place where no order can be read."""

    position: Position
    code: str
    reason: str


@dataclass(frozen=True)
class Aside:
    """Something worth saying that concerns no one order."""

    position: Position
    code: str
    reason: str


Item = Found | Broken | Aside


def orders_of(value: object, position: Position, around: Surroundings) -> Iterator[Item]:
    """The orders of one JSON value. `position` is that of the value; orders inside count on from its index."""
    if isinstance(value, list):
        yield from _each(value, position, around)
        return
    if not isinstance(value, Mapping):
        yield Found(position, value, around)
        return
    data = value.get("data") if isinstance(value.get("data"), Mapping) else None
    holder = data if data is not None else value
    if isinstance(holder.get("orders"), list):
        around = with_shop(with_shop(around, value), holder)
        yield from _each(holder["orders"], position, around)
        if holder.get("next_page_token"):
            yield more_pages(Position(position.line))
    elif is_refusal(value):
        words = f"the answer is an error (code {shown(value['code'])}): {value.get('message') or 'no message'}"
        yield Broken(Position(position.line), "error_answer", words)
    elif data is None and "data" not in value:
        yield Found(position, value, around)


def _each(orders: list[Any], position: Position, around: Surroundings) -> Iterator[Item]:
    for index, order in enumerate(orders, start=position.index or 0):
        if isinstance(order, Mapping) and not ("data" in order or "orders" in order):
            yield Found(replace(position, index=index), order, around)
        else:
            yield from orders_of(order, replace(position, index=index), around)


def is_refusal(value: Mapping[str, Any]) -> bool:
    """An answer that says that it failed; 0 is the API's "Success"."""
    return "code" in value and value["code"] not in (0, "0", None) and "line_items" not in value


def with_shop(around: Surroundings, told: Mapping[str, Any]) -> Surroundings:
    """What an answer says of its shop outweighs what the operator said."""
    shop_id, name = told.get("shop_id"), told.get("shop_name")
    if isinstance(shop_id, str | int) and not isinstance(shop_id, bool) and str(shop_id).strip():
        kept_name = around.shop_name if str(shop_id).strip() == around.shop_id else ""
        around = replace(around, shop_id=str(shop_id).strip(), shop_name=kept_name)
    if isinstance(name, str) and name.strip():
        around = replace(around, shop_name=name.strip())
    return around


def more_pages(position: Position) -> Aside:
    """Get Order List gives pages; whoever saved one should know of the next."""
    return Aside(position, "more_pages", "next_page_token is set: there are more pages of orders than this one")
