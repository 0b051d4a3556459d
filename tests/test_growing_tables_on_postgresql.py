"""The same on PostgreSQL: for each statement there is a way by an index, however much there will be.

Of a small table it takes no index, so it is told to take one wherever there is one, and to ask for row by row where
it joins, as it would with many. What it still reads from end to end has none that helps.
"""

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, text

from shop_help import create_app
from shop_help.extensions import db
from shop_help.jobs.clockwork import STEPS
from tests.attacks.ground import Ground
from tests.attacks.moving import move
from tests.conftest import config_of, copy_of
from tests.gates import GATES, IN
from tests.postgres import RunningPostgres
from tests.test_growing_tables import SOUGHT, STAYS_SMALL

pytestmark = pytest.mark.slow

AS_IF_LARGE = ("enable_seqscan", "enable_hashjoin", "enable_mergejoin", "enable_material")
#: How a table is read, and what then says by which of its rows.
WHOLE = {
    "Seq Scan": "",
    "Index Scan": "Index Cond",
    "Index Only Scan": "Index Cond",
    "Bitmap Heap Scan": "Recheck Cond",
}
#: They ask for all that is below them, whatever stands above.
TAKE_ALL = {"Sort", "Aggregate", "Hash", "WindowAgg", "SetOp", "Unique"}
#: Of an EXISTS about each row it keeps two ways, and takes the one by the index once there are many.
EXISTS = {"disputes"}

Said = dict[str, Any]


@pytest.fixture(scope="module")
def ground(
    seeded: Path, migrated_postgres: RunningPostgres, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Ground, Engine]]:
    """The marketplace on PostgreSQL."""
    planted = Ground(copy_of(seeded, tmp_path_factory.mktemp("plans")))
    found = copy.copy(planted)
    found.app = create_app(
        config_of(migrated_postgres.fresh_url("plans", "migrated"), planted.path.parent / "photos")
    )
    with found.app.app_context():
        move(planted, db.engine)
        engine = db.engine
        db.session.remove()
    yield found, engine
    engine.dispose()


@contextmanager
def written_down(engine: Engine) -> Iterator[Said]:
    """The statements that are run meanwhile, each with the values that it had the first time."""
    said: Said = {}

    def listen(_: Any, __: Any, statement: str, values: Any, *___: Any) -> None:
        said.setdefault(statement, values)

    event.listen(engine, "before_cursor_execute", listen)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", listen)


def _partial(connection: Connection) -> set[str]:
    """Indexes of a part of a table: what is still open, of which there is little."""
    wanted = "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indpred IS NOT NULL"
    return set(connection.scalars(text(wanted)))


def _whole_reads(node: dict[str, Any], bounded: bool, partial: set[str]) -> Iterator[str]:
    """The tables that grow and that a step, or one below it, reads from one end to the other."""
    kind, table = node["Node Type"], node.get("Relation Name")
    below = node.get("Plans", [])
    by_part = not partial.isdisjoint({node.get("Index Name"), *(each.get("Index Name") for each in below)})
    is_whole = kind in WHOLE and WHOLE[kind] not in node
    is_asked_of_rows = node.get("Parent Relationship") == "SubPlan" and table in EXISTS
    grows = table in db.metadata.tables and table not in STAYS_SMALL
    if grows and is_whole and not (bounded or by_part or is_asked_of_rows):
        yield f"{table} by {kind}"
    bounded = kind == "Limit" or (bounded and kind not in TAKE_ALL)
    for each in below:
        yield from _whole_reads(each, bounded, partial)


def faults(engine: Engine, said: Said) -> dict[str, list[str]]:
    found = {}
    with engine.connect() as connection:
        for setting in AS_IF_LARGE:
            connection.exec_driver_sql(f"SET LOCAL {setting} = off")
        partial = _partial(connection)
        for statement, values in said.items():
            if not statement.lstrip().upper().startswith(("SELECT", "WITH", "UPDATE", "DELETE")):
                continue
            plan = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", values).scalar_one()
            if tables := [*_whole_reads(plan[0]["Plan"], False, partial)]:
                found[statement] = tables
        connection.rollback()
    return found


@pytest.mark.parametrize("who", ["visitor", "ana", "sol", "gus", "noor"])
def test_no_page_reads_a_whole_table_that_grows(ground: tuple[Ground, Engine], who: str) -> None:
    people, engine = ground
    endpoints = sorted(e for (m, e), gate in GATES.items() if m == "GET" and gate.answers[who] == IN)
    lists = {rule.endpoint for rule in people.app.url_map.iter_rules() if not rule.arguments}
    with written_down(engine) as said:
        for endpoint in endpoints:
            address = people.address(endpoint)
            assert people.ask(who, "GET", address).status_code < 400
            for sought in SOUGHT if endpoint in lists else ():
                people.ask(who, "GET", f"{address}?{sought}")
    assert len(said) > len(endpoints) / 2
    assert faults(engine, said) == {}


def test_no_round_of_the_clockwork_does(ground: tuple[Ground, Engine]) -> None:
    people, engine = ground
    with written_down(engine) as said, people.app.app_context():
        for step in STEPS:
            step()
            db.session.remove()
    assert said
    assert faults(engine, said) == {}


def test_a_whole_table_that_is_read_is_seen(ground: tuple[Ground, Engine]) -> None:
    people, engine = ground
    with written_down(engine) as said, people.app.app_context():
        db.session.execute(text("SELECT body FROM messages WHERE body LIKE '%x%'")).all()
        db.session.execute(text("SELECT body FROM messages AS m WHERE m.conversation_id = 1")).all()
        db.session.execute(text("SELECT count(*) FROM orders")).all()
        db.session.remove()
    assert [tables[0].split()[0] for tables in faults(engine, said).values()] == ["messages", "orders"]
