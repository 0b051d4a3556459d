"""The audit log can't be changed without it showing, on both databases."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select, text
from sqlalchemy.exc import DatabaseError

from shop_help import audit, audit_verifying, clock
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import AuditEntry, Role
from tests.actions.at_once import at_once


@pytest.fixture
def six(app: Flask) -> None:
    """A log of six entries."""
    for number in range(1, 7):
        audit.record("thing.done", f"thing {number}", amount=number)


def run(*statements: str) -> None:
    """What somebody with the database's password could run."""
    with db.engine.connect().execution_options(writes=True) as connection, connection.begin():
        for statement in statements:
            connection.execute(text(statement))


def unguarded(*statements: str) -> None:
    """The same by somebody who takes the triggers away first."""
    names = ("update", "delete") if db.engine.dialect.name == "sqlite" else ("change",)
    of = "" if db.engine.dialect.name == "sqlite" else " ON audit_entries"
    run(*[f"DROP TRIGGER audit_entries_no_{name}{of}" for name in names], *statements)


def fault(*kept: object) -> str:
    return audit_verifying.verify(*kept).fault  # type: ignore[arg-type]


def test_an_untouched_log_is_whole(six: None) -> None:
    found = audit_verifying.verify()
    assert (found.fault, found.read, (found.seq, found.digest)) == ("", 6, audit_verifying.head())


def test_a_log_without_entries_is_whole(app: Flask) -> None:
    assert audit_verifying.verify().fault == ""


def test_the_database_refuses_to_change_it(six: None) -> None:
    refused = ["UPDATE audit_entries SET why = 'Because' WHERE id = 3", "DELETE FROM audit_entries WHERE id = 6"]
    refused += ["TRUNCATE audit_entries"] if db.engine.dialect.name == "postgresql" else ["DELETE FROM audit_entries"]
    for statement in refused:
        with pytest.raises(DatabaseError, match="never changed"):
            run(statement)
    assert audit_verifying.verify().read == 6


_COPY = """INSERT INTO audit_entries (id, happened_at, act, thing, person_id, who, role, address, why, before, after,
    key, previous, digest) SELECT {id}, happened_at, act, thing, person_id, who, role, address, why, before, after,
    key, {previous}, digest FROM audit_entries WHERE id = {like}"""


#: What somebody could do, and what is said of it.
TAMPERED: list[tuple[list[str], str]] = [
    (["UPDATE audit_entries SET why = 'Because' WHERE id = 3"], "Entry 3 was changed"),
    (["UPDATE audit_entries SET who = 'Somebody' WHERE id = 1"], "Entry 1 was changed"),
    (["UPDATE audit_entries SET person_id = 7 WHERE id = 6"], "Entry 6 was changed"),
    (["UPDATE audit_entries SET happened_at = '2020-01-01 00:00:00' WHERE id = 2"], "Entry 2 was changed"),
    (["UPDATE audit_entries SET after = '{}' WHERE id = 2"], "Entry 2 was changed"),
    (["UPDATE audit_entries SET digest = previous WHERE id = 2"], "Entry 2 was changed"),
    (["UPDATE audit_entries SET previous = digest WHERE id = 4"], "Entry 4 was changed"),
    (["DELETE FROM audit_entries WHERE id = 1"], "Entry 1 is missing"),
    (["DELETE FROM audit_entries WHERE id = 4"], "Entry 4 is missing: 3 is followed by 5"),
    # And those behind it moved up, so that no number is missing.
    (
        [
            "DELETE FROM audit_entries WHERE id = 4",
            "UPDATE audit_entries SET id = 4 WHERE id = 5",
            "UPDATE audit_entries SET id = 5 WHERE id = 6",
        ],
        "Entry 4 is out of order",
    ),
    # Two that changed places.
    (
        [
            "UPDATE audit_entries SET id = 99 WHERE id = 2",
            "UPDATE audit_entries SET id = 2 WHERE id = 3",
            "UPDATE audit_entries SET id = 3 WHERE id = 99",
        ],
        "Entry 2 is out of order",
    ),
    # One put in: behind the last, as a copy, and as one that follows it.
    ([_COPY.format(id=7, previous="previous", like=6)], "Entry 7 is out of order"),
    ([_COPY.format(id=7, previous="digest", like=6)], "Entry 7 was changed or put in"),
    # The end cut off, alone and with a head made to fit.
    (["DELETE FROM audit_entries WHERE id > 4"], "Entry 5 is missing: the log ends there, and its head says 6"),
    (["DELETE FROM audit_entries"], "Entry 1 is missing"),
    (
        [
            "UPDATE audit_heads SET seq = 4, digest = (SELECT digest FROM audit_entries WHERE id = 4)",
            "DELETE FROM audit_entries WHERE id > 4",
        ],
        "The head of the log was changed",
    ),
    (["DELETE FROM audit_heads"], "The head of the log is missing"),
    (["UPDATE audit_heads SET seq = 0, key = '', seal = ''"], "Entry 1 was put in behind the head"),
]


def test_what_was_done_to_it_is_named(six: None) -> None:
    unguarded()
    for statements, said in TAMPERED:
        with db.engine.connect().execution_options(writes=True) as connection, connection.begin() as begun:
            for statement in statements:
                connection.execute(text(statement))
            assert said in audit_verifying.verify_on(connection).fault, statements
            begun.rollback()
    assert fault() == ""


