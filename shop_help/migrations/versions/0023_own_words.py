"""Words of an operator's own in place of ours: labels of the platforms, names of teams."""

import sqlalchemy as sa
from alembic import op

revision = "0023_own_words"
down_revision = "0023_reply_order"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "own_words",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("words", sa.String(length=80), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", "language", name=op.f("pk_own_words")),
    )


def downgrade() -> None:
    op.drop_table("own_words")
