"""May this process be given work? Whoever hands it out asks every few seconds: that costs a row of the database."""

from functools import cache

from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import inspect, text
from sqlalchemy.exc import SQLAlchemyError

from shop_help.config import ROOT
from shop_help.extensions import db
from shop_help.sockets import DRAINING

#: Where migrations write down which of them the database has.
STAMPS = "alembic_version"

DRAINS = "draining: this process is about to stop"
WITHOUT_DATABASE = "the database does not answer"
OLDER = "the database is older than the code: flask db upgrade"


def hindrances() -> list[str]:
    """Why it may not be given work, a line each; none where it may."""
    if DRAINING.is_set():
        return [DRAINS]
    try:
        return [OLDER] if is_older(_stamped()) else []
    except SQLAlchemyError:
        return [WITHOUT_DATABASE]


def _stamped() -> frozenset[str]:
    """The revisions that the database says it is at; none where nothing was ever migrated."""
    with db.engine.connect() as connection:
        if not inspect(connection).has_table(STAMPS):
            return frozenset()
        return frozenset(connection.scalars(text(f"SELECT version_num FROM {STAMPS}")))  # noqa: S608 - a name of ours


def is_older(stamped: frozenset[str]) -> bool:
    """Does the database lack a migration of this code?

    One at a revision that this code has never heard of was brought there by a newer version, which takes over one
    process at a time: what it added hinders nobody (CONTRIBUTING, "Migrations"), so this one goes on meanwhile.
    """
    heads, known = _scripts()
    return not heads <= stamped and stamped <= known


@cache
def _scripts() -> tuple[frozenset[str], frozenset[str]]:
    """The last revisions of this code, and all of them."""
    scripts = ScriptDirectory(str(ROOT / "shop_help" / "migrations"))
    return frozenset(scripts.get_heads()), frozenset(script.revision for script in scripts.walk_revisions())


def redis_state() -> str:
    """Whether Redis is there, as far as this process knows.

    Nothing to be unready for: it carries news and counts (redis_sender.py). Without it pages and messages go on, and
    browsers ask for what they missed; all processes would be taken out at once, for the same reason.
    """
    sender, queue = (current_app.extensions.get(name) for name in ("redis_sender", "message_queue"))
    if sender is None or queue is None:
        return "not used"
    # Nobody waits for the answer: it is known when somebody asks next.
    sender.say("PING")
    return "up" if sender.is_up and queue.is_listening else "gone; browsers ask for themselves meanwhile"
