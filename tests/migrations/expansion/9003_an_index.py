"""An index on a table that everybody writes to, built beside them."""

from alembic import op

revision = "9003"
down_revision = "9002"
branch_labels = None
depends_on = None

INDEX = "ix_messages_person_id_tries"


def upgrade() -> None:
    with op.get_context().autocommit_block():
        # What a try that was cut off has left half built.
        op.drop_index(INDEX, "messages", if_exists=True, postgresql_concurrently=True)
        op.create_index(INDEX, "messages", ["person_id", "tries"], postgresql_concurrently=True)
