"""flask cases index: the agents' search, built anew."""

import sys

import click
from flask.cli import AppGroup

from shop_help.actions.case_index import build_case_index
from shop_help.cli.ground import noted

cases = AppGroup("cases", help="The cases of customer service.")


@cases.command()
@noted
def index() -> None:
    """Build the agents' search anew from the messages and notes; it may run beside everything else."""
    texts = 0
    for count in build_case_index():
        texts += count
        if sys.stderr.isatty():
            click.echo(f"\r{texts:,}", nl=False, err=True)
    click.echo(f"{texts:,} messages and notes can be found.")
