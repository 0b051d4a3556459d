"""What the operator calls this, and how it looks."""

import sqlalchemy as sa
from alembic import op

revision = "0023_brand"
down_revision = "0023_question_order"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "brands",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("accent", sa.String(7), nullable=False),
        sa.Column("accent_dark", sa.String(7), nullable=False),
        sa.Column("logo", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.String(12), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brands")),
    )


def downgrade() -> None:
    op.drop_table("brands")
