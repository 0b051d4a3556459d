"""Operators read what staff did, and what they do themselves stands there too."""

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select, text

from shop_help import audit, audit_verifying, clock
from shop_help.config import ROOT
from shop_help.extensions import db
from shop_help.models import AuditEntry, Person
from shop_help.operators.audit import PAGE
from shop_help.operators.audit_words import ACTS

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def noor(sign_in: SignIn) -> FlaskClient:
    return sign_in("noor")


def last() -> AuditEntry:
    db.session.rollback()
    return db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first() or AuditEntry()


def rows(page: str) -> list[str]:
    return re.findall(r"<p><b>([^<]+)</b>", page)


def test_each_act_that_is_written_down_has_its_words() -> None:
    written = set()
    for path in (ROOT / "shop_help").rglob("*.py"):
        written |= set(re.findall(r'(?:audit\.(?:note|record)|_note)\([^"\n]*"(\w+\.\w+)"', path.read_text()))
    assert written <= set(ACTS)
    assert {"sign_in.begun", "case.looked_into", "file.taken", "command.run"} <= written


def test_the_log_is_read_in_pages_newest_first_and_found_by_person_act_and_day(
    noor: FlaskClient, sign_in: SignIn, person_of: Callable[[str], Person]
) -> None:
    gus = person_of("gus")
    sign_in("gus")
    with clock.as_of(clock.now() - timedelta(days=400)):
        audit.record("command.run", "flask cases index")
    for number in range(PAGE):
        audit.record("command.run", f"flask thing {number}")
    page = noor.get("/operators/audit").text
    assert len(rows(page)) == PAGE
    assert "flask thing 24" in page
    assert "flask cases index" not in page
    more = re.search(r'hx-get="([^"]*behind[^"]*)"', page)
    assert more
    rest = noor.get(more[1].replace("&amp;", "&"), headers={"HX-Request": "true"}).text
    assert "<html" not in rest
    assert rows(rest)[:2] + rows(rest)[-1:] == ["Signed in", "Signed in", "Ran a command"]
    assert rows(noor.get(f"/operators/audit?person={gus.id}").text)[0] == "Signed in"
    assert rows(noor.get("/operators/audit?person=0&act=sign_in.begun").text) == []
    day = (clock.now() - timedelta(days=400)).date()
    found = [rows(noor.get(f"/operators/audit?day={day + timedelta(days=each)}").text) for each in (-1, 0, 1)]
    assert sorted(found) == [[], [], ["Ran a command"]]
    for query in ("person=x", "act=x", "day=x", "behind=x", "day=9999-12-31", "person=99999999999"):
        assert noor.get(f"/operators/audit?{query}").status_code == 200


def test_the_file_holds_all_of_them_and_taking_it_is_written_down(noor: FlaskClient) -> None:
    audit.record("command.run", "=1+1", why="-2")
    answer = noor.get("/operators/audit.csv")
    lines = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [line[5] for line in lines[1:4]] == ["file.taken", "command.run", "sign_in.begun"]
    assert lines[2][6:8] == ["'=1+1", "'-2"]
    assert lines[1][2:4] == ["Noor", "operator"]
    assert audit_verifying.verify().fault == ""


@pytest.mark.parametrize("address", ["refunds.csv", "reports/answers.csv", "protection/outcomes.csv"])
def test_each_file_that_is_taken_is_written_down(noor: FlaskClient, address: str) -> None:
    assert noor.get(f"/operators/{address}").status_code == 200
    entry = last()
    assert (entry.act, entry.who, entry.role) == ("file.taken", "Noor", "operator")
    assert entry.thing.endswith(".csv")


def test_what_operators_set_is_written_down_with_what_was_before(noor: FlaskClient) -> None:
    week = {f"day{day}-begin": "09:00" for day in range(5)} | {f"day{day}-end": "17:00" for day in range(5)}
    noor.post("/operators/hours/DE", data={"save": "1", "seen": "", **week})
    entry = last()
    assert (entry.act, entry.thing) == ("service_hours.changed", "hours DE")
    assert entry.before != entry.after != ""
    noor.post("/operators/questions/1", data={"version": 1, "question": "May I?", "body": "You may."})
    entry = last()
    before, after = json.loads(entry.before), json.loads(entry.after)
    assert (entry.act, before["version"], after["version"]) == ("help_question.changed", 1, 2)
    assert (after["question"], after["body"]) == ("May I?", "You may.")
    assert before["question"] != "May I?" != before["body"] != ""


def test_a_page_of_the_log_is_found_by_an_index(noor: FlaskClient) -> None:
    asked: list[tuple[str, object]] = []

    def note(_c: object, _cursor: object, statement: str, values: object, *_: object) -> None:
        if "FROM audit_entries" in statement:
            asked.append((statement, values))

    event.listen(db.engine, "before_cursor_execute", note)
    for query in ("", "person=3", "act=command.run", "day=2026-11-01", "behind=20261101T120000.0_5"):
        noor.get(f"/operators/audit?{query}")
    event.remove(db.engine, "before_cursor_execute", note)
    assert len(asked) == 5
    with db.engine.connect() as connection:
        for statement, values in asked:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()  # type: ignore[arg-type]
            said = " ".join(row[3] for row in plan)
            assert "USING INDEX" in said, said
            assert "TEMP B-TREE" not in said, said


def test_nobody_else_reads_it(sign_in: SignIn) -> None:
    for who in ("gus", "sol", "ana"):
        assert sign_in(who).get("/operators/audit").status_code == 404


def test_writing_a_message_writes_nothing_into_it(sign_in: SignIn) -> None:
    gus = sign_in("gus")
    before = db.session.execute(text("SELECT count(*) FROM audit_entries")).scalar()
    gus.get("/agents/")
    gus.post("/agents/duty", data={"state": "away"})
    db.session.rollback()
    assert db.session.execute(text("SELECT count(*) FROM audit_entries")).scalar() == before
