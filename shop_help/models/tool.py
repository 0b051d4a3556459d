"""Sellers' own tools: programs that somebody of a shop connected and that act as they do (docs/seller-tools.md)."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, Select, String, exists, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop_help import clock
from shop_help.database import UTCDateTime
from shop_help.extensions import Model
from shop_help.models.person import SignIn
from shop_help.models.shop import Shop
from shop_help.models.webhook import WebhookEndpoint


class Tool(Model):
    """A program with its key. Its secret is worked out from the key that `sealed_by` names, and stored nowhere."""

    __tablename__ = "tools"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    app_key: Mapped[str] = mapped_column(String(32), unique=True)
    #: The name of the server's key of the day (secret_keys).
    sealed_by: Mapped[str] = mapped_column(String(16))
    #: As whom it acts: ended with it, and by whatever ends all of that person's.
    sign_in_id: Mapped[str] = mapped_column(ForeignKey("sign_ins.id", ondelete="CASCADE"), unique=True)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    #: When it last asked for something, to the minute; None where it never did.
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    sign_in: Mapped[SignIn] = relationship()
    shops: Mapped[list["ToolShop"]] = relationship(cascade="all, delete-orphan", order_by="ToolShop.shop_id")

    @classmethod
    def of_shops(cls, shop_ids: frozenset[int]) -> Select["Tool"]:
        """The tools that act for one of these shops now, the newest first."""
        theirs = select(ToolShop.tool_id).where(ToolShop.shop_id.in_(shop_ids))
        going_on = cls.sign_in.has(SignIn.ended_at.is_(None))
        return select(cls).where(cls.id.in_(theirs), going_on).order_by(cls.made_at.desc(), cls.id.desc())


class ToolShop(Model):
    """A shop that a tool may act for, by the name that it has in the tool's addresses."""

    __tablename__ = "tool_shops"

    tool_id: Mapped[int] = mapped_column(ForeignKey("tools.id", ondelete="CASCADE"), primary_key=True)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shops.id", ondelete="CASCADE"), primary_key=True, index=True)
    #: `shop_cipher`: says which shop is meant, and is no secret.
    cipher: Mapped[str] = mapped_column(String(32), unique=True)
    shop: Mapped[Shop] = relationship()


class ToolToken(Model):
    """What a tool shows to be let in: the code it begins with, then tokens. Only their digests are kept."""

    __tablename__ = "tool_tokens"

    #: SHA-256 of the token, in hex.
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    tool_id: Mapped[int] = mapped_column(ForeignKey("tools.id", ondelete="CASCADE"), index=True)
    #: code, access or refresh
    kind: Mapped[str] = mapped_column(String(8))
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)


class ToolImage(Model):
    """A picture that a tool sent ahead, until a message or an answer takes it."""

    __tablename__ = "tool_images"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    tool_id: Mapped[int] = mapped_column(ForeignKey("tools.id", ondelete="CASCADE"), index=True)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shops.id", ondelete="CASCADE"))
    #: As the darkroom made it: re-encoded, without where it was taken.
    content: Mapped[bytes] = mapped_column(LargeBinary)
    width: Mapped[int]
    height: Mapped[int]
    sent_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now, index=True)


class ToolWebhook(Model):
    """The address that a tool is told at, as one of the endpoints of webhooks (models/webhook.py)."""

    __tablename__ = "tool_webhooks"

    tool_id: Mapped[int] = mapped_column(ForeignKey("tools.id", ondelete="CASCADE"), primary_key=True)
    endpoint_id: Mapped[int] = mapped_column(ForeignKey("webhook_endpoints.id", ondelete="CASCADE"), unique=True)


#: Of webhook endpoints: it is an operator's; sellers' own tools have theirs, which are no operator's to change.
OF_OPERATORS = ~exists().where(ToolWebhook.endpoint_id == WebhookEndpoint.id)
