"""Reads the orders of a feed one by one, in memory that doesn't grow: one document, or JSON Lines.

A line of JSON Lines stands for itself, so a broken one takes no other with it. A newline can't stand inside a JSON
text, which makes lines safe to tell apart.
"""

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

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
    first, second, third = (lines.next() for _ in range(3))
    if not first.text:
        yield Broken(Position(), "empty", "there is nothing in it")
    elif _begins_anew(first.text, second.text) or (
        second.text and _begins_anew(second.text, third.text, inside=True)
    ):
        for line in chain((first, second, third), iter(lines.next, _END)):
            yield from _orders_of_line(line, lines, around)
    else:
        begun = (first.text, second.text, third.text)
        yield from stream_orders(lines.rest(*begun), Position(index=0), around)


@dataclass(frozen=True)
class _Line:
    """A line that is not blank, or the first piece of one that is very long."""

    number: int
    text: bytes


_END = _Line(0, b"")


class _Lines:
    """The lines that are not blank. A line longer than the longest comes in pieces."""

    def __init__(self, source: Source) -> None:
        self._stream = io.BufferedReader(source, _CHUNK)
        self._number = 0
        self._is_cut = False

    def next(self) -> _Line:
        """The next line; the end's where there is none, or where the line before is not read to its end yet."""
        while not self._is_cut and (text := self._stream.readline(LONGEST_LINE)):
            self._number += 1
            if self._number == 1:
                text = text.removeprefix(_BOM)
            self._is_cut = len(text) >= LONGEST_LINE - len(_BOM) and not text.endswith(b"\n")
            if text.strip():
                return _Line(self._number, text)
        return _END

    def rest_of(self, line: _Line) -> Iterator[bytes]:
        """A line in pieces, to its end."""
        yield line.text
        while self._is_cut and (text := self._stream.readline(LONGEST_LINE)):
            self._is_cut = not text.endswith(b"\n")
            yield text

    def rest(self, *begun: bytes) -> Iterator[bytes]:
        """What was read already, and all that follows."""
        yield from filter(None, begun)
        while chunk := self._stream.read1(_CHUNK):
            yield chunk


def _begins_anew(line: bytes, following: bytes, inside: bool = False) -> bool:
    """Does the following line begin a value of its own? In one document, only after "[", ":", or "," in a list.

    `inside` says that the line may not be the first, so nobody knows what is open before it.
    """
    if following.lstrip()[:1] not in (b"{", b"["):
        return False
    rest = _STRING.sub(b"0", line.strip())
    if rest[-1:] in (b"[", b":"):
        return False
    return rest[-1:] != b"," or not (inside or _innermost(rest) == b"[")


def _innermost(text: bytes) -> bytes:
    """The bracket that is still open at the end of a text without strings."""
    opened: list[bytes] = []
    for sign in re.findall(rb"[\[\]{}]", text):
        if sign in b"[{":
            opened.append(sign)
        elif opened:
            opened.pop()
    return opened[-1] if opened else b""


def _orders_of_line(line: _Line, lines: _Lines, around: Surroundings) -> Iterator[Item]:
    if not line.text:
        return
    pieces = lines.rest_of(line)
    try:
        value = json.loads(line.text, parse_float=Decimal)
    except (ValueError, RecursionError):
        # The stream tells where it breaks, and keeps the orders before that.
        yield from stream_orders(pieces, Position(line.number), around)
    else:
        yield from orders_of(value, Position(line.number), around)
