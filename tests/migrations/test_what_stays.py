"""Migrations change tables under rows that people wrote: nothing of them goes."""

from pathlib import Path

from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from shop_help import create_app
from shop_help.extensions import db
from tests.conftest import config_of

ROWS = (
    "INSERT INTO persons (id, name, active, fs_uniquifier, market, locale, created_at)"
    " VALUES (1, 'Pia', true, 'pia', 'US', 'en', '2026-11-01 10:00:00')",
    "INSERT INTO shops (id, external_id, name, about, market, state, away_note, is_away, created_at)"
    " VALUES (1, 's', 'Shop', '', 'US', 'open', '', false, '2026-11-01 10:00:00')",
    "INSERT INTO conversations (id, kind, buyer_id, shop_id, created_at, last_seq)"
    " VALUES (1, 'seller', 1, 1, '2026-11-01 10:00:00', 1)",
    "INSERT INTO messages (conversation_id, seq, voice, person_id, client_id, kind, body, created_at)"
    " VALUES (1, 1, 'BUYER', 1, 'c', 'text', 'Where is it?', '2026-11-01 10:00:00')",
    "INSERT INTO read_cursors (conversation_id, person_id, voice, seq) VALUES (1, 1, 'BUYER', 1)",
)


def _all_rows() -> list[tuple[str, int]]:
    tables = ("persons", "shops", "conversations", "messages", "read_cursors")
    with db.engine.connect() as connection:
        return [(name, connection.execute(text(f"SELECT count(*) FROM {name}")).scalar() or 0) for name in tables]


def _up_with_rows_and_down_again(url: str) -> None:
    app = create_app(config_of(url))
    with app.app_context():
        upgrade(revision="0002")
        with db.engine.connect().execution_options(writes=True) as connection, connection.begin():
            for row in ROWS:
                connection.execute(text(row))
        there = _all_rows()
        upgrade()
        assert _all_rows() == there
        assert inspect(db.engine).has_table("cases")
        downgrade(revision="0002")
        assert _all_rows() == there
        assert not inspect(db.engine).has_table("cases")
        upgrade()
        assert _all_rows() == there
        db.session.remove()
        db.engine.dispose()


def test_messages_outlive_a_change_of_their_conversations_table_on_sqlite(tmp_path: Path) -> None:
    _up_with_rows_and_down_again(f"sqlite:///{tmp_path / 'rows.sqlite3'}")


def test_messages_outlive_a_change_of_their_conversations_table_on_postgresql(postgres: object) -> None:
    _up_with_rows_and_down_again(postgres.fresh_url("migrations"))  # type: ignore[attr-defined]
