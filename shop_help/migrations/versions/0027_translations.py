"""Operators write questions of Help in other languages, too."""

import sqlalchemy as sa
from alembic import op

revision = "0027_translations"
down_revision = "0026_password_links"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The default is for the version of before, which goes on writing meanwhile.
    op.add_column("help_questions", sa.Column("translations", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("help_questions", "translations")
