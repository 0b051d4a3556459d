"""flask check: each planted fault is named; what is whole is said to be; stray files go once they are old."""

import json
import os
from datetime import timedelta

from flask import Flask
from sqlalchemy import text

from shop_help import clock, photo_files
from shop_help.extensions import db
from tests.checking.planted import ON_SQLITE, PLANTED, assert_each_is_named


def checked(app: Flask, *options: str) -> tuple[int, str]:
    """What the command ends with, and what it says."""
    db.session.remove()
    result = app.test_cli_runner().invoke(args=["check", *options])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def test_the_demo_is_whole(app: Flask) -> None:
    assert checked(app) == (0, "Everything is whole.\n")
    assert json.loads(checked(app, "--json")[1]) == {"is_whole": True, "faults": [], "stray": [], "removed": []}


def test_each_fault_is_named(app: Flask) -> None:
    assert_each_is_named(db.engine, PLANTED | ON_SQLITE)


def test_it_ends_with_one_and_a_line_for_each_fault(app: Flask) -> None:
    """Also what the database itself would have refused."""
    connection = db.engine.raw_connection()
    connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[attr-defined]
    connection.execute("UPDATE messages SET person_id = 9999 WHERE seq = 1 AND person_id IS NOT NULL")  # type: ignore[attr-defined]
    connection.execute("PRAGMA foreign_keys=ON")  # type: ignore[attr-defined]
    connection.close()
    code, said = checked(app)
    assert code == 1
    assert said.splitlines()[0].startswith("link: messages.person_id: ")
    assert said.splitlines()[-1] == "Not whole: 1 fault."
    told = json.loads(checked(app, "--json")[1])
    assert (told["is_whole"], [fault["kind"] for fault in told["faults"]]) == (False, ["link"])


def test_a_bill_that_a_shop_lowered_after_the_refund_is_no_fault(app: Flask) -> None:
    order = db.session.scalar(text("SELECT order_id FROM refunds ORDER BY id LIMIT 1"))
    db.session.execute(text(f"UPDATE payment_parts SET amount = 1 WHERE kind = 'total' AND order_id = {order}"))
    db.session.commit()
    assert checked(app)[0] == 1
    told = {
        "order": order,
        "now": clock.now().replace(tzinfo=None).isoformat(" "),
        "data": '{"changed": ["payment"]}',
    }
    lowered = "INSERT INTO log_entries (happened_at, what, voice, order_id, why, data)"
    db.session.execute(text(f"{lowered} VALUES (:now, 'order.changed', 'FEED', :order, '', :data)"), told)
    db.session.commit()
    assert checked(app)[0] == 0


def test_a_case_that_waits_for_its_money_alone_needs_no_clock(app: Flask) -> None:
    """The time for appeals is over, and the payment system has not confirmed yet."""
    of_case = "FROM protection_cases WHERE state = 'refunded' ORDER BY id LIMIT 1"
    case_id = db.session.scalar(text(f"SELECT id {of_case}"))
    db.session.execute(text(f"DELETE FROM deadlines WHERE open_key = 'protection:{case_id}'"))
    db.session.commit()
    assert checked(app)[1].startswith(f"deadline: protection {case_id}: it waits until")
    pending = f"UPDATE refunds SET state = 'pending', settled_at = NULL WHERE key LIKE 'protection:{case_id}:%'"
    db.session.execute(text(pending))
    db.session.commit()
    assert checked(app)[0] == 0


def test_a_photo_whose_file_is_gone_or_empty_is_named(app: Flask) -> None:
    name = db.session.scalar(text("SELECT file_name FROM photos ORDER BY id LIMIT 1"))
    large, small = photo_files.paths_of(str(name))
    small.write_bytes(b"")
    assert f"its file has 0 bytes instead of some: {small}" in checked(app)[1]
    large.unlink()
    code, said = checked(app)
    assert code == 1
    assert f"its file is not there: {large}" in said


def test_stray_files_are_listed_and_go_once_they_are_a_day_old(app: Flask) -> None:
    kept = photo_files.all_files()
    old, young = photo_files.folder() / "ab" / "old.jpg", photo_files.folder() / "ab" / "young.unfinished"
    for file, age in ((old, timedelta(hours=25)), (young, timedelta(hours=23))):
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(b"stray")
        at = (clock.now() - age).timestamp()
        os.utime(file, (at, at))
    assert checked(app) == (0, f"stray: {old}\nstray: {young}\nEverything is whole.\n")
    assert checked(app, "--tidy") == (0, f"removed: {old}\nstray: {young}\nEverything is whole.\n")
    assert sorted(photo_files.all_files()) == sorted([*kept, young])
