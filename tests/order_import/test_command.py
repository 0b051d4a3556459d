"""flask orders import: its report, its exit status, and what stays when something is bad."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from shop_help.extensions import db
from shop_help.models import Order
from tests.order_feed.samples import EXAMPLE, envelope, line, order


def _numbers() -> list[str]:
    db.session.rollback()
    return sorted(number[-2:] for number in db.session.scalars(select(Order.number)))


def _file(tmp_path: Path, name: str, data: bytes | str) -> Path:
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def test_the_documentations_example_imports_with_its_notes(run: Any) -> None:
    result = run(EXAMPLE, "--adults-confirmed-by", "Trust desk")
    assert result.exit_code == 0, result.output
    assert "paid_time: is set, and status is UNPAID" in result.output
    assert result.output.splitlines()[-1].startswith("1 order: 1 new, 0 updated, 0 unchanged, 0 older, 0 refused;")
    again = run(EXAMPLE, "--adults-confirmed-by", "Trust desk")
    assert "1 order: 0 new, 0 updated, 1 unchanged" in again.output


def test_an_unconfirmed_buyer_is_refused_with_the_way_out(run: Any) -> None:
    result = run(EXAMPLE)
    assert result.exit_code == 1
    assert "nobody confirms that the buyer is 18 or over" in result.output
    assert "--adults-confirmed-by WHO" in result.output
    assert _numbers() == []


@pytest.mark.parametrize("blank", ["", "   "])
def test_nobody_vouches_with_a_blank(run: Any, blank: str) -> None:
    assert run(EXAMPLE, "--adults-confirmed-by", blank).exit_code == 1
    assert _numbers() == []


def test_a_bad_order_is_told_by_file_place_field_and_reason_and_the_good_ones_stay(run: Any, tmp_path: Path) -> None:
    bad = order(2, status="LOST", line_items=[line(sale_price="-1")])
    path = _file(tmp_path, "orders.json", json.dumps(envelope([order(1), bad, order(3)])))
    result = run(path)
    assert result.exit_code == 1
    lines = result.output.splitlines()
    place = f"{path}, orders[1], order {bad['id']}"
    assert f"{place}: line_items[0].sale_price: -1 is negative" in lines
    assert any(told.startswith(f'{place}: status: "LOST" is none of') for told in lines)
    assert lines[-1] == "3 orders: 2 new, 0 updated, 0 unchanged, 0 older, 1 refused; 0 notes."
    assert _numbers() == ["01", "03"]


def test_a_bad_line_is_told_by_its_number(run: Any, tmp_path: Path) -> None:
    data = json.dumps(order(1)) + "\n{oops\n" + json.dumps(order(3)) + "\n"
    path = _file(tmp_path, "orders.jsonl", data)
    result = run(path)
    assert result.exit_code == 1
    assert f"{path}, line 2" in result.output
    assert _numbers() == ["01", "03"]


def test_a_file_that_breaks_off_keeps_what_came_before(run: Any, tmp_path: Path) -> None:
    path = _file(tmp_path, "cut.json", json.dumps(envelope([order(1), order(2)]))[:-100])
    result = run(path)
    assert result.exit_code == 1
    assert "orders[1]: the JSON breaks off" in result.output
    assert _numbers() == ["01"]


def test_stdin_is_read_plain_and_gzipped(run: Any) -> None:
    assert run("-", stdin=json.dumps(order(1)).encode()).exit_code == 0
    assert run("-", stdin=gzip.compress(json.dumps([order(2)]).encode())).exit_code == 0
    assert _numbers() == ["01", "02"]


def test_several_files_make_one_report(run: Any, tmp_path: Path) -> None:
    one = _file(tmp_path, "one.json", json.dumps(order(1)))
    two = _file(tmp_path, "two.json.gz", gzip.compress(json.dumps([order(2), order(3)]).encode()))
    assert run(one, two).output.splitlines()[-1].startswith("3 orders: 3 new")


def test_the_report_for_programs_is_json_lines(run: Any, tmp_path: Path) -> None:
    data = json.dumps(order(1)) + "\n" + json.dumps(order(2, status=None)) + "\nnothing\n"
    path = _file(tmp_path, "orders.jsonl", data)
    result = run(path, "--json")
    assert result.exit_code == 1
    good, bad, broken, summary = map(json.loads, result.output.splitlines())
    assert (good["file"], good["line"], good["number"], good["outcome"]) == (str(path), 1, order(1)["id"], "new")
    assert (bad["line"], bad["outcome"]) == (2, "refused")
    assert bad["problems"] == [{"code": "missing", "field": "status", "reason": "is missing"}]
    assert (broken["line"], broken["number"], broken["problems"][0]["code"]) == (3, None, "not_json")
    assert summary == {"summary": {"new": 1, "updated": 0, "unchanged": 0, "older": 0, "refused": 2, "notes": 0}}


def test_the_shop_is_told_where_the_orders_do_not_say(run: Any, tmp_path: Path) -> None:
    path = _file(tmp_path, "orders.json", json.dumps(order(1, shop_id=None, shop_name=None)))
    assert "--shop ID" in run(path).output
    assert run(path, "--shop", "77", "--shop-name", "Kicks").exit_code == 0
    found = db.session.scalars(select(Order)).one()
    assert (found.shop.external_id, found.shop.name) == ("77", "Kicks")


def test_the_same_note_over_and_over_is_counted_and_not_repeated(run: Any, tmp_path: Path) -> None:
    silent = [order(number, shop_id=None, shop_name=None, warehouse_id="69") for number in range(10)]
    result = run(_file(tmp_path, "orders.json", json.dumps(silent)))
    assert result.output.count("warehouse 69 stands in for the shop") == 3
    assert "7 more notes like these: shop_id (shop_from_warehouse)" in result.output
    assert "10 notes." in result.output


def test_what_a_feed_holds_is_no_command_to_the_terminal(run: Any, tmp_path: Path) -> None:
    path = _file(tmp_path, "orders.json", json.dumps(order(1, id="\x1b[2Jx\x07\x9b", status=None)))
    result = run(path)
    assert result.exit_code == 1
    assert "\x1b" not in result.output
    assert "\x07" not in result.output
    assert "\x9b" not in result.output


def test_a_missing_file_is_an_error_of_use(run: Any) -> None:
    assert run("/nowhere/orders.json").exit_code == 2


def test_no_bar_is_drawn_where_nobody_looks_at_a_terminal(app: Flask, run: Any, tmp_path: Path) -> None:
    result = run(_file(tmp_path, "orders.json", json.dumps(order(1))))
    assert "%" not in result.output
    assert "\r" not in result.output


def test_a_database_without_tables_is_told_and_not_traced(app: Flask, run: Any) -> None:
    db.drop_all()
    for result in (
        run(EXAMPLE),
        app.test_cli_runner().invoke(args=["seed"]),
        app.test_cli_runner().invoke(args=["cast"]),
    ):
        assert result.exit_code == 1
        assert "flask db upgrade" in result.output
