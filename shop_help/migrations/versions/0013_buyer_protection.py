"""buyer protection"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "claim_drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("buyer_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("step", sa.String(length=16), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["buyer_id"], ["persons.id"], name=op.f("fk_claim_drafts_buyer_id_persons"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_claim_drafts_order_id_orders"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_drafts")),
        sa.UniqueConstraint("buyer_id", "order_id", name=op.f("uq_claim_drafts_buyer_id_order_id")),
        sa.UniqueConstraint("client_id", name=op.f("uq_claim_drafts_client_id")),
    )
    op.create_index(op.f("ix_claim_drafts_order_id"), "claim_drafts", ["order_id"])

    op.create_table(
        "protection_cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("buyer_id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("wanted", sa.String(length=16), nullable=False),
        sa.Column("market", sa.String(length=8), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("shipping_amount", sa.BigInteger(), nullable=False),
        sa.Column("verdict", sa.JSON(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("came_late", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mover", sa.String(length=16), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("went_unanswered", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("decided_amount", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("appeal_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("borne_amount", sa.BigInteger(), nullable=False),
        sa.Column("return_required_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("return_parcel", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("shipped_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("arrived_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["buyer_id"], ["persons.id"], name=op.f("fk_protection_cases_buyer_id_persons")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_protection_cases_case_id_cases"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_protection_cases_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_protection_cases_order_id_orders")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_protection_cases_shop_id_shops")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_protection_cases")),
        sa.UniqueConstraint("buyer_id", "client_id", name=op.f("uq_protection_cases_buyer_id_client_id")),
        sa.UniqueConstraint("case_id", name=op.f("uq_protection_cases_case_id")),
    )
    op.create_index("ix_protection_cases_buyer_id_opened_at_id", "protection_cases", ["buyer_id", "opened_at", "id"])
    op.create_index(op.f("ix_protection_cases_conversation_id"), "protection_cases", ["conversation_id"])
    op.create_index("ix_protection_cases_decided_at_id", "protection_cases", ["decided_at", "id"])
    op.create_index("ix_protection_cases_opened_at_id", "protection_cases", ["opened_at", "id"])
    op.create_index("ix_protection_cases_order_id_id", "protection_cases", ["order_id", "id"])
    op.create_index(
        "ix_protection_cases_shop_id_mover_due_at_id", "protection_cases", ["shop_id", "mover", "due_at", "id"]
    )
    op.create_index("ix_protection_cases_state_due_at_id", "protection_cases", ["state", "due_at", "id"])

    op.create_table(
        "appeals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("protection_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_appeals_person_id_persons")),
        sa.ForeignKeyConstraint(
            ["protection_id"],
            ["protection_cases.id"],
            name=op.f("fk_appeals_protection_id_protection_cases"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeals")),
        sa.UniqueConstraint("protection_id", "side", name=op.f("uq_appeals_protection_id_side")),
    )
    op.create_index(op.f("ix_appeals_person_id"), "appeals", ["person_id"])

    op.create_table(
        "evidence_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("protection_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=16), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_evidence_requests_person_id_persons")),
        sa.ForeignKeyConstraint(
            ["protection_id"],
            ["protection_cases.id"],
            name=op.f("fk_evidence_requests_protection_id_protection_cases"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_requests")),
    )
    op.create_index(op.f("ix_evidence_requests_person_id"), "evidence_requests", ["person_id"])
    op.create_index(op.f("ix_evidence_requests_protection_id"), "evidence_requests", ["protection_id"])

    op.create_table(
        "protection_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("protection_id", sa.Integer(), nullable=False),
        sa.Column("open_protection_id", sa.Integer(), nullable=True),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("is_final", sa.Boolean(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("shipping_amount", sa.BigInteger(), nullable=False),
        sa.Column("by_line", sa.JSON(), nullable=False),
        sa.Column("requires_return", sa.Boolean(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("verdict", sa.JSON(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused_why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["persons.id"], name=op.f("fk_protection_decisions_confirmed_by_persons")
        ),
        sa.ForeignKeyConstraint(
            ["open_protection_id"],
            ["protection_cases.id"],
            name=op.f("fk_protection_decisions_open_protection_id_protection_cases"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_protection_decisions_person_id_persons")
        ),
        sa.ForeignKeyConstraint(
            ["protection_id"],
            ["protection_cases.id"],
            name=op.f("fk_protection_decisions_protection_id_protection_cases"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_protection_decisions")),
        sa.UniqueConstraint("client_id", name=op.f("uq_protection_decisions_client_id")),
        sa.UniqueConstraint("open_protection_id", name=op.f("uq_protection_decisions_open_protection_id")),
    )
    op.create_index(op.f("ix_protection_decisions_confirmed_by"), "protection_decisions", ["confirmed_by"])
    op.create_index(op.f("ix_protection_decisions_person_id"), "protection_decisions", ["person_id"])
    op.create_index(op.f("ix_protection_decisions_protection_id"), "protection_decisions", ["protection_id"])

    op.create_table(
        "protection_lines",
        sa.Column("protection_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("open_line_id", sa.Integer(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("decided_amount", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["line_id"], ["order_lines.id"], name=op.f("fk_protection_lines_line_id_order_lines"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["open_line_id"],
            ["order_lines.id"],
            name=op.f("fk_protection_lines_open_line_id_order_lines"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["protection_id"],
            ["protection_cases.id"],
            name=op.f("fk_protection_lines_protection_id_protection_cases"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("protection_id", "line_id", name=op.f("pk_protection_lines")),
        sa.UniqueConstraint("open_line_id", name=op.f("uq_protection_lines_open_line_id")),
    )
    op.create_index(op.f("ix_protection_lines_line_id"), "protection_lines", ["line_id"])

    op.create_table(
        "settlements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("protection_id", sa.Integer(), nullable=False),
        sa.Column("open_protection_id", sa.Integer(), nullable=True),
        sa.Column("side", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["open_protection_id"],
            ["protection_cases.id"],
            name=op.f("fk_settlements_open_protection_id_protection_cases"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_settlements_person_id_persons")),
        sa.ForeignKeyConstraint(
            ["protection_id"],
            ["protection_cases.id"],
            name=op.f("fk_settlements_protection_id_protection_cases"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settlements")),
        sa.UniqueConstraint("client_id", name=op.f("uq_settlements_client_id")),
        sa.UniqueConstraint("open_protection_id", name=op.f("uq_settlements_open_protection_id")),
    )
    op.create_index(op.f("ix_settlements_person_id"), "settlements", ["person_id"])
    op.create_index(op.f("ix_settlements_protection_id"), "settlements", ["protection_id"])

    op.create_table(
        "evidence",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.Column("protection_id", sa.Integer(), nullable=True),
        sa.Column("side", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("asked_id", sa.Integer(), nullable=True),
        sa.Column("appeal_id", sa.Integer(), nullable=True),
        sa.Column("file_name", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("sharpness", sa.Double(), nullable=True),
        sa.Column("sent_blurred", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["appeal_id"], ["appeals.id"], name=op.f("fk_evidence_appeal_id_appeals"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["asked_id"],
            ["evidence_requests.id"],
            name=op.f("fk_evidence_asked_id_evidence_requests"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["claim_drafts.id"], name=op.f("fk_evidence_draft_id_claim_drafts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_evidence_person_id_persons")),
        sa.ForeignKeyConstraint(
            ["protection_id"],
            ["protection_cases.id"],
            name=op.f("fk_evidence_protection_id_protection_cases"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index(op.f("ix_evidence_appeal_id"), "evidence", ["appeal_id"])
    op.create_index(op.f("ix_evidence_asked_id"), "evidence", ["asked_id"])
    op.create_index(op.f("ix_evidence_draft_id"), "evidence", ["draft_id"])
    op.create_index(op.f("ix_evidence_person_id"), "evidence", ["person_id"])
    op.create_index("ix_evidence_protection_id_id", "evidence", ["protection_id", "id"])


def downgrade() -> None:
    for name in (
        "evidence",
        "settlements",
        "protection_lines",
        "protection_decisions",
        "evidence_requests",
        "appeals",
        "protection_cases",
        "claim_drafts",
    ):
        op.drop_table(name)
