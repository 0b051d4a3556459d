"""How somebody shows that it is them, beside a password: an authenticator app, passkeys, recovery codes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from shop_help import clock
from shop_help.database import UTCDateTime
from shop_help.extensions import Model, db


class TotpKey(Model):
    """What an authenticator app and we both know. Each is encrypted, as Flask-Security's Totp writes it."""

    __tablename__ = "totp_keys"

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    #: None until a code of the first one was shown.
    secret: Mapped[str | None] = mapped_column(Text)
    #: One that is being set up: it takes the other's place once a code of it is shown.
    pending: Mapped[str | None] = mapped_column(Text)
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: The half-minute whose code was used last: no code counts twice.
    last_counter: Mapped[int | None]
    last_used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class RecoveryCode(Model):
    """One of a sheet of codes, each good once; kept as passwords are."""

    __tablename__ = "recovery_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), index=True)
    digest: Mapped[str] = mapped_column(Text)
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Passkey(Model):
    """A key that a person's device keeps, with a name they gave it."""

    __tablename__ = "passkeys"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    #: In base64 for addresses, as browsers write it.
    credential_id: Mapped[str] = mapped_column(String(1400), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    last_used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: When the challenge that it answered last was set: an answer is worth something once.
    last_challenge_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


def app_of(person_id: int) -> TotpKey | None:
    """Their authenticator app, once a code of it was shown."""
    row = db.session.get(TotpKey, person_id)
    return row if row is not None and row.secret is not None else None


def passkeys_of(person_id: int) -> Sequence[Passkey]:
    """Their passkeys, in the order they were added."""
    return db.session.scalars(select(Passkey).where(Passkey.person_id == person_id).order_by(Passkey.id)).all()


def unused_codes(person_id: int) -> Sequence[RecoveryCode]:
    """What is left of their sheet of recovery codes."""
    unused = (RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    return db.session.scalars(select(RecoveryCode).where(*unused)).all()


def has_factor(person_id: int) -> bool:
    """Has somebody an app or a passkey to sign in with?"""
    app = select(TotpKey.person_id).where(TotpKey.person_id == person_id, TotpKey.secret.is_not(None))
    key = select(Passkey.person_id).where(Passkey.person_id == person_id)
    return db.session.execute(app.union(key)).first() is not None
