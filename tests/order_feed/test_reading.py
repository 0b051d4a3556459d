"""The bytes of a feed: every shape it may have, and every way in which it may break."""

import gzip
import io
import json
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest

from shop_help.order_feed import reading
from shop_help.order_feed.answers import Aside, Found, Position
from shop_help.order_feed.order import Surroundings
from shop_help.order_feed.reading import orders_in
from shop_help.order_feed.source import Source
from tests.order_feed.feeds import ONE, SHAPES, TWO, breaks, numbers, read_feed
from tests.order_feed.samples import EXAMPLE, envelope, order


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzipped"])
@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_of_a_feed_gives_its_orders(shape: str, packed: bool) -> None:
    data = gzip.compress(SHAPES[shape]) if packed else SHAPES[shape]
    items = read_feed(data)
    assert numbers(items) == ["1", "2"]
    assert breaks(items) == []


def test_one_order_alone() -> None:
    for data in (ONE, json.dumps(order(1), indent=2).encode(), ONE + b"\n"):
        assert numbers(read_feed(data)) == ["1"]


def test_the_documentations_example_is_one_order() -> None:
    (item,) = read_feed(EXAMPLE.read_bytes())
    assert isinstance(item, Found)
    assert item.position == Position(None, 0)


def test_positions_are_the_index_or_the_line() -> None:
    in_list = read_feed(SHAPES["an answer"])
    assert [str(item.position) for item in in_list] == ["orders[0]", "orders[1]"]
    in_lines = read_feed(ONE + b"\n\n" + json.dumps(envelope([order(2), order(3)])).encode())
    assert [str(item.position) for item in in_lines] == ["line 1", "line 3, orders[0]", "line 3, orders[1]"]


def test_an_answer_without_orders_holds_none() -> None:
    assert read_feed(b'{"code": 0, "message": "Success", "data": {}}') == []
    assert read_feed(b'{"code": 0, "data": {"orders": []}}') == []


def test_more_pages_are_told() -> None:
    for data in (json.dumps(envelope([order(1)], next_page_token="t")).encode(),):
        assert [item.code for item in read_feed(data) if isinstance(item, Aside)] == ["more_pages"]
        lines = read_feed(data + b"\n" + TWO)
        assert [item.code for item in lines if isinstance(item, Aside)] == ["more_pages"]


def test_the_answers_shop_outweighs_the_operators() -> None:
    data = json.dumps(envelope([order(1)], shop_id=77, shop_name="Told")).encode()
    for each in (data, data + b"\n" + data):
        found = read_feed(each, shop_id="operator", shop_name="Operator")[0]
        assert isinstance(found, Found)
        assert (found.around.shop_id, found.around.shop_name) == ("77", "Told")


class _Drip(io.RawIOBase):
    """A pipe that gives an answer of many orders, made as it is read."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts = parts
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._left = self._left or next(self._parts, b"")
        data, self._left = self._left[: len(buffer)], self._left[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)


def _one_line_answer(count: int) -> Iterator[bytes]:
    yield b'{"code": 0, "data": {"orders": ['
    for number in range(count):
        yield (b", " if number else b"") + ONE
    yield b"]}}"


def _lines(count: int) -> Iterator[bytes]:
    for _ in range(count):
        yield ONE + b"\n"


@pytest.mark.parametrize("feed", [_one_line_answer, _lines])
def test_ten_times_the_orders_take_no_more_memory(feed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    # So that few orders are more than the longest line that is held.
    monkeypatch.setattr(reading, "LONGEST_LINE", 1 << 16)

    def peak_of(count: int) -> int:
        tracemalloc.start()
        try:
            source = Source(_Drip(feed(count)))  # type: ignore[arg-type]
            assert sum(1 for _ in orders_in(source, Surroundings())) == count
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    # What else the process does meanwhile is counted along, so the least of some counts.
    few = min(peak_of(200) for _ in range(3))
    assert any(peak_of(2000) < few * 1.2 for _ in range(3))


def test_the_bytes_are_counted_as_they_came() -> None:
    packed = gzip.compress(SHAPES["JSON Lines"])
    heard: list[int] = []
    list(orders_in(Source(io.BytesIO(packed), heard.append), Surroundings()))
    assert sum(heard) == len(packed)
