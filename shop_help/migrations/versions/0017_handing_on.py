"""A happening that somebody could not be told of is told to them again, and to nobody else."""

import sqlalchemy as sa
from alembic import op

revision = "0017_handing_on"
down_revision = "0016_open_protection"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox_entries", sa.Column("owed", sa.JSON(), nullable=True))
    op.add_column("outbox_entries", sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("outbox_entries") as batch:
        batch.drop_column("next_try_at")
        batch.drop_column("owed")
