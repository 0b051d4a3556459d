"""The questions of a topic of Help stand in an order that an operator gives them."""

import sqlalchemy as sa
from alembic import op

revision = "0023_question_order"
down_revision = "0023_teams"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("help_topics", sa.Column("placed", sa.JSON(), nullable=True))
    op.add_column("help_topics", sa.Column("order_version", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("help_topics", "order_version")
    op.drop_column("help_topics", "placed")
