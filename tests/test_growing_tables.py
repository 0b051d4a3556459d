"""No page and no round of the clockwork reads the whole of a table that grows with what people do (FIGURES, case 8).

Every statement is written down as SQLite's driver runs it, and the database is asked how it goes about it. It has not
looked at how much there is of what, so that it takes an index wherever there is one.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, update

from shop_help.extensions import db
from shop_help.jobs.clockwork import STEPS
from shop_help.models import Conversation
from tests.attacks.ground import Ground
from tests.conftest import copy_of
from tests.gates import GATES, IN

#: What there is little of, however many people come: what operators, sellers and the code itself write down.
STAYS_SMALL = {
    "roles",
    "shops",
    "products",
    "saved_replies",
    "shop_faqs",
    "standard_faqs",
    "help_topics",
    "help_questions",
    "help_texts",
    "service_hours",
    "service_replies",
    "own_words",
    "duties",
    "rule_versions",
    "rule_replays",
    "audit_heads",
    "case_words",
    "webhook_endpoints",
    "brands",
}
#: Lists that people narrow down, as they stand in addresses.
SOUGHT = ("q=anna", "show=all", "show=closed", "state=queued", "person=1", "act=sign_in.begun", "before=9", "after=9")
SCAN = re.compile(r"^SCAN (?:TABLE )?(\w+)(.*)")


def of_a_part() -> set[str]:
    """Indexes of a part of a table: what is still open, of which there is little."""
    indexes = (index for table in db.metadata.tables.values() for index in table.indexes)
    return {str(index.name) for index in indexes if index.dialect_options["sqlite"]["where"] is not None}


@pytest.fixture(scope="module")
def ground(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Ground:
    return Ground(copy_of(seeded, tmp_path_factory.mktemp("plans")))


@contextmanager
def written_down(app: Flask) -> Iterator[set[str]]:
    """The statements that are run meanwhile, with their values in them."""
    said: set[str] = set()

    def listen(connection: Any, *_: Any) -> None:
        connection.set_trace_callback(said.add)

    with app.app_context():
        engine = db.engine
        engine.dispose()
    event.listen(engine, "checkout", listen)
    try:
        yield said
    finally:
        event.remove(engine, "checkout", listen)
        engine.dispose()


def scans(connection: Any, statement: str) -> Iterator[str]:
    """The tables that grow and that a statement reads from one end to the other."""
    named = re.findall(r"\b(?:FROM|JOIN) (\w+)(?: AS (\w+))?", statement)
    names = {other or name: name for name, other in named}
    plan = [row[-1] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")]
    # In the order of the table or of an index, until there are enough of them.
    goes_on_only_so_far = "LIMIT" in statement and not any("TEMP B-TREE" in step for step in plan)
    for found in filter(None, map(SCAN.match, plan)):
        table = names.get(found[1], found[1])
        if of_a_part().intersection(found[2].split()):
            continue
        if table in db.metadata.tables and table not in STAYS_SMALL and not goes_on_only_so_far:
            yield f"{table}{found[2]}"


def faults(ground: Ground, said: set[str]) -> dict[str, list[str]]:
    reads = sorted(one for one in said if one.lstrip().upper().startswith(("SELECT", "WITH", "UPDATE", "DELETE")))
    with closing(sqlite3.connect(ground.path)) as connection:
        found = {statement: [*scans(connection, statement)] for statement in reads}
    return {statement: tables for statement, tables in found.items() if tables}


@pytest.mark.parametrize("who", ["visitor", "ana", "sol", "gus", "noor"])
def test_no_page_reads_a_whole_table_that_grows(ground: Ground, who: str) -> None:
    endpoints = sorted(e for (m, e), gate in GATES.items() if m == "GET" and gate.answers[who] == IN)
    lists = {rule.endpoint for rule in ground.app.url_map.iter_rules() if not rule.arguments}
    with written_down(ground.app) as said:
        for endpoint in endpoints:
            address = ground.address(endpoint)
            assert ground.ask(who, "GET", address).status_code < 400
            for sought in SOUGHT if endpoint in lists else ():
                ground.ask(who, "GET", f"{address}?{sought}")
    assert len(said) > len(endpoints) / 2
    assert faults(ground, said) == {}


def test_no_round_of_the_clockwork_does(ground: Ground) -> None:
    with ground.app.app_context():
        # Something to tell of in each conversation.
        db.session.execute(update(Conversation).values(told_seq=0))
        db.session.commit()
    with written_down(ground.app) as said, ground.app.app_context():
        for step in STEPS:
            step()
            db.session.remove()
    assert faults(ground, said) == {}


def test_a_whole_table_that_is_read_is_seen(ground: Ground) -> None:
    with written_down(ground.app) as said, ground.app.app_context():
        db.session.execute(db.text("SELECT body FROM messages WHERE body LIKE '%x%'")).all()
        db.session.execute(db.text("SELECT body FROM messages AS m WHERE m.conversation_id = 1")).all()
    assert [*faults(ground, said).values()] == [["messages"]]
