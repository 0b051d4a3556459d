"""sellers' own tools"""

import sqlalchemy as sa
from alembic import op

revision = "0020_seller_tools"
down_revision = "0018_notifications"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tools",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("app_key", sa.String(length=32), nullable=False),
        sa.Column("sealed_by", sa.String(length=16), nullable=False),
        sa.Column("sign_in_id", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["sign_in_id"], ["sign_ins.id"], name=op.f("fk_tools_sign_in_id_sign_ins"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tools")),
        sa.UniqueConstraint("app_key", name=op.f("uq_tools_app_key")),
        sa.UniqueConstraint("sign_in_id", name=op.f("uq_tools_sign_in_id")),
    )
    op.create_table(
        "tool_shops",
        sa.Column("tool_id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("cipher", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["tool_id"], ["tools.id"], name=op.f("fk_tool_shops_tool_id_tools"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_tool_shops_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tool_id", "shop_id", name=op.f("pk_tool_shops")),
        sa.UniqueConstraint("cipher", name=op.f("uq_tool_shops_cipher")),
    )
    op.create_index(op.f("ix_tool_shops_shop_id"), "tool_shops", ["shop_id"])
    op.create_table(
        "tool_tokens",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("tool_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tool_id"], ["tools.id"], name=op.f("fk_tool_tokens_tool_id_tools"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_tool_tokens")),
    )
    op.create_index(op.f("ix_tool_tokens_tool_id"), "tool_tokens", ["tool_id"])
    op.create_table(
        "tool_images",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("tool_id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tool_id"], ["tools.id"], name=op.f("fk_tool_images_tool_id_tools"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"], ["shops.id"], name=op.f("fk_tool_images_shop_id_shops"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tool_images")),
    )
    op.create_index(op.f("ix_tool_images_tool_id"), "tool_images", ["tool_id"])
    op.create_index(op.f("ix_tool_images_sent_at"), "tool_images", ["sent_at"])


def downgrade() -> None:
    op.drop_table("tool_images")
    op.drop_table("tool_tokens")
    op.drop_table("tool_shops")
    op.drop_table("tools")
