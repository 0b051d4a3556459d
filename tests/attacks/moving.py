"""The planted marketplace on PostgreSQL: row by row as it stands on SQLite."""

from sqlalchemy import Engine, create_engine, func, insert, select, text

from shop_help.extensions import db
from tests.attacks.ground import Ground


def move(ground: Ground, there: Engine) -> None:
    """All rows as they were planted, past triggers and in whatever order."""
    with create_engine(f"sqlite:///{ground.whole_file()}").connect() as here, there.begin() as new:
        new.execute(text("SET LOCAL session_replication_role = replica"))
        for table in db.metadata.sorted_tables:
            new.execute(text(f'TRUNCATE "{table.name}" CASCADE'))
        for table in db.metadata.sorted_tables:
            columns = [column for column in table.columns if column.computed is None]
            if rows := [dict(row) for row in here.execute(select(*columns)).mappings()]:
                new.execute(insert(table), rows)
            for column in columns:
                sequence = new.scalar(select(func.pg_get_serial_sequence(table.name, column.name)))
                if sequence and rows:
                    new.execute(select(func.setval(sequence, max(row[column.name] for row in rows))))
