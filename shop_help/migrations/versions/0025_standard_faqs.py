"""Questions for the conversations of every shop that has none of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0025_standard_faqs"
down_revision = "0024_hidden_questions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "standard_faqs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("states", sa.JSON(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_standard_faqs"),
    )


def downgrade() -> None:
    op.drop_table("standard_faqs")
