"""What this is called and how it looks, kept by each process: no page asks the database a question more for it.

Who is signed in brings the version along with who they are (identity), so a change holds with their next page; for
visitors and mails a process looks again every few seconds.
"""

from dataclasses import dataclass

from flask import Flask, current_app
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from shop_help import clock, identity
from shop_help.extensions import db
from shop_help.models import Brand
from shop_help.models.brand import THE_ONE
from shop_help.policy.brand import NAME, SCHEMES
from shop_help.speech import gettext as _

LOOK_AGAIN_SECONDS = 5.0


@dataclass(frozen=True)
class Look:
    """A brand as pages show it. `version` is empty for the one that we ship."""

    written: str = ""
    accent: str = SCHEMES["accent"].accent
    accent_dark: str = SCHEMES["accent_dark"].accent
    logo: bytes | None = None
    version: str = ""

    @property
    def name(self) -> str:
        """As an operator wrote it, or ours in the reader's language."""
        return self.written or _(NAME)


@dataclass(frozen=True)
class _Known:
    look: Look
    looked_at: float


def current(asked: str | None = None) -> Look:
    """The brand that holds now. `asked`: the version that a browser was told of, perhaps by another process."""
    known: _Known | None = current_app.extensions["brand"]
    try:
        if known is None or not _holds(known, asked):
            known = current_app.extensions["brand"] = _Known(_read(), clock.ticks())
    except SQLAlchemyError:
        # The page that says so has a name, too.
        return known.look if known is not None else Look()
    return known.look


def _holds(known: _Known, asked: str | None) -> bool:
    viewer = identity.viewer()
    if viewer is not None or asked is not None:
        return known.look.version == (viewer.brand if viewer is not None else asked)
    return clock.ticks() - known.looked_at < LOOK_AGAIN_SECONDS


def _read() -> Look:
    wanted = select(Brand.name, Brand.accent, Brand.accent_dark, Brand.logo, Brand.version)
    row = db.session.execute(wanted.where(Brand.id == THE_ONE)).one_or_none()
    return Look(*row) if row else Look()


def init_app(app: Flask) -> None:
    """Lets templates say `brand()`."""
    app.extensions["brand"] = None
    app.jinja_env.globals["brand"] = current
