"""How far those who are told of messages have heard, a conversation at a time."""

import sqlalchemy as sa
from alembic import op

revision = "0017_told_seq"
down_revision = "0017_handing_on"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("conversations", sa.Column("told_seq", sa.Integer(), nullable=True))


def downgrade() -> None:
    # As it is: a copy of the table would lose its partial indexes.
    op.drop_column("conversations", "told_seq")
