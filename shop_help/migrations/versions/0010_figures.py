"""figures of customer service"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

#: Of the answers that are there, where each market's clock stood.
ZONES = {"US": "America/New_York", "UK": "Europe/London", "DE": "Europe/Berlin", "ID": "Asia/Jakarta"}


#: All that a report reads of an answer, so that it reads nothing else.
REPORT = ["answered_at", "market", "team", "mode", "is_first", "in_time", "asked_hour", "question_id", "seconds"]


def upgrade() -> None:
    with op.batch_alter_table("case_answers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("market", sa.String(length=8), nullable=True))
        batch_op.add_column(sa.Column("team", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("question_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("asked_hour", sa.Integer(), nullable=True))
    _fill()
    with op.batch_alter_table("case_answers", schema=None) as batch_op:
        for name, kind in (("market", sa.String(8)), ("team", sa.String(16)), ("asked_hour", sa.Integer())):
            batch_op.alter_column(name, existing_type=kind, nullable=False)
        batch_op.create_foreign_key(
            op.f("fk_case_answers_question_id_help_questions"),
            "help_questions",
            ["question_id"],
            ["id"],
            ondelete="SET NULL",
        )
        batch_op.drop_index("ix_case_answers_answered_at")
        batch_op.create_index("ix_case_answers_report", REPORT)
        batch_op.create_index("ix_case_answers_question_id", ["question_id"])
    op.create_index("ix_cases_resolved_at", "cases", ["resolved_at"])
    op.create_index("ix_cases_reopened_at", "cases", ["reopened_at"])
    op.create_index("ix_case_ratings_rated_at", "case_ratings", ["rated_at"])
    op.create_index("ix_help_votes_voted_at", "help_votes", ["voted_at"])
    _create_readings()


def _fill() -> None:
    bind = op.get_bind()
    kept = "SELECT {0} FROM cases WHERE cases.id = case_answers.case_id"
    columns = ", ".join(f"{name} = ({kept.format(name)})" for name in ("market", "team", "question_id"))
    bind.execute(sa.text(f"UPDATE case_answers SET {columns}"))  # noqa: S608 - our own names
    hours = []
    for row in bind.execute(sa.text("SELECT id, asked_at, market FROM case_answers")):
        asked = datetime.fromisoformat(row.asked_at) if isinstance(row.asked_at, str) else row.asked_at
        there = ZoneInfo(ZONES.get(row.market, ZONES["US"]))
        hours.append(
            {"this": row.id, "hour": (asked if asked.tzinfo else asked.replace(tzinfo=UTC)).astimezone(there).hour}
        )
    if hours:
        bind.execute(sa.text("UPDATE case_answers SET asked_hour = :hour WHERE id = :this"), hours)


def _create_readings() -> None:
    op.create_table(
        "help_readings",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("market", sa.String(length=8), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_help_readings_person_id_persons"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["help_questions.id"],
            name=op.f("fk_help_readings_question_id_help_questions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", "question_id", "day", name=op.f("pk_help_readings")),
    )
    op.create_index("ix_help_readings_question_id", "help_readings", ["question_id"])
    op.create_index("ix_help_readings_read_at", "help_readings", ["read_at"])
    op.create_table(
        "help_outcomes",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("market", sa.String(length=8), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("readings", sa.Integer(), nullable=False),
        sa.Column("contacted", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["help_questions.id"],
            name=op.f("fk_help_outcomes_question_id_help_questions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("day", "market", "question_id", name=op.f("pk_help_outcomes")),
    )
    op.create_index("ix_help_outcomes_question_id", "help_outcomes", ["question_id"])


def downgrade() -> None:
    op.drop_table("help_outcomes")
    op.drop_table("help_readings")
    op.drop_index("ix_help_votes_voted_at", "help_votes")
    op.drop_index("ix_case_ratings_rated_at", "case_ratings")
    op.drop_index("ix_cases_reopened_at", "cases")
    op.drop_index("ix_cases_resolved_at", "cases")
    with op.batch_alter_table("case_answers", schema=None) as batch_op:
        batch_op.drop_index("ix_case_answers_question_id")
        batch_op.drop_index("ix_case_answers_report")
        batch_op.create_index("ix_case_answers_answered_at", ["answered_at"])
        batch_op.drop_constraint(op.f("fk_case_answers_question_id_help_questions"), type_="foreignkey")
        for name in ("asked_hour", "question_id", "team", "market"):
            batch_op.drop_column(name)
