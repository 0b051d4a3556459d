"""order requests, refunds, deadlines"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

NOT_OFFERED = "waiting_since IS NOT NULL AND (service_offered_for IS NULL OR service_offered_for <> waiting_since)"


def upgrade() -> None:
    op.create_table(
        "deadlines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=24), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("open_key", sa.String(length=48), nullable=True),
        sa.Column("act", sa.String(length=24), nullable=False),
        sa.Column("mover", sa.String(length=16), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("remind_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("retry_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadlines")),
        sa.UniqueConstraint("open_key", name=op.f("uq_deadlines_open_key")),
    )
    op.create_index("ix_deadlines_owner_owner_id", "deadlines", ["owner", "owner_id"])
    op.create_index("ix_deadlines_settled_at_due_at_id", "deadlines", ["settled_at", "due_at", "id"])
    op.create_index("ix_deadlines_settled_at_remind_at_id", "deadlines", ["settled_at", "remind_at", "id"])

    op.create_table(
        "outbox_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=48), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_entries")),
    )
    op.create_index("ix_outbox_entries_taken_at_id", "outbox_entries", ["taken_at", "id"])

    op.create_table(
        "order_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("buyer_id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("verdict", sa.JSON(), nullable=False),
        sa.Column("came_late", sa.Boolean(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("shipping_amount", sa.BigInteger(), nullable=False),
        sa.Column("offered", sa.BigInteger(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answer_reason", sa.String(length=32), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mover", sa.String(length=16), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rejected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("went_unanswered", sa.Boolean(), nullable=False),
        sa.Column("return_parcel", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("shipped_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("arrived_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replacement", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["buyer_id"], ["persons.id"], name=op.f("fk_order_requests_buyer_id_persons")),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_order_requests_conversation_id_conversations")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_requests_order_id_orders")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_order_requests_shop_id_shops")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_requests")),
        sa.UniqueConstraint("buyer_id", "client_id", name=op.f("uq_order_requests_buyer_id_client_id")),
    )
    op.create_index("ix_order_requests_buyer_id_asked_at_id", "order_requests", ["buyer_id", "asked_at", "id"])
    op.create_index("ix_order_requests_conversation_id_id", "order_requests", ["conversation_id", "id"])
    op.create_index("ix_order_requests_order_id_id", "order_requests", ["order_id", "id"])
    op.create_index(
        "ix_order_requests_shop_id_mover_due_at_id", "order_requests", ["shop_id", "mover", "due_at", "id"]
    )

    op.create_table(
        "disputes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("open_request_id", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_disputes_case_id_cases")),
        sa.ForeignKeyConstraint(["decided_by"], ["persons.id"], name=op.f("fk_disputes_decided_by_persons")),
        sa.ForeignKeyConstraint(
            ["open_request_id"],
            ["order_requests.id"],
            name=op.f("fk_disputes_open_request_id_order_requests"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["order_requests.id"],
            name=op.f("fk_disputes_request_id_order_requests"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disputes")),
        sa.UniqueConstraint("open_request_id", name=op.f("uq_disputes_open_request_id")),
    )
    op.create_index(op.f("ix_disputes_case_id"), "disputes", ["case_id"])
    op.create_index(op.f("ix_disputes_decided_by"), "disputes", ["decided_by"])
    op.create_index(op.f("ix_disputes_request_id"), "disputes", ["request_id"])

    op.create_table(
        "order_request_lines",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("open_line_id", sa.Integer(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["line_id"],
            ["order_lines.id"],
            name=op.f("fk_order_request_lines_line_id_order_lines"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["open_line_id"],
            ["order_lines.id"],
            name=op.f("fk_order_request_lines_open_line_id_order_lines"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["order_requests.id"],
            name=op.f("fk_order_request_lines_request_id_order_requests"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("request_id", "line_id", name=op.f("pk_order_request_lines")),
        sa.UniqueConstraint("open_line_id", name=op.f("uq_order_request_lines_open_line_id")),
    )
    op.create_index(op.f("ix_order_request_lines_line_id"), "order_request_lines", ["line_id"])

    op.create_table(
        "refunds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("adapter", sa.String(length=16), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trying_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reference", sa.String(length=128), nullable=False),
        sa.Column("failure_code", sa.String(length=16), nullable=False),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_refunds_order_id_orders")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["order_requests.id"], name=op.f("fk_refunds_request_id_order_requests")
        ),
        sa.ForeignKeyConstraint(["settled_by"], ["persons.id"], name=op.f("fk_refunds_settled_by_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refunds")),
        sa.UniqueConstraint("key", name=op.f("uq_refunds_key")),
    )
    op.create_index("ix_refunds_order_id_id", "refunds", ["order_id", "id"])
    op.create_index(op.f("ix_refunds_request_id"), "refunds", ["request_id"])
    op.create_index(op.f("ix_refunds_settled_by"), "refunds", ["settled_by"])
    op.create_index("ix_refunds_state_id", "refunds", ["state", "id"])
    op.create_index("ix_refunds_state_next_try_at_id", "refunds", ["state", "next_try_at", "id"])

    op.create_table(
        "order_request_photos",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("photo_id", sa.String(length=36), nullable=False),
        sa.Column("voice", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["photo_id"], ["photos.id"], name=op.f("fk_order_request_photos_photo_id_photos"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["order_requests.id"],
            name=op.f("fk_order_request_photos_request_id_order_requests"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("request_id", "photo_id", name=op.f("pk_order_request_photos")),
    )
    op.create_index(op.f("ix_order_request_photos_photo_id"), "order_request_photos", ["photo_id"])

    op.create_table(
        "refund_parts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("refund_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["line_id"], ["order_lines.id"], name=op.f("fk_refund_parts_line_id_order_lines")),
        sa.ForeignKeyConstraint(
            ["refund_id"], ["refunds.id"], name=op.f("fk_refund_parts_refund_id_refunds"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund_parts")),
    )
    op.create_index(op.f("ix_refund_parts_line_id"), "refund_parts", ["line_id"])
    op.create_index(op.f("ix_refund_parts_refund_id"), "refund_parts", ["refund_id"])

    with op.batch_alter_table("order_lines", schema=None) as batch_op:
        batch_op.add_column(sa.Column("refunded_part", sa.BigInteger(), nullable=True))

    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("service_offered_for", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(
            "ix_conversations_not_offered",
            ["waiting_since", "id"],
            sqlite_where=sa.text(NOT_OFFERED),
            postgresql_where=sa.text(NOT_OFFERED),
        )


def downgrade() -> None:
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.drop_index("ix_conversations_not_offered")
        batch_op.drop_column("service_offered_for")
    with op.batch_alter_table("order_lines", schema=None) as batch_op:
        batch_op.drop_column("refunded_part")
    for name in (
        "refund_parts",
        "order_request_photos",
        "refunds",
        "order_request_lines",
        "disputes",
        "order_requests",
        "outbox_entries",
        "deadlines",
    ):
        op.drop_table(name)
