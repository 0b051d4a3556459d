"""Text in every column that people's words are in, and what an answer is made of without its words."""

import json
import sqlite3
from contextlib import closing
from html.parser import HTMLParser
from typing import Any

from sqlalchemy import JSON, Column, String

from shop_help.extensions import db
from tests.attacks.ground import Ground

#: Columns that hold our own words: codes, states, names of files. What isn't here is taken for somebody's text.
OURS = frozenset(
    [
        "act",
        "action",
        "adapter",
        "adult_confirmed_by",
        "after",
        "answer_reason",
        "before",
        "cast_name",
        "client_id",
        "currency",
        "digest",
        "draft_of",
        "email",
        "external_id",
        "failure_code",
        "file_name",
        "fs_uniquifier",
        "id",
        "item_class",
        "key",
        "kind",
        "language",
        "locale",
        "market",
        "mode",
        "mover",
        "number",
        "open_key",
        "outcome",
        "owner",
        "password",
        "side",
        "slug",
        "state",
        "step",
        "team",
        "then",
        "voice",
        "wanted",
        "what",
        "station",
    ]
)
#: The same of some tables only.
OURS_IN = {("roles", "name"), ("roles", "description"), ("order_requests", "reason"), ("protection_cases", "reason")}
OURS_IN |= {("orders", "cancel_reason"), ("log_entries", "why"), ("help_topics", "picture"), ("case_texts", "words")}
OURS_IN |= {("case_texts", "about"), ("totp_keys", "secret"), ("totp_keys", "pending"), ("passkeys", "credential_id")}
#: In columns of JSON, what people wrote.
WRITTEN = frozenset(
    [
        "name",
        "phone",
        "lines",
        "line1",
        "line2",
        "line3",
        "postal_code",
        "city",
        "region",
        "carrier",
        "tracking_number",
        "words",
        "note",
        "body",
        "title",
        "question",
        "answer",
        "why",
        "quotes",
        "variant",
        "place",
    ]
)


#: The database itself refuses to have them changed.
UNCHANGED = {"audit_entries", "audit_heads"}


def soak(ground: Ground, text: str) -> None:
    """Writes it everywhere, behind the acts' backs: however it came in, no page may let it out as more than text."""
    with closing(sqlite3.connect(ground.path, timeout=20)) as connection, connection:
        for table in db.metadata.sorted_tables:
            for column in () if table.name in UNCHANGED else table.columns:
                if _is_text(table.name, column):
                    connection.execute(f'UPDATE "{table.name}" SET "{column.name}" = ?', (text,))
                elif isinstance(column.type, JSON):
                    _soak_json(connection, table.name, column.name, text)


def _is_text(table: str, column: Column[Any]) -> bool:
    is_ours = column.name in OURS or (table, column.name) in OURS_IN or column.primary_key or column.foreign_keys
    return isinstance(column.type, String) and not is_ours


def _soak_json(connection: sqlite3.Connection, table: str, column: str, text: str) -> None:
    rows = connection.execute(f'SELECT DISTINCT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL').fetchall()
    for (held,) in rows:
        soaked = json.dumps(_soaked(json.loads(held), text, False))
        connection.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE "{column}" = ?', (soaked, held))


def _soaked(value: Any, text: str, is_written: bool) -> Any:
    if isinstance(value, dict):
        return {key: _soaked(each, text, key in WRITTEN) for key, each in value.items()}
    if isinstance(value, list):
        return [_soaked(each, text, is_written) for each in value]
    return text if is_written and isinstance(value, str) and value else value


class Skeleton(HTMLParser):
    """Each element's name with its attributes' names, in order; and the words between them."""

    def __init__(self, content: str) -> None:
        super().__init__(convert_charrefs=True)
        self.bones: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.words: list[str] = []
        self.feed(content)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.bones.append(f"<{tag} {' '.join(sorted(name for name, _ in attrs))}>")
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        self.bones.append(f"</{tag}>")

    def handle_comment(self, data: str) -> None:
        self.bones.append("<!---->")

    def handle_data(self, data: str) -> None:
        self.words.append(data)
