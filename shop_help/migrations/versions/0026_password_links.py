"""Who is invited, or forgot their password, chooses one by a link."""

import sqlalchemy as sa
from alembic import op

revision = "0026_password_links"
down_revision = "0025_standard_faqs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("persons", sa.Column("password_link_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("persons", sa.Column("password_link_used_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("persons", "password_link_used_at")
    op.drop_column("persons", "password_link_at")
