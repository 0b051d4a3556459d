"""A question of Help can be hidden: buyers aren't offered it any more."""

import sqlalchemy as sa
from alembic import op

revision = "0024_hidden_questions"
down_revision = "0023_brand"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("help_questions", sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("help_questions", "hidden_at")
