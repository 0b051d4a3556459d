"""A sign-in ends when its time is over, or once nobody uses it."""

import sqlalchemy as sa
from alembic import op

revision = "0030_ends_of_sign_ins"
down_revision = "0029_found_by_email"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.drop_column("ends_at")
