"""The questions of Help by topic, each with the versions of its text, and what readers said of them."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop_help import clock
from shop_help.database import UTCDateTime
from shop_help.extensions import Model
from shop_help.models.person import Person
from shop_help.models.translations import Translations


class HelpTopic(Model):
    """What questions are grouped by."""

    __tablename__ = "help_topics"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    #: An icon of the sprite.
    picture: Mapped[str]
    position: Mapped[int]
    #: Its questions by slug, as an operator put them in order; None for the order they were shipped in.
    placed: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    #: Counts up with each change of the order, of what is hidden, and of operators' translations.
    order_version: Mapped[int] = mapped_column(default=0, server_default="0")


class HelpQuestion(Model):
    """A question that buyers have: when it is offered, and which version of its text holds."""

    __tablename__ = "help_questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("help_topics.id"), index=True)
    position: Mapped[int]
    #: {situation: weight}: how much each speaks for it (policy.help_questions).
    fits: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    #: Situations in which it makes no sense.
    unless: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: Names of policy.help_questions.SOLUTIONS, the best first.
    actions: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: The HelpText that holds.
    version: Mapped[int] = mapped_column(default=1)
    #: What operators wrote of it in other languages: see models.translations.
    translations: Mapped[Translations] = mapped_column(JSON, default=dict, server_default="{}")
    #: Since when buyers aren't offered it; None while they are.
    hidden_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    topic: Mapped[HelpTopic] = relationship()


class HelpText(Model):
    """One version of a question's words. Never changed: an edit is a new version."""

    __tablename__ = "help_texts"
    __table_args__ = (UniqueConstraint("question_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("help_questions.id", ondelete="CASCADE"))
    version: Mapped[int]
    question: Mapped[str]
    #: What buyers say who mean it, a line each; the search looks here, too.
    asked: Mapped[str] = mapped_column(Text, default="")
    #: Markdown in parts (policy.help_texts).
    body: Mapped[str] = mapped_column(Text)
    #: Who wrote it; None for what was shipped.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    person: Mapped[Person | None] = relationship()

    @property
    def is_shipped(self) -> bool:
        """Did it come with the application?"""
        return self.person_id is None


class HelpVote(Model):
    """ "Did this help?": what one person said of one question about one order, or none. The last counts."""

    __tablename__ = "help_votes"
    __table_args__ = (
        UniqueConstraint("person_id", "question_id", "order_id"),
        Index(
            "uq_help_votes_person_id_question_id_no_order",
            "person_id",
            "question_id",
            unique=True,
            sqlite_where=text("order_id IS NULL"),
            postgresql_where=text("order_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    question_id: Mapped[int] = mapped_column(ForeignKey("help_questions.id", ondelete="CASCADE"), index=True)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"), index=True)
    #: The version of the text that was read.
    version: Mapped[int]
    helped: Mapped[bool]
    voted_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now, index=True)
