"""Feeds as bytes, in every shape they may have, and what the reader makes of them."""

import io
import json
from typing import Any

from shop_help.order_feed.answers import Broken, Found, Item
from shop_help.order_feed.order import Surroundings
from shop_help.order_feed.reading import orders_in
from shop_help.order_feed.source import Source
from tests.order_feed.samples import envelope, order

ONE, TWO, THREE = (json.dumps(order(number)).encode() for number in (1, 2, 3))


def read_feed(data: bytes, **around: Any) -> list[Item]:
    """All that a feed gives."""
    return list(orders_in(Source(io.BytesIO(data)), Surroundings(**around)))


def numbers(items: list[Item]) -> list[str]:
    """The last digit of each order found."""
    return [item.raw["id"][-1] for item in items if isinstance(item, Found) and isinstance(item.raw, dict)]


def breaks(items: list[Item]) -> list[Broken]:
    """The places where it is broken."""
    return [item for item in items if isinstance(item, Broken)]


#: All of them hold the orders 1 and 2.
SHAPES: dict[str, bytes] = {
    "an answer": json.dumps(envelope([order(1), order(2)])).encode(),
    "an answer, laid out": json.dumps(envelope([order(1), order(2)]), indent=2).encode(),
    "an answer, data first": json.dumps({"data": {"orders": [order(1), order(2)]}, "code": 0}).encode(),
    "the data of an answer": json.dumps({"orders": [order(1), order(2)]}).encode(),
    "a list": json.dumps([order(1), order(2)]).encode(),
    "a list, laid out": json.dumps([order(1), order(2)], indent=2).encode(),
    "a list, an order a line": b"[" + ONE + b",\n" + TWO + b"\n]",
    "a list of answers": json.dumps([envelope([order(1)]), envelope([order(2)])]).encode(),
    "JSON Lines": ONE + b"\n" + TWO + b"\n",
    "JSON Lines without an end": ONE + b"\n" + TWO,
    "JSON Lines with blank lines": b"\n\n" + ONE + b"\r\n\n" + TWO + b"\n \n",
    "JSON Lines of answers": b"\n".join(json.dumps(envelope([order(n)])).encode() for n in (1, 2)),
    "answers one after the other": b"".join(json.dumps(envelope([order(n)]), indent=1).encode() for n in (1, 2)),
    "with a byte order mark": b"\xef\xbb\xbf" + ONE + b"\n" + TWO,
}
