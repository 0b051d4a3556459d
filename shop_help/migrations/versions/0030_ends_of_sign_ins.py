"""A sign-in ends when its time is over, or once nobody uses it."""

import sqlalchemy as sa
from alembic import op

revision = "0030_ends_of_sign_ins"
down_revision = "0029_found_by_email"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sign_ins", sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("sign_ins", "ends_at")
