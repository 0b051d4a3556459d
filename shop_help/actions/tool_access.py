"""How a tool is let in: its secret, its code and its tokens."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, scoped_session

from shop_help import clock
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import Tool, ToolToken
from shop_help.policy.partner_codes import BAD_GRANT, Declined
from shop_help.policy.tools import ACCESS_GOOD, OVERLAP, REFRESH_GOOD
from shop_help.secret_keys import newest_of

#: So often the page of tools is told that one is in use.
NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Grant:
    """What a tool is given: tokens, each with the instant at which it ends."""

    tool: Tool
    access: str
    access_until: datetime
    refresh: str
    refresh_until: datetime


def newest_key() -> str:
    """The name of the server's key that secrets of new tools are worked out from."""
    return newest_of(current_app.config["TOOL_KEYS"])


def secret_of(app_key: str, sealed_by: str) -> str | None:
    """A tool's secret; None where the key it was worked out from is gone. Nothing to steal lies in the database."""
    key = current_app.config["TOOL_KEYS"].get(sealed_by)
    return hmac.new(key.encode(), f"secret of {app_key}".encode(), hashlib.sha256).hexdigest() if key else None


def tool_called(app_key: str) -> Tool | None:
    """A tool by its key, also one that was disconnected."""
    return db.session.scalars(select(Tool).where(Tool.app_key == app_key)).one_or_none()


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def add_token(session: Session | scoped_session[Any], tool_id: int, kind: str, until: datetime) -> str:
    """A new token, in the write unit that is open: shown once, kept as its digest."""
    token = secrets.token_urlsafe(32)
    session.add(ToolToken(digest=digest_of(token), tool_id=tool_id, kind=kind, expires_at=until))
    return token


def token_ends(tool_id: int, kind: str, token: str) -> datetime | None:
    """When a tool's own token ends or ended; None where it has no such one."""
    its = (ToolToken.digest == digest_of(token), ToolToken.tool_id == tool_id, ToolToken.kind == kind)
    return db.session.scalar(select(ToolToken.expires_at).where(*its))


def exchange_code(app_key: str, app_secret: str, code: str) -> Grant:
    """The tokens for a code, once. Raises Declined."""
    with write_unit(db.session) as session:
        tool, now = _shown(app_key, app_secret), clock.now()
        its = (ToolToken.digest == digest_of(code), ToolToken.tool_id == tool.id, ToolToken.kind == "code")
        used = session.execute(delete(ToolToken).where(*its, ToolToken.expires_at > now))
        if used.rowcount != 1:  # type: ignore[attr-defined]
            raise Declined(BAD_GRANT)
        refresh = add_token(session, tool.id, "refresh", now + REFRESH_GOOD)
        access = add_token(session, tool.id, "access", now + ACCESS_GOOD)
        return Grant(tool, access, now + ACCESS_GOOD, refresh, now + REFRESH_GOOD)


def refresh_token(app_key: str, app_secret: str, refresh: str) -> Grant:
    """Another access token; the ones before end in a moment. Raises Declined."""
    with write_unit(db.session) as session:
        tool, now = _shown(app_key, app_secret), clock.now()
        until = token_ends(tool.id, "refresh", refresh)
        if until is None or until <= now:
            raise Declined(BAD_GRANT)
        older = (ToolToken.tool_id == tool.id, ToolToken.kind == "access")
        session.execute(delete(ToolToken).where(*older, ToolToken.expires_at <= now))
        session.execute(
            update(ToolToken).where(*older, ToolToken.expires_at > now + OVERLAP).values(expires_at=now + OVERLAP)
        )
        access = add_token(session, tool.id, "access", now + ACCESS_GOOD)
        return Grant(tool, access, now + ACCESS_GOOD, refresh, until)


def _shown(app_key: str, app_secret: str) -> Tool:
    """The tool that shows its key and its secret, while it is connected. Raises Declined."""
    tool = tool_called(app_key)
    secret = secret_of(tool.app_key, tool.sealed_by) if tool and tool.sign_in.ended_at is None else None
    if tool is None or secret is None or not hmac.compare_digest(secret.encode(), app_secret.encode()):
        raise Declined(BAD_GRANT, "Unknown app_key, or not its app_secret")
    return tool


def note_use(tool: Tool) -> None:
    """That a tool is in use, for the page of tools; seldom, for it is a write."""
    now = clock.now()
    if tool.used_at is not None and now - tool.used_at < NOTED_EVERY:
        return
    tool_id = tool.id
    with write_unit(db.session) as session:
        session.execute(update(Tool).where(Tool.id == tool_id).values(used_at=now))
