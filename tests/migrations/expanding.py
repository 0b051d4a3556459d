"""What a migration would do to the version that still serves: read from the statements it would run on PostgreSQL."""

import re
from io import StringIO
from typing import Any

from alembic.migration import MigrationContext
from alembic.operations import Operations

#: A migration that takes something away says why nobody misses it, under this name.
CONTRACTS = "contracts"

_TABLE = r'(?:IF EXISTS |ONLY )*"?(\w+)"?'
#: What the old version, or whoever waits for a table, would notice; and what to do instead.
_HINDERS = (
    (rf"^DROP TABLE {_TABLE}", "drops a table"),
    (rf"^ALTER TABLE {_TABLE} DROP COLUMN", "drops a column"),
    (rf"^ALTER TABLE {_TABLE} RENAME", "renames: add the new name, and drop the old one in a later release"),
    (rf"^ALTER TABLE {_TABLE} ALTER COLUMN \S+ SET NOT NULL", "a column that may be empty may not be so any more"),
    (rf"^ALTER TABLE {_TABLE} ALTER COLUMN \S+ TYPE", "changes a type: prepared statements of the old version fail"),
    (
        rf"^ALTER TABLE {_TABLE} ADD COLUMN (?!.*DEFAULT).*NOT NULL",
        "a new column is nullable or has a server default",
    ),
    (
        rf"^ALTER TABLE {_TABLE} ADD CONSTRAINT (?!.*NOT VALID)",
        "a constraint on rows that are there is added NOT VALID",
    ),
    (rf"^CREATE (?:UNIQUE )?INDEX (?!CONCURRENTLY)\S+ ON {_TABLE}", "an index is built concurrently"),
    (r"^DROP INDEX (?!CONCURRENTLY)()", "an index is dropped concurrently"),
)
#: Names that go only while nobody builds on them.
_UNFINISHED = re.compile(r'^CREATE (?:UNIQUE )?INDEX CONCURRENTLY "?(\w+)"?')

_STANDS_ALONE = re.compile(r"CONCURRENTLY|^BEGIN$|^COMMIT$")


def statements_of(migration: Any) -> list[str]:
    """What its `upgrade` would say to PostgreSQL, one line each."""
    said = StringIO()
    context = MigrationContext.configure(dialect_name="postgresql", opts={"as_sql": True, "output_buffer": said})
    with Operations.context(context), context.begin_transaction(_per_migration=True):
        migration.upgrade()
    return [" ".join(statement.split()) for statement in said.getvalue().split(";") if statement.strip()]


def hindrances_of(migration: Any) -> list[str]:
    """In which ways it can't run beside the old version; none where it says that it contracts."""
    if getattr(migration, CONTRACTS, ""):
        return []
    said = statements_of(migration)
    own = {found[1] for each in said if (found := re.match(r'^CREATE TABLE "?(\w+)"?', each))}
    found = []
    if any("CONCURRENTLY" in each for each in said) and not all(_STANDS_ALONE.search(each) for each in said):
        found.append("what runs outside of a transaction has a migration of its own, for it may be tried again")
    altered = {hit[1] for each in said if (hit := re.match(rf"^ALTER TABLE {_TABLE}", each))} - own
    if len(altered) > 1:
        found.append(f"one table each, for who holds one and waits for another makes all wait: {sorted(altered)}")
    for number, statement in enumerate(said):
        for pattern, why in _HINDERS:
            hit = re.match(pattern, statement)
            if hit and hit[1] not in own:
                found.append(f"{why}: {statement}")
        built = _UNFINISHED.match(statement)
        if built and f"DROP INDEX CONCURRENTLY IF EXISTS {built[1]}" not in said[:number]:
            found.append(f"what a try left half built is dropped first, with if_exists: {statement}")
    return found
