"""rule versions"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rule_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("market", sa.String(length=8), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("draft_of", sa.String(length=8), nullable=True),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_rule_versions_person_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_versions")),
        sa.UniqueConstraint("draft_of", name=op.f("uq_rule_versions_draft_of")),
        sa.UniqueConstraint("market", "version", name=op.f("uq_rule_versions_market_version")),
    )
    with op.batch_alter_table("rule_versions", schema=None) as batch_op:
        batch_op.create_index(
            "ix_rule_versions_market_state_valid_from", ["market", "state", "valid_from"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_rule_versions_person_id"), ["person_id"], unique=False)

    op.create_table(
        "rule_replays",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("behind", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("allowed", sa.Integer(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_rule_replays_person_id_persons")),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["rule_versions.id"],
            name=op.f("fk_rule_replays_version_id_rule_versions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_replays")),
        sa.UniqueConstraint("version_id", name=op.f("uq_rule_replays_version_id")),
    )
    with op.batch_alter_table("rule_replays", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rule_replays_person_id"), ["person_id"], unique=False)

    op.create_table(
        "replay_findings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("replay_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("is_allowed", sa.Boolean(), nullable=False),
        sa.Column("before", sa.String(length=32), nullable=False),
        sa.Column("after", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_replay_findings_order_id_orders"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["replay_id"],
            ["rule_replays.id"],
            name=op.f("fk_replay_findings_replay_id_rule_replays"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replay_findings")),
    )
    with op.batch_alter_table("replay_findings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_replay_findings_order_id"), ["order_id"], unique=False)
        batch_op.create_index(
            "ix_replay_findings_replay_id_is_allowed_id", ["replay_id", "is_allowed", "id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("replay_findings", schema=None) as batch_op:
        batch_op.drop_index("ix_replay_findings_replay_id_is_allowed_id")
        batch_op.drop_index(batch_op.f("ix_replay_findings_order_id"))

    op.drop_table("replay_findings")
    with op.batch_alter_table("rule_replays", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rule_replays_person_id"))

    op.drop_table("rule_replays")
    with op.batch_alter_table("rule_versions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rule_versions_person_id"))
        batch_op.drop_index("ix_rule_versions_market_state_valid_from")

    op.drop_table("rule_versions")
