"""Every way in which the bytes of a feed may break: what is good stays, and the place is told."""

import gzip
import json
import tracemalloc

import pytest

from shop_help.order_feed.answers import Broken
from tests.order_feed.feeds import ONE, SHAPES, THREE, TWO, breaks, numbers, read_feed
from tests.order_feed.samples import envelope, order


def test_a_bad_line_takes_no_other_line_with_it() -> None:
    items = read_feed(ONE + b'\n{"id": 7, oops}\n' + TWO + b"\n" + THREE[:300] + b"\n" + THREE + b"\n")
    assert numbers(items) == ["1", "2", "3"]
    assert [broken.position.line for broken in breaks(items)] == [2, 4]
    assert "breaks off" in breaks(items)[1].reason


@pytest.mark.parametrize("cut", [100, 1, len(ONE) - 1, ONE.index(b",") + 1, ONE.index(b"[") + 1])
def test_a_first_line_that_breaks_off_leaves_the_others(cut: int) -> None:
    items = read_feed(ONE[:cut] + b"\n" + TWO + b"\n" + THREE)
    assert numbers(items)[-1] == "3"
    assert len(breaks(items)) == 1


def test_a_line_that_breaks_off_inside_an_answer_keeps_its_orders() -> None:
    cut = json.dumps(envelope([order(1), order(2)])).encode()[:-300]
    items = read_feed(ONE + b"\n" + cut + b"\n" + THREE)
    assert numbers(items) == ["1", "1", "3"]
    assert [str(broken.position) for broken in breaks(items)] == ["line 2, orders[1]"]


def test_a_file_that_breaks_off_keeps_the_orders_before() -> None:
    for whole in (SHAPES["an answer"], SHAPES["a list, laid out"], SHAPES["an answer, laid out"]):
        items = read_feed(whole[:-200])
        assert numbers(items) == ["1"]
        (broken,) = breaks(items)
        assert (broken.position.index, broken.code) == (1, "not_json")
        assert "breaks off" in broken.reason


def test_malformed_json_is_told_by_order_line_and_byte() -> None:
    data = json.dumps(envelope([order(1), order(2), order(3)]), indent=1).encode()
    at = data.index(b'"IN_TRANSIT"', data.index(order(2)["id"].encode()))
    items = read_feed(data[:at] + b"IN_TRANSIT" + data[at + 12 :])
    assert numbers(items) == ["1"]
    (broken,) = breaks(items)
    assert broken.position.index == 1
    line = data[:at].count(b"\n") + 1
    assert f"line {line}," in broken.reason


@pytest.mark.parametrize("data", [b"", b"  \n \n"])
def test_an_empty_file_is_told(data: bytes) -> None:
    (broken,) = read_feed(data)
    assert isinstance(broken, Broken)
    assert broken.code == "empty"


@pytest.mark.parametrize("data", [b"hello", b"\x00\x01\x02", b'{"id": NaN}', b'{"id": "\xff"}', b"<html>", b"[1,,2]"])
def test_what_is_no_json_is_told(data: bytes) -> None:
    (broken,) = breaks(read_feed(data))
    assert broken.code == "not_json"


@pytest.mark.parametrize("opening", [b"[", b'{"data":', b'{"line_items":['])
def test_a_bomb_of_brackets_is_refused_before_it_is_parsed(opening: bytes) -> None:
    tracemalloc.start()
    try:
        items = read_feed(opening * 200_000) + read_feed(ONE + b"\n" + opening * 200_000)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [broken.reason for broken in breaks(items)] == ["the JSON is nested more than 100 deep"] * 2
    assert peak < 80 << 20


def test_brackets_inside_texts_are_no_nesting() -> None:
    data = json.dumps([order(1, buyer_message='[{"\\' * 500), order(2)]).encode()
    assert numbers(read_feed(data)) == ["1", "2"]


def test_an_answer_that_is_an_error_is_told() -> None:
    items = read_feed(b'{"code": 105002, "message": "Expired credentials", "data": null, "request_id": "r"}')
    (broken,) = breaks(items)
    assert "105002" in broken.reason
    assert "Expired credentials" in broken.reason


def test_gzip_that_breaks_off_keeps_the_orders_before() -> None:
    packed = gzip.compress(json.dumps(envelope([order(n) for n in range(1, 9)])).encode() + b" " * 100)
    items = read_feed(packed[:-60])
    assert numbers(items)[:1] == ["1"]
    assert [broken.code for broken in breaks(items)] == ["not_json", "damaged_gzip"]


def test_gzip_that_is_damaged_is_told() -> None:
    packed = bytearray(gzip.compress(ONE + b"\n" + TWO))
    packed[-6] ^= 0xFF
    items = read_feed(bytes(packed))
    assert numbers(items) == ["1", "2"]
    assert [broken.code for broken in breaks(items)] == ["damaged_gzip"]
