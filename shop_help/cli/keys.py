"""flask keys list | new | end-tool: which keys there are, and how they are changed."""

import json

import click
from flask.cli import AppGroup

from shop_help import kept_keys
from shop_help.actions import keys as acts
from shop_help.cli.ground import with_tables
from shop_help.cli.table import table
from shop_help.policy.keys import PURPOSES
from shop_help.policy.messages import Refused

keys = AppGroup("keys", help="Which keys there are; what is secret of them is never shown.")


@keys.command("list")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@with_tables
def list_(as_json: bool) -> None:
    """List them by their names, with their age where it is known."""
    rows = [
        {
            "purpose": key.purpose,
            "name": key.name,
            "state": key.state,
            "since": key.since and key.since.isoformat(timespec="minutes"),
            "until": key.until and key.until.isoformat(timespec="minutes"),
            "of": key.of,
            "number": key.id or None,
        }
        for key in kept_keys.kept_keys()
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    heads = ["Purpose", "Name", "State", "Since", "Until", "Of", "Number"]
    click.echo(table(heads, [tuple(str(value or "") for value in row.values()) for row in rows]))


@keys.command()
@click.argument("purpose", type=click.Choice([name for name in kept_keys.SETTINGS if name != "handoff"]))
@with_tables
def new(purpose: str) -> None:
    """Make a key of PURPOSE for the settings, and print it this once, with what to do with it."""
    name, secret = acts.make_key(purpose)
    click.echo(f"{name}:{secret}")
    click.echo(f"{PURPOSES[purpose].setting}: {PURPOSES[purpose].change}", err=True)


@keys.command("end-tool")
@click.argument("number", type=int)
@with_tables
def end_tool(number: int) -> None:
    """A seller's tool acts for nobody any more, at once."""
    try:
        click.echo(f"{acts.end_tool(None, number)} acts for nobody any more.")
    except Refused as refused:
        raise click.ClickException("There is no tool of this number that acts for anybody.") from refused
