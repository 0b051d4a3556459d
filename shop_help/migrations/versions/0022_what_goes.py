"""What has been kept for long enough is found by when it ended: sign-ins, claims never sent, people who left."""

import sqlalchemy as sa
from alembic import op

revision = "0022_what_goes"
down_revision = "0021_leaving"
branch_labels = None
depends_on = None

#: Name, table, columns, and which rows are in it.
INDEXES = (
    ("ix_sign_ins_ended_at", "sign_ins", ["ended_at"], None),
    ("ix_claim_drafts_updated_at", "claim_drafts", ["updated_at"], None),
    ("ix_persons_erased_at", "persons", ["erased_at"], "erased_at IS NOT NULL AND words_cleared_at IS NULL"),
)


def upgrade() -> None:
    with op.get_context().autocommit_block():
        for name, table, columns, which in INDEXES:
            where = sa.text(which) if which else None
            # What a try that was cut off has left half built.
            op.drop_index(name, table, if_exists=True, postgresql_concurrently=True)
            op.create_index(
                name, table, columns, sqlite_where=where, postgresql_where=where, postgresql_concurrently=True
            )


def downgrade() -> None:
    for name, table, _columns, _which in reversed(INDEXES):
        op.drop_index(name, table)
