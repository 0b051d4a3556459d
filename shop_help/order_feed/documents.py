"""One JSON document of any size, read as a stream: an order is built, given out and forgotten."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import ijson

from shop_help.order_feed.answers import Broken, Found, Item, Position, more_pages, orders_of, with_shop
from shop_help.order_feed.nesting import DEEPEST, Nesting
from shop_help.order_feed.order import Surroundings

#: What stands before the orders is small; an object larger than this is not looked through for them.
LARGEST_HEAD = 16 << 20
#: Keys that only an order has at its top.
_ORDER_KEYS = frozenset(["id", "line_items", "create_time", "user_id", "recipient_address", "payment"])
_LISTS = {"data.orders": "data.orders.item", "orders": "orders.item", "": "item"}


@dataclass
class _Shape:
    """What the beginning of a document tells: where its orders are, and of which shop."""

    prefix: str | None = None
    told: dict[str, Any] = field(default_factory=dict)

    def look(self, events: list[tuple[str, str, Any]]) -> None:
        for prefix, event, value in events:
            if event == "start_array" and prefix in _LISTS:
                self.prefix = _LISTS[prefix]
            elif event == "map_key" and prefix == "" and value in _ORDER_KEYS:
                self.prefix = ""
            elif event in ("string", "number"):
                self.told[prefix.removeprefix("data.")] = value
            if self.prefix is not None:
                return


def stream_orders(chunks: Iterable[bytes], position: Position, around: Surroundings) -> Iterator[Item]:
    """The orders of a document, and of any that follow it; what is broken ends the reading and is told."""
    place = _Place(position)
    head, shape = _head_of(chunks := place.bounded(chunks))
    around = with_shop(around, shape.told)
    found = ijson.sendable_list()
    parser = ijson.items_coro(found, shape.prefix or "", multiple_values=True)
    try:
        for chunk in chain(head, chunks):
            place.at(chunk)
            parser.send(chunk)
            yield from place.orders(found, around)
        place.is_over = True
        parser.close()
        if place.is_too_deep:
            raise ijson.JSONError
        yield from place.orders(found, around)
    except (ijson.JSONError, ValueError) as error:
        yield from place.orders(found, around)
        yield Broken(place.next_position(), "not_json", place.words(error))
        return
    if shape.told.get("next_page_token"):
        yield more_pages(Position(position.line))


def _head_of(chunks: Iterator[bytes]) -> tuple[list[bytes], _Shape]:
    shape, head, events = _Shape(), [], ijson.sendable_list()
    parser = ijson.parse_coro(events, multiple_values=True)
    for chunk in chunks:
        head.append(chunk)
        try:
            parser.send(chunk)
        except (ijson.JSONError, ValueError):
            shape.look(events)
            break
        shape.look(events)
        events.clear()
        if shape.prefix is not None or sum(map(len, head)) > LARGEST_HEAD:
            break
    return head, shape


class _Place:
    """How far the reading has come."""

    def __init__(self, position: Position) -> None:
        self.position = position
        self.count = position.index or 0
        self.bytes = 0
        self.lines = 1
        self.chunk = b""
        self.is_over = False
        self.is_too_deep = False

    def bounded(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """The chunks, as long as they are no trap for the parser."""
        nesting = Nesting()
        for chunk in chunks:
            if nesting.is_too_deep(chunk):
                self.is_too_deep = True
                return
            yield chunk

    def at(self, chunk: bytes) -> None:
        self.bytes += len(self.chunk)
        self.lines += self.chunk.count(b"\n")
        self.chunk = chunk

    def next_position(self) -> Position:
        return Position(self.position.line, self.count)

    def orders(self, found: list[Any], around: Surroundings) -> Iterator[Item]:
        for value in found:
            for item in orders_of(value, self.next_position(), around):
                self.count += isinstance(item, Found)
                yield item
        found.clear()

    def words(self, error: Exception) -> str:
        """What is wrong and where, from what the parser says."""
        if self.is_too_deep:
            return f"the JSON is nested more than {DEEPEST} deep"
        if self.is_over:
            return f"the JSON breaks off after {self.bytes + len(self.chunk):,} bytes"
        text = error.args[0] if error.args else b""
        reason, *excerpt = (text if isinstance(text, bytes) else str(text).encode()).splitlines() or [b""]
        offset = self._offset(excerpt)
        byte = f"byte {self.bytes + offset:,}"
        line = self.lines + self.chunk[:offset].count(b"\n")
        near = f"{byte} of it" if self.position.line is not None else f"line {line:,}, {byte}"
        said = re.sub(r"^(lexical|parse) error: ", "", reason.decode("utf-8", "replace")).strip(" .")
        return f"the JSON is broken at {near}: {said}"

    def _offset(self, excerpt: list[bytes]) -> int:
        """Where in the chunk the parser stopped: it shows the text around the place, and an arrow under it."""
        if len(excerpt) < 2 or b"^" not in excerpt[-1]:
            return 0
        shown = excerpt[0].lstrip()
        # It writes newlines as spaces.
        found = re.search(re.escape(shown).replace(rb"\ ", rb"\s"), self.chunk)
        before = excerpt[-1].index(b"^") - (len(excerpt[0]) - len(shown))
        return found.start() + max(before, 0) if found else 0
