"""Saved replies of customer service stand in an order that an operator gives them."""

import sqlalchemy as sa
from alembic import op

revision = "0023_reply_order"
down_revision = "0022_what_goes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("service_replies", sa.Column("place", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("service_replies", "place")
