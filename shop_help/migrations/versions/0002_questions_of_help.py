"""questions of help"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "help_topics",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("picture", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_topics")),
        sa.UniqueConstraint("slug", name=op.f("uq_help_topics_slug")),
    )
    op.create_table(
        "help_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("fits", sa.JSON(), nullable=False),
        sa.Column("unless", sa.JSON(), nullable=False),
        sa.Column("actions", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["help_topics.id"], name=op.f("fk_help_questions_topic_id_help_topics")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_questions")),
        sa.UniqueConstraint("slug", name=op.f("uq_help_questions_slug")),
    )
    with op.batch_alter_table("help_questions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_help_questions_topic_id"), ["topic_id"], unique=False)

    op.create_table(
        "help_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_help_texts_person_id_persons")),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["help_questions.id"],
            name=op.f("fk_help_texts_question_id_help_questions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_texts")),
        sa.UniqueConstraint("question_id", "version", name=op.f("uq_help_texts_question_id_version")),
    )
    with op.batch_alter_table("help_texts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_help_texts_person_id"), ["person_id"], unique=False)

    op.create_table(
        "help_votes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("helped", sa.Boolean(), nullable=False),
        sa.Column("voted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_help_votes_order_id_orders"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_help_votes_person_id_persons"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["help_questions.id"],
            name=op.f("fk_help_votes_question_id_help_questions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_votes")),
        sa.UniqueConstraint(
            "person_id", "question_id", "order_id", name=op.f("uq_help_votes_person_id_question_id_order_id")
        ),
    )
    with op.batch_alter_table("help_votes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_help_votes_order_id"), ["order_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_help_votes_question_id"), ["question_id"], unique=False)
        batch_op.create_index(
            "uq_help_votes_person_id_question_id_no_order",
            ["person_id", "question_id"],
            unique=True,
            sqlite_where=sa.text("order_id IS NULL"),
            postgresql_where=sa.text("order_id IS NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("help_votes", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_help_votes_person_id_question_id_no_order",
            sqlite_where=sa.text("order_id IS NULL"),
            postgresql_where=sa.text("order_id IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_help_votes_question_id"))
        batch_op.drop_index(batch_op.f("ix_help_votes_order_id"))

    op.drop_table("help_votes")
    with op.batch_alter_table("help_texts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_help_texts_person_id"))

    op.drop_table("help_texts")
    with op.batch_alter_table("help_questions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_help_questions_topic_id"))

    op.drop_table("help_questions")
    op.drop_table("help_topics")
