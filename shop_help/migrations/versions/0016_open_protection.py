"""Open cases of Buyer Protection are counted without those that are over."""

import sqlalchemy as sa
from alembic import op

revision = "0016_open_protection"
down_revision = "0015_roles_of_people"
branch_labels = None
depends_on = None

INDEX = "ix_protection_cases_open"
WHERE = "closed_at IS NULL"


def upgrade() -> None:
    with op.get_context().autocommit_block():
        # What a try that was cut off has left half built.
        op.drop_index(INDEX, "protection_cases", if_exists=True, postgresql_concurrently=True)
        op.create_index(
            INDEX,
            "protection_cases",
            ["mover", "due_at"],
            sqlite_where=sa.text(WHERE),
            postgresql_where=sa.text(WHERE),
            postgresql_concurrently=True,
        )


def downgrade() -> None:
    op.drop_index(INDEX, "protection_cases")
