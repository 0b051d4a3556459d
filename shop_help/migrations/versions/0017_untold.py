"""Conversations with messages that nobody was told of yet are found without all others."""

import sqlalchemy as sa
from alembic import op

revision = "0017_untold"
down_revision = "0017_told_seq"
branch_labels = None
depends_on = None

INDEX = "ix_conversations_untold"
WHERE = "told_seq < last_seq"


def upgrade() -> None:
    with op.get_context().autocommit_block():
        # What a try that was cut off has left half built.
        op.drop_index(INDEX, "conversations", if_exists=True, postgresql_concurrently=True)
        op.create_index(
            INDEX,
            "conversations",
            ["id"],
            sqlite_where=sa.text(WHERE),
            postgresql_where=sa.text(WHERE),
            postgresql_concurrently=True,
        )


def downgrade() -> None:
    op.drop_index(INDEX, "conversations")
