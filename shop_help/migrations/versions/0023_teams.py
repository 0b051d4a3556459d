"""Who is in which team of customer service, as an operator says."""

import sqlalchemy as sa
from alembic import op

revision = "0023_teams"
down_revision = "0023_own_words"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("duties", sa.Column("member_of", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    op.drop_column("duties", "member_of")
