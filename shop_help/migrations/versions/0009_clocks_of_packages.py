"""clocks of packages"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("packages", schema=None) as batch_op:
        batch_op.add_column(sa.Column("returns_close_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("protection_closes_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("clocks_by", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("packages", schema=None) as batch_op:
        batch_op.drop_column("clocks_by")
        batch_op.drop_column("protection_closes_at")
        batch_op.drop_column("returns_close_at")