def test_a_cut_with_an_earlier_head_and_its_seal_shows_against_a_head_kept_elsewhere(six: None) -> None:
    earlier = "UPDATE audit_heads SET seq = :seq, digest = :digest, seal = :seal"
    with db.engine.connect() as connection:
        head = dict(connection.execute(text("SELECT seq, digest, seal FROM audit_heads")).mappings().one())
    audit.record("thing.hidden")
    kept = audit_verifying.head()
    unguarded("DELETE FROM audit_entries WHERE id = 7")
    with db.engine.connect().execution_options(writes=True) as connection, connection.begin():
        connection.execute(text(earlier), head)
    assert fault() == "", "nothing in the database could tell"
    assert "Entry 7, the kept head, is missing" in fault(*kept)
    audit.record("thing.else")
    assert "Entry 7 is another one than the kept head says" in fault(*kept)


def test_a_walk_from_a_kept_head_reads_what_came_since(six: None) -> None:
    kept = audit_verifying.head()
    for _ in range(3):
        audit.record("thing.done")
    found = audit_verifying.verify(*kept)
    assert (found.fault, found.read) == ("", 4)


def test_what_is_rolled_back_is_not_written(app: Flask) -> None:
    def add_and_fail() -> None:
        with write_unit(db.session) as session:
            session.add(Role(name="one"))
            audit.note("role.added")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        add_and_fail()
    with write_unit(db.session) as session:
        session.add(Role(name="two"))
    assert audit_verifying.head()[0] == 0
    assert db.session.scalars(select(Role.name)).all() == ["two"]


def test_entries_of_many_at_once_are_one_chain(app: Flask) -> None:
    def acting(number: int) -> Callable[[], None]:
        def act() -> None:
            for turn in range(5):
                with write_unit(db.session) as session:
                    session.add(Role(name=f"{number}-{turn}"))
                    audit.note("role.added", f"role {number}-{turn}")
                    audit.note("role.looked_at", f"role {number}-{turn}")

        return act

    assert at_once(app, *[acting(number) for number in range(8)]) == [None] * 8
    found = audit_verifying.verify()
    assert (found.fault, found.read) == ("", 80)
    db.session.rollback()
    things = db.session.scalars(select(AuditEntry.thing).order_by(AuditEntry.id)).all()
    assert things[::2] == things[1::2], "those of one commit stand together"


def test_nothing_is_locked_after_the_head(app: Flask) -> None:
    said: list[str] = []

    def note(connection: object, cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        with write_unit(db.session) as session:
            session.add(Role(name="kept to the end"))
            audit.note("thing.done", "a role")
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    writes = [statement.split()[2] for statement in said if statement.startswith("INSERT")]
    assert writes == ["roles", "audit_entries"]
    head = next(place for place, statement in enumerate(said) if "audit_heads" in statement)
    assert head > next(place for place, statement in enumerate(said) if "INTO roles" in statement)


def test_another_key_writes_on_and_the_old_entries_stay_readable(app: Flask, six: None) -> None:
    app.config["AUDIT_KEYS"] = app.config["AUDIT_KEYS"] | {"1": "a key that came later, long enough for it"}
    audit.record("thing.done")
    assert audit_verifying.verify().fault == ""
    assert db.session.scalars(select(AuditEntry.key).order_by(AuditEntry.id)).all() == ["0"] * 6 + ["1"]
    del app.config["AUDIT_KEYS"]["0"]
    assert "Entry 1 was written with key 0, which isn't set" in fault()


def test_without_a_key_nothing_is_written(app: Flask) -> None:
    app.config["AUDIT_KEYS"] = {}
    with pytest.raises(audit.KeyMissingError, match="SHOP_HELP_AUDIT_KEY"):
        audit.record("thing.done")
    said = app.test_cli_runner().invoke(args=["audit", "verify"])
    assert (said.exit_code, said.exception.__class__) == (1, SystemExit)
    assert "SHOP_HELP_AUDIT_KEY" in said.output


def test_the_instant_is_kept_to_the_microsecond_in_any_zone(app: Flask) -> None:
    instant = datetime.fromisoformat("2026-03-29T02:59:59.123456+02:00")
    with clock.as_of(instant):
        audit.record("thing.done")
    assert audit_verifying.verify().fault == ""
    assert db.session.scalars(select(AuditEntry.happened_at)).one() - instant == timedelta(0)


def test_the_commands_say_whether_it_is_whole_and_where_it_ends(app: Flask, six: None) -> None:
    runner = app.test_cli_runner()
    head = runner.invoke(args=["audit", "head"]).output.strip()
    assert head.startswith("6:")
    whole = runner.invoke(args=["audit", "verify", "--from", head])
    assert (whole.exit_code, head in whole.output) == (0, True)
    unguarded("UPDATE audit_entries SET act = 'thing.undone' WHERE id = 6")
    broken = runner.invoke(args=["audit", "verify"])
    assert (broken.exit_code, "Entry 6 was changed" in broken.output) == (1, True)
    assert runner.invoke(args=["audit", "verify", "--from", "x"]).exit_code == 2
