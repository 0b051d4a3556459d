"""What every command stands on."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import click
from flask.cli import with_appcontext
from sqlalchemy import inspect

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
        return command(*args, **kwargs)

    return ran
