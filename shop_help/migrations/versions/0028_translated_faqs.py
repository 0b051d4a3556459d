"""Operators write questions for all shops in other languages, too."""

import sqlalchemy as sa
from alembic import op

revision = "0028_translated_faqs"
down_revision = "0027_translations"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The defaults are for the version of before, which goes on writing meanwhile.
    op.add_column("standard_faqs", sa.Column("translations", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("standard_faqs", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))


def downgrade() -> None:
    op.drop_column("standard_faqs", "version")
    op.drop_column("standard_faqs", "translations")
