"""Operators say their questions in other languages, too."""

import sqlalchemy as sa
from alembic import op

revision = "0027_translations"
down_revision = "0026_password_links"
branch_labels = None
depends_on = None

#: By table; the server's default is for a version of before, which goes on writing meanwhile.
COLUMNS = {
    "help_questions": ("translations",),
    "standard_faqs": ("translations", "version"),
}
KINDS = {"translations": (sa.JSON, "{}"), "version": (sa.Integer, "1")}


def upgrade() -> None:
    for table, names in COLUMNS.items():
        for name in names:
            kind, default = KINDS[name]
            op.add_column(table, sa.Column(name, kind(), nullable=False, server_default=default))


def downgrade() -> None:
    for table, names in COLUMNS.items():
        for name in names:
            op.drop_column(table, name)
