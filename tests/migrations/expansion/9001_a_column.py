"""What a newer version might bring: columns that the old one knows nothing of."""

import sqlalchemy as sa
from alembic import op
from alembic.script import ScriptDirectory

from shop_help.config import ROOT

revision = "9001"
down_revision = ScriptDirectory(str(ROOT / "shop_help" / "migrations")).get_current_head()
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("messages", sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("messages", sa.Column("tries", sa.Integer(), nullable=False, server_default="0"))
