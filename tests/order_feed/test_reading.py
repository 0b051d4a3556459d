"""The bytes of a feed: every shape it may have, and every way in which it may break."""

import gzip
import io
import json
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest

from shop_help.order_feed import reading
from shop_help.order_feed.answers import Aside, Broken, Found, Item, Position
from shop_help.order_feed.order import Surroundings
from shop_help.order_feed.reading import orders_in
from shop_help.order_feed.source import Source
from tests.order_feed.samples import EXAMPLE, envelope, order

ONE, TWO, THREE = (json.dumps(order(number)).encode() for number in (1, 2, 3))


def _items(data: bytes, **around: Any) -> list[Item]:
    return list(orders_in(Source(io.BytesIO(data)), Surroundings(**around)))


def _numbers(items: list[Item]) -> list[str]:
    return [item.raw["id"][-1] for item in items if isinstance(item, Found) and isinstance(item.raw, dict)]


def _broken(items: list[Item]) -> list[Broken]:
    return [item for item in items if isinstance(item, Broken)]


_SHAPES: dict[str, bytes] = {
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


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzipped"])
@pytest.mark.parametrize("shape", _SHAPES)
def test_every_shape_of_a_feed_gives_its_orders(shape: str, packed: bool) -> None:
    data = gzip.compress(_SHAPES[shape]) if packed else _SHAPES[shape]
    items = _items(data)
    assert _numbers(items) == ["1", "2"]
    assert _broken(items) == []


def test_one_order_alone() -> None:
    for data in (ONE, json.dumps(order(1), indent=2).encode(), ONE + b"\n"):
        assert _numbers(_items(data)) == ["1"]


def test_the_documentations_example_is_one_order() -> None:
    (item,) = _items(EXAMPLE.read_bytes())
    assert isinstance(item, Found)
    assert item.position == Position(None, 0)


def test_positions_are_the_index_or_the_line() -> None:
    in_list = _items(_SHAPES["an answer"])
    assert [str(item.position) for item in in_list] == ["orders[0]", "orders[1]"]
    in_lines = _items(ONE + b"\n\n" + json.dumps(envelope([order(2), order(3)])).encode())
    assert [str(item.position) for item in in_lines] == ["line 1", "line 3, orders[0]", "line 3, orders[1]"]


def test_a_bad_line_takes_no_other_line_with_it() -> None:
    items = _items(ONE + b'\n{"id": 7, oops}\n' + TWO + b"\n" + THREE[:300] + b"\n" + THREE + b"\n")
    assert _numbers(items) == ["1", "2", "3"]
    assert [broken.position.line for broken in _broken(items)] == [2, 4]
    assert "breaks off" in _broken(items)[1].reason


@pytest.mark.parametrize("cut", [100, 1, len(ONE) - 1, ONE.index(b",") + 1, ONE.index(b"[") + 1])
def test_a_first_line_that_breaks_off_leaves_the_others(cut: int) -> None:
    items = _items(ONE[:cut] + b"\n" + TWO + b"\n" + THREE)
    assert _numbers(items)[-1] == "3"
    assert len(_broken(items)) == 1


def test_a_line_that_breaks_off_inside_an_answer_keeps_its_orders() -> None:
    cut = json.dumps(envelope([order(1), order(2)])).encode()[:-300]
    items = _items(ONE + b"\n" + cut + b"\n" + THREE)
    assert _numbers(items) == ["1", "1", "3"]
    assert [str(broken.position) for broken in _broken(items)] == ["line 2, orders[1]"]


def test_a_file_that_breaks_off_keeps_the_orders_before() -> None:
    for whole in (_SHAPES["an answer"], _SHAPES["a list, laid out"], _SHAPES["an answer, laid out"]):
        items = _items(whole[:-200])
        assert _numbers(items) == ["1"]
        (broken,) = _broken(items)
        assert (broken.position.index, broken.code) == (1, "not_json")
        assert "breaks off" in broken.reason


def test_malformed_json_is_told_by_order_line_and_byte() -> None:
    data = json.dumps(envelope([order(1), order(2), order(3)]), indent=1).encode()
    at = data.index(b'"IN_TRANSIT"', data.index(order(2)["id"].encode()))
    items = _items(data[:at] + b"IN_TRANSIT" + data[at + 12 :])
    assert _numbers(items) == ["1"]
    (broken,) = _broken(items)
    assert broken.position.index == 1
    line = data[:at].count(b"\n") + 1
    assert f"line {line}," in broken.reason


@pytest.mark.parametrize("data", [b"", b"  \n \n"])
def test_an_empty_file_is_told(data: bytes) -> None:
    (broken,) = _items(data)
    assert isinstance(broken, Broken)
    assert broken.code == "empty"


@pytest.mark.parametrize("data", [b"hello", b"\x00\x01\x02", b'{"id": NaN}', b'{"id": "\xff"}', b"<html>", b"[1,,2]"])
def test_what_is_no_json_is_told(data: bytes) -> None:
    (broken,) = _broken(_items(data))
    assert broken.code == "not_json"


@pytest.mark.parametrize("opening", [b"[", b'{"data":', b'{"line_items":['])
def test_a_bomb_of_brackets_is_refused_before_it_is_parsed(opening: bytes) -> None:
    tracemalloc.start()
    try:
        items = _items(opening * 200_000) + _items(ONE + b"\n" + opening * 200_000)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [broken.reason for broken in _broken(items)] == ["the JSON is nested more than 100 deep"] * 2
    assert peak < 80 << 20


def test_brackets_inside_texts_are_no_nesting() -> None:
    data = json.dumps([order(1, buyer_message='[{"\\' * 500), order(2)]).encode()
    assert _numbers(_items(data)) == ["1", "2"]


def test_an_answer_that_is_an_error_is_told() -> None:
    items = _items(b'{"code": 105002, "message": "Expired credentials", "data": null, "request_id": "r"}')
    (broken,) = _broken(items)
    assert "105002" in broken.reason
    assert "Expired credentials" in broken.reason


def test_an_answer_without_orders_holds_none() -> None:
    assert _items(b'{"code": 0, "message": "Success", "data": {}}') == []
    assert _items(b'{"code": 0, "data": {"orders": []}}') == []


def test_more_pages_are_told() -> None:
    for data in (json.dumps(envelope([order(1)], next_page_token="t")).encode(),):
        assert [item.code for item in _items(data) if isinstance(item, Aside)] == ["more_pages"]
        lines = _items(data + b"\n" + TWO)
        assert [item.code for item in lines if isinstance(item, Aside)] == ["more_pages"]


def test_the_answers_shop_outweighs_the_operators() -> None:
    data = json.dumps(envelope([order(1)], shop_id=77, shop_name="Told")).encode()
    for each in (data, data + b"\n" + data):
        found = _items(each, shop_id="operator", shop_name="Operator")[0]
        assert isinstance(found, Found)
        assert (found.around.shop_id, found.around.shop_name) == ("77", "Told")


def test_gzip_that_breaks_off_keeps_the_orders_before() -> None:
    packed = gzip.compress(json.dumps(envelope([order(n) for n in range(1, 9)])).encode() + b" " * 100)
    items = _items(packed[:-60])
    assert _numbers(items)[:1] == ["1"]
    assert [broken.code for broken in _broken(items)] == ["not_json", "damaged_gzip"]


def test_gzip_that_is_damaged_is_told() -> None:
    packed = bytearray(gzip.compress(ONE + b"\n" + TWO))
    packed[-6] ^= 0xFF
    items = _items(bytes(packed))
    assert _numbers(items) == ["1", "2"]
    assert [broken.code for broken in _broken(items)] == ["damaged_gzip"]


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

    few, many = peak_of(200), peak_of(2000)
    assert many < few * 1.2


def test_the_bytes_are_counted_as_they_came() -> None:
    packed = gzip.compress(_SHAPES["JSON Lines"])
    heard: list[int] = []
    list(orders_in(Source(io.BytesIO(packed), heard.append), Surroundings()))
    assert sum(heard) == len(packed)
