"""Reads the orders of a feed one by one, in memory that doesn't grow: one document, or JSON Lines.

A line of JSON Lines stands for itself, so a broken one takes no other with it. A newline can't stand inside a JSON
text, which makes lines safe to tell apart.
"""

import io
import json
import re
from collections.abc import Iterator
from decimal import Decimal

from shop_help.order_feed.answers import Broken, Item, Position, orders_of
from shop_help.order_feed.documents import stream_orders
from shop_help.order_feed.order import Surroundings
from shop_help.order_feed.source import Source

#: A longer line is streamed like a document.
LONGEST_LINE = 4 << 20
_CHUNK = 1 << 16
_BOM = b"\xef\xbb\xbf"
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"?')


def orders_in(source: Source, around: Surroundings) -> Iterator[Item]:
    """Everything a feed holds, in its order: orders found, places that are broken, asides."""
    position = Position()
    for item in _orders_in(_Lines(source), around):
        position = item.position
        yield item
    if source.damage:
        yield Broken(position, "damaged_gzip", f"{source.damage}: what comes after this place is lost")


def _orders_in(lines: "_Lines", around: Surroundings) -> Iterator[Item]:
    first = lines.next().removeprefix(_BOM)
    if not first:
        yield Broken(Position(), "empty", "there is nothing in it")
        return
    second = lines.next() if first.endswith(b"\n") else b""
    if not _is_json_lines(first, second):
        yield from stream_orders(lines.rest(first, second), Position(index=0), around)
        return
    yield from _orders_of_line(first, Position(1), around)
    while second:
        position = Position(lines.number)
        if second.endswith(b"\n") or len(second) < LONGEST_LINE:
            yield from _orders_of_line(second, position, around)
        else:
            yield from stream_orders(lines.rest_of(second), position, around)
        second = lines.next()


class _Lines:
    """The lines that are not blank, and their numbers. A line longer than the longest comes in pieces."""

    def __init__(self, source: Source) -> None:
        self._stream = io.BufferedReader(source, _CHUNK)
        self.number = 0

    def next(self) -> bytes:
        while line := self._stream.readline(LONGEST_LINE):
            self.number += 1
            if line.strip():
                return line
        return b""

    def rest_of(self, line: bytes) -> Iterator[bytes]:
        while line:
            yield line
            line = b"" if line.endswith(b"\n") else self._stream.readline(LONGEST_LINE)

    def rest(self, *begun: bytes) -> Iterator[bytes]:
        yield from filter(None, begun)
        while chunk := self._stream.read1(_CHUNK):
            yield chunk


def _is_json_lines(first: bytes, second: bytes) -> bool:
    """Does the second line begin a value of its own? In one document, only after "[", ":", or "," in a list."""
    if second.lstrip()[:1] not in (b"{", b"["):
        return False
    rest = _STRING.sub(b"0", first.strip())
    if rest[-1:] in (b"[", b":"):
        return False
    return rest[-1:] != b"," or _innermost(rest) != b"["


def _innermost(text: bytes) -> bytes:
    """The bracket that is still open at the end of a text without strings."""
    opened: list[bytes] = []
    for sign in re.findall(rb"[\[\]{}]", text):
        if sign in b"[{":
            opened.append(sign)
        elif opened:
            opened.pop()
    return opened[-1] if opened else b""


def _orders_of_line(line: bytes, position: Position, around: Surroundings) -> Iterator[Item]:
    try:
        value = json.loads(line, parse_float=Decimal)
    except (ValueError, RecursionError):
        # The stream tells where it breaks, and keeps the orders before that.
        yield from stream_orders([line], position, around)
        return
    yield from orders_of(value, position, around)
