"""the timeline of a conversation is read by its index"""

from alembic import op

revision = "0005"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_log_entries_conversation_id_happened_at", "log_entries", ["conversation_id", "happened_at"])


def downgrade() -> None:
    op.drop_index("ix_log_entries_conversation_id_happened_at", "log_entries")
