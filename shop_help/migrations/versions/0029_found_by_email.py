"""Who forgot a password, and whom a command names, is found by an address however it is spelt."""

import sqlalchemy as sa
from alembic import op

revision = "0029_found_by_email"
down_revision = "0028_translated_faqs"
branch_labels = None
depends_on = None

NAME = "ix_persons_lower_email"


def upgrade() -> None:
    with op.get_context().autocommit_block():
        # What a try that was cut off has left half built.
        op.drop_index(NAME, "persons", if_exists=True, postgresql_concurrently=True)
        op.create_index(NAME, "persons", [sa.text("lower(email)")], postgresql_concurrently=True)


def downgrade() -> None:
    op.drop_index(NAME, "persons")
