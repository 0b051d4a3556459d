"""A migration runs while the old version serves: it adds, and takes away only what says that nobody misses it."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import op
from alembic.script import ScriptDirectory

from shop_help.config import ROOT
from tests.migrations.expanding import hindrances_of

#: The last one from before there was an old version anywhere.
LAST_FREE = "0014_staff_and_audit"


def test_every_migration_since_then_can_run_beside_the_old_version() -> None:
    scripts = ScriptDirectory(str(ROOT / "shop_help" / "migrations"))
    held = [script.module for script in scripts.iterate_revisions("heads", LAST_FREE)]
    assert {module.revision: hindrances_of(module) for module in held if hindrances_of(module)} == {}


def _concurrently(drops_first: bool = True) -> None:
    with op.get_context().autocommit_block():
        if drops_first:
            op.drop_index("ix_new", if_exists=True, postgresql_concurrently=True)
        op.create_index("ix_new", "messages", ["voice"], postgresql_concurrently=True)


def _in_a_new_table() -> None:
    op.create_table("notes", sa.Column("id", sa.Integer(), nullable=False), sa.Column("body", sa.Text()))
    op.create_index("ix_notes_body", "notes", ["body"])


def _a_column_and_an_index() -> None:
    op.add_column("messages", sa.Column("new", sa.Text(), nullable=True))
    _concurrently()


def _two_tables() -> None:
    for table in ("messages", "orders"):
        op.add_column(table, sa.Column("new", sa.Text(), nullable=True))


MAY: dict[str, Callable[[], Any]] = {
    "an empty column": lambda: op.add_column("messages", sa.Column("new", sa.Text(), nullable=True)),
    "a default": lambda: op.add_column("messages", sa.Column("new", sa.Text(), nullable=False, server_default="")),
    "a table with its index": _in_a_new_table,
    "an index beside the writers": _concurrently,
    "a check of new rows": lambda: op.create_check_constraint(
        "new", "messages", "seq > 0", postgresql_not_valid=True
    ),
}
MAY_NOT: dict[str, Callable[[], Any]] = {
    "two tables": _two_tables,
    "a full column": lambda: op.add_column("messages", sa.Column("new", sa.Text(), nullable=False)),
    "a drop": lambda: op.drop_column("messages", "kind"),
    "a table's drop": lambda: op.drop_table("messages"),
    "a new name": lambda: op.alter_column("messages", "kind", new_column_name="sort"),
    "a table's new name": lambda: op.rename_table("messages", "lines"),
    "no more empty": lambda: op.alter_column("messages", "person_id", nullable=False),
    "another type": lambda: op.alter_column("messages", "kind", type_=sa.Text()),
    "an index that stops writers": lambda: op.create_index("ix_new", "messages", ["voice"]),
    "a unique one": lambda: op.create_unique_constraint("uq_new", "messages", ["voice"]),
    "a foreign key": lambda: op.create_foreign_key("fk_new", "messages", "persons", ["person_id"], ["id"]),
    "an index dropped": lambda: op.drop_index("ix_new", "messages"),
    "half an index": lambda: _concurrently(drops_first=False),
    "a column and an index": _a_column_and_an_index,
    "by hand": lambda: op.execute("ALTER TABLE messages DROP COLUMN kind"),
}


@pytest.mark.parametrize("what", MAY)
def test_what_adds_is_taken(what: str) -> None:
    assert hindrances_of(SimpleNamespace(upgrade=MAY[what])) == []


@pytest.mark.parametrize("what", MAY_NOT)
def test_what_takes_away_or_stops_others_is_refused(what: str) -> None:
    assert len(hindrances_of(SimpleNamespace(upgrade=MAY_NOT[what]))) == 1


def test_a_contraction_says_why_nobody_misses_it() -> None:
    dropped = SimpleNamespace(upgrade=MAY_NOT["a drop"], contracts="nothing has read it since 1.3")
    assert hindrances_of(dropped) == []
