"""People, the roles they have, and the browsers they are signed in with."""

from datetime import date, datetime
from typing import Any

from flask_security import RoleMixin, UserMixin
from sqlalchemy import Column, ColumnElement, ForeignKey, Index, Select, String, Table, and_, or_, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop_help import clock
from shop_help.database import UTCDateTime
from shop_help.extensions import Base, Model

person_roles = Table(
    "person_roles",
    Base.metadata,
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True),
    Column("role_id", ForeignKey("roles.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class Role(Model, RoleMixin):
    """One of buyer, seller, agent, operator."""

    __tablename__ = "roles"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    description: Mapped[str] = mapped_column(default="")


#: Of an account that was deleted the words are still there; said in just these words its index answers it.
WORDS_STAY = "erased_at IS NOT NULL AND words_cleared_at IS NULL"


class Person(Model, UserMixin):
    """Somebody with an account: buyer, seller, live agent or operator."""

    __tablename__ = "persons"
    __table_args__ = (
        # Whose words are still to go: of all people few.
        Index("ix_persons_erased_at", "erased_at", sqlite_where=text(WORDS_STAY), postgresql_where=text(WORDS_STAY)),
        # However it is spelt.
        Index("ix_persons_lower_email", text("lower(email)")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: The marketplace's own id of this person; None for staff made here.
    external_id: Mapped[str | None] = mapped_column(unique=True)
    name: Mapped[str]
    email: Mapped[str | None] = mapped_column(unique=True)  # type: ignore[assignment]
    password: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(unique=True)
    #: Code of a market in policy.markets, such as US.
    market: Mapped[str] = mapped_column(default="US")
    #: Of the language they chose, such as es; empty while their browser says it.
    locale: Mapped[str] = mapped_column(default="")
    birthdate: Mapped[date | None]
    #: Who vouched that this person is 18 or over, where no birthdate is known.
    adult_confirmed_by: Mapped[str | None]
    #: Name in the demo's cast; None for everybody else.
    cast_name: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    #: When a link was made by which they choose a password, as they were invited or forgot theirs; None for others.
    password_link_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: When they last chose one by such a link.
    password_link_used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: When their account is deleted, which they may still undo; None for nearly everybody.
    leaves_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: When it was: since then nothing here says who they were. Later their words went too.
    erased_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    words_cleared_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    roles: Mapped[list[Role]] = relationship(secondary=person_roles, lazy="selectin")  # type: ignore[assignment]


def works_as(*roles: str) -> ColumnElement[bool]:
    """Has somebody one of these roles? Asked from the roles' side: nearly all people are buyers."""
    those = select(person_roles.c.person_id).join(Role, Role.id == person_roles.c.role_id)
    return Person.id.in_(those.where(or_(*(Role.name == role for role in roles))))


def has_role(role: str) -> ColumnElement[bool]:
    """Has somebody this role? Asked of people who are known by then, however many others have it."""
    theirs = select(person_roles.c.role_id).join(Role, Role.id == person_roles.c.role_id)
    return theirs.where(person_roles.c.person_id == Person.id, Role.name == role).correlate(Person).exists()


class SignIn(Model):
    """One browser in which a person is signed in. Ended by signing out or by time; asked for on every page and socket
    event."""

    __tablename__ = "sign_ins"
    __table_args__ = (
        Index(
            "ix_sign_ins_ends_at",
            "ends_at",
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), index=True)
    started_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)
    #: When it ends by itself unless it is used again (policy.sign_in_times); None: a tool's, or not used since there
    #: is such an end.
    ends_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: How they showed that it is them: one of policy.second_factor.PROOFS.
    proof: Mapped[str] = mapped_column(String(16), default="password", server_default="password")
    #: When they last showed more than a password; None where they never did.
    proved_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: What it is, in words, such as "Firefox, Linux".
    browser: Mapped[str] = mapped_column(String(80), default="", server_default="")

    @classmethod
    def holds_at(cls, now: Any) -> ColumnElement[bool]:
        """Is somebody signed in with it then? `now`: an instant, or a parameter that is one."""
        return and_(cls.ended_at.is_(None), or_(cls.ends_at.is_(None), cls.ends_at > now))

    @classmethod
    def going_on(cls, person_id: int) -> Select["SignIn"]:
        """Where somebody is signed in now."""
        return select(cls).where(cls.person_id == person_id, cls.ended_at.is_(None))
