"""People who leave: when their account is deleted, when it was, and when their words went."""

import sqlalchemy as sa
from alembic import op

revision = "0021_leaving"
down_revision = "0020_tool_webhooks"
branch_labels = None
depends_on = None

COLUMNS = ("leaves_at", "erased_at", "words_cleared_at")


def upgrade() -> None:
    for name in COLUMNS:
        op.add_column("persons", sa.Column(name, sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    for name in COLUMNS:
        op.drop_column("persons", name)
