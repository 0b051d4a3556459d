"""Somebody is invited to work here, and chooses a password by a link."""

import sqlalchemy as sa
from alembic import op

revision = "0026_invitations"
down_revision = "0025_standard_faqs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("persons", sa.Column("invited_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("persons", "invited_at")
