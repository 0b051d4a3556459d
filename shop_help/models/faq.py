"""What a shop answers by itself, and what its people answer with one tap."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from shop_help import clock
from shop_help.database import UTCDateTime
from shop_help.extensions import Model
from shop_help.models.translations import Translations


class ShopFaq(Model):
    """A question that buyers often ask a shop, and its answer with places for the order's facts."""

    __tablename__ = "shop_faqs"
    __table_args__ = (Index("ix_shop_faqs_shop_id_asked", "shop_id", "asked"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shops.id", ondelete="CASCADE"))
    question: Mapped[str]
    #: Text with places such as {tracking_number}; the places are those of policy.answers.
    answer: Mapped[str] = mapped_column(Text)
    #: The order states in which it is offered; empty means always.
    states: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: How often it was tapped: the most common come first.
    asked: Mapped[int] = mapped_column(default=0)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


class StandardFaq(Model):
    """A question for the conversations of every shop that has none of its own."""

    __tablename__ = "standard_faqs"

    id: Mapped[int] = mapped_column(primary_key=True)
    question: Mapped[str]
    #: As a shop's own answers have it.
    answer: Mapped[str] = mapped_column(Text)
    states: Mapped[list[str]] = mapped_column(JSON, default=list)
    asked: Mapped[int] = mapped_column(default=0)
    #: Counts up with each change of its words.
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    translations: Mapped[Translations] = mapped_column(JSON, default=dict, server_default="{}")
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


#: Either is offered as a chip over a conversation.
Faq = ShopFaq | StandardFaq


class SavedReply(Model):
    """A reply that a shop's people insert and then send themselves."""

    __tablename__ = "saved_replies"

    id: Mapped[int] = mapped_column(primary_key=True)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shops.id", ondelete="CASCADE"), index=True)
    title: Mapped[str]
    body: Mapped[str] = mapped_column(Text)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
