"""Those whose time is over are found without a look at all the others."""

import sqlalchemy as sa
from alembic import op

revision = "0031_sign_ins_that_end"
down_revision = "0030_ends_of_sign_ins"
branch_labels = None
depends_on = None

NAME = "ix_sign_ins_ends_at"
GOING_ON = sa.text("ended_at IS NULL")


def upgrade() -> None:
    with op.get_context().autocommit_block():
        # What a try that was cut off has left half built.
        op.drop_index(NAME, "sign_ins", if_exists=True, postgresql_concurrently=True)
        op.create_index(
            NAME,
            "sign_ins",
            ["ends_at"],
            sqlite_where=GOING_ON,
            postgresql_where=GOING_ON,
            postgresql_concurrently=True,
        )


def downgrade() -> None:
    op.drop_index(NAME, "sign_ins")
