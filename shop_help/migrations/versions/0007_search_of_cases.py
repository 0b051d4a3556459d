"""search of cases"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

SQLITE = (
    """
    CREATE VIRTUAL TABLE case_words USING fts5(
        words, about, content='case_texts', content_rowid='id', tokenize="unicode61 remove_diacritics 0", prefix='2 3'
    )
    """,
    """
    CREATE TRIGGER case_texts_come AFTER INSERT ON case_texts BEGIN
        INSERT INTO case_words (rowid, words, about) VALUES (new.id, new.words, new.about);
    END
    """,
    """
    CREATE TRIGGER case_texts_go AFTER DELETE ON case_texts BEGIN
        INSERT INTO case_words (case_words, rowid, words, about) VALUES ('delete', old.id, old.words, old.about);
    END
    """,
)
POSTGRESQL = (
    """
    ALTER TABLE case_texts ADD COLUMN tokens tsvector GENERATED ALWAYS AS
        (array_to_tsvector(array_remove(string_to_array(words || ' ' || about, ' '), ''))) STORED
    """,
    "CREATE INDEX ix_case_texts_tokens ON case_texts USING gin (tokens)",
)


def upgrade() -> None:
    op.create_table(
        "case_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_case_texts_case_id_cases"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_texts")),
        sa.UniqueConstraint("case_id", "kind", "place", name=op.f("uq_case_texts_case_id_kind_place")),
    )
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER case_texts_come")
        op.execute("DROP TRIGGER case_texts_go")
        op.execute("DROP TABLE case_words")
    op.drop_table("case_texts")
