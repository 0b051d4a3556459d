"""What every command stands on."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import click
from flask.cli import with_appcontext
from sqlalchemy import inspect

from shop_help import audit
from shop_help.extensions import db

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


def noted(command: Callable[P, R]) -> Callable[P, R]:
    """A command that changes something says so in the audit log, before it begins: with which words it was called."""

    @with_tables
    @wraps(command)
    def ran(*args: P.args, **kwargs: P.kwargs) -> R:
        said = {name: value for name, value in click.get_current_context().params.items() if value}
        audit.record("command.run", click.get_current_context().command_path, **said)
        return command(*args, **kwargs)

    return ran
