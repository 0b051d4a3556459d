"""What every command stands on."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import inspect

from shop_help import audit
from shop_help.config import settings, unsafe
from shop_help.extensions import db
from shop_help.forms import in_words
from shop_help.policy.faults import Faulty
from shop_help.policy.messages import Refused

P = ParamSpec("P")
R = TypeVar("R")


def with_tables(command: Callable[P, R]) -> Callable[P, R]:
    """Runs a command inside the application, on a database that is set up; says what to do where it isn't."""

    @with_appcontext
    @wraps(command)
    def ran(*args: P.args, **kwargs: P.kwargs) -> R:
        if not inspect(db.engine).has_table("orders"):
            raise click.ClickException("The database has no tables yet. Bring it up to date first: flask db upgrade")
        try:
            return command(*args, **kwargs)
        except audit.KeyMissingError as missing:
            raise click.ClickException(str(missing)) from missing

    return ran


def with_settings(command: Callable[P, R]) -> Callable[P, R]:
    """A command for which a server's settings have to be there, as in a shell that has not all of them: it would sign
    links by a key of its own, or take refunds for ones that are paid by hand."""

    @with_appcontext
    @wraps(command)
    def ran(*args: P.args, **kwargs: P.kwargs) -> R:
        # As they were set: the application makes a key up where there is none.
        faults = list(unsafe({**settings(), "TESTING": current_app.testing}))
        if faults:
            raise click.ClickException("\n".join(["This needs the settings of the server.", *faults]))
        return command(*args, **kwargs)

    return ran


def noted(command: Callable[P, R]) -> Callable[P, R]:
    """A command that changes something says so in the audit log, before it begins: with which words it was called."""

    @with_tables
    @wraps(command)
    def ran(*args: P.args, **kwargs: P.kwargs) -> R:
        said = {name: value for name, value in click.get_current_context().params.items() if value}
        audit.record("command.run", click.get_current_context().command_path, **said)
        return command(*args, **kwargs)

    return ran


def in_sentences(refused: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A command that says in a sentence what can't be done; `refused`: where there is no such thing."""

    def saying(command: Callable[P, R]) -> Callable[P, R]:
        @with_tables
        @wraps(command)
        def ran(*args: P.args, **kwargs: P.kwargs) -> R:
            try:
                return command(*args, **kwargs)
            except Faulty as faulty:
                raise click.ClickException(" ".join(in_words(faulty.faults).values())) from faulty
            except Refused as refusal:
                raise click.ClickException(refused) from refusal

        return ran

    return saying
