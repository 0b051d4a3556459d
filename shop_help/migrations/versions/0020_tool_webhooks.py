"""where sellers' tools are told what happens"""

import sqlalchemy as sa
from alembic import op

revision = "0020_tool_webhooks"
down_revision = "0020_seller_tools"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tool_webhooks",
        sa.Column("tool_id", sa.Integer(), nullable=False),
        sa.Column("endpoint_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tool_id"], ["tools.id"], name=op.f("fk_tool_webhooks_tool_id_tools"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["endpoint_id"],
            ["webhook_endpoints.id"],
            name=op.f("fk_tool_webhooks_endpoint_id_webhook_endpoints"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tool_id", name=op.f("pk_tool_webhooks")),
        sa.UniqueConstraint("endpoint_id", name=op.f("uq_tool_webhooks_endpoint_id")),
    )


def downgrade() -> None:
    op.drop_table("tool_webhooks")
