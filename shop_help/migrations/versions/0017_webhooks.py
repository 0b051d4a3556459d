"""Webhooks out: endpoints and deliveries."""

import sqlalchemy as sa
from alembic import op

revision = "0017_webhooks"
down_revision = "0017_untold"
branch_labels = None
depends_on = None

WHERE = sa.text("state = 'pending'")
OF_DELIVERIES = "webhook_deliveries"


def _instant(name: str, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "webhook_endpoints",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("happenings", sa.JSON(), nullable=False),
        sa.Column("secrets", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("paused_by", sa.String(length=16), nullable=False),
        _instant("created_at", nullable=False),
        _instant("failing_since"),
        sa.Column("fails", sa.Integer(), nullable=False),
        _instant("rests_until"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_endpoints")),
    )
    op.create_table(
        OF_DELIVERIES,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("endpoint_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("what", sa.String(length=48), nullable=False),
        _instant("happened_at", nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        _instant("created_at", nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        _instant("trying_since"),
        _instant("next_try_at", nullable=False),
        _instant("tried_at"),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(length=300), nullable=False),
        _instant("settled_at"),
        sa.ForeignKeyConstraint(
            ["endpoint_id"],
            ["webhook_endpoints.id"],
            name=op.f("fk_webhook_deliveries_endpoint_id_webhook_endpoints"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_deliveries")),
        sa.UniqueConstraint("endpoint_id", "key", name=op.f("uq_webhook_deliveries_endpoint_id_key")),
    )
    for name, columns in (("due", ["endpoint_id", "next_try_at"]), ("subject", ["endpoint_id", "subject", "id"])):
        named = f"ix_webhook_deliveries_{name}"
        op.create_index(named, OF_DELIVERIES, columns, sqlite_where=WHERE, postgresql_where=WHERE)
    for columns in (["endpoint_id", "id"], ["endpoint_id", "state", "id"], ["state", "id"], ["created_at"]):
        op.create_index(f"ix_webhook_deliveries_{'_'.join(columns)}", OF_DELIVERIES, columns)


def downgrade() -> None:
    op.drop_table(OF_DELIVERIES)
    op.drop_table("webhook_endpoints")
