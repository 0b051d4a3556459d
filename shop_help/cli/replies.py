"""flask replies list | show | add | change | move | remove | restore: saved replies of customer service."""

import json

import click
from flask.cli import AppGroup

from shop_help.actions import service_replies as acts
from shop_help.cli.ground import in_sentences, with_tables
from shop_help.cli.table import table
from shop_help.extensions import db
from shop_help.models.shown_replies import in_order
from shop_help.policy.support import AFTER_REPLY

replies = AppGroup("replies", help="Saved replies of customer service.")
NUMBER = click.argument("number", type=int)
#: What becomes of the case with it; nothing leaves it to who sends it.
THEN = click.Choice(("", *AFTER_REPLY))
_saying = in_sentences("There is no such saved reply, or no such place. flask replies list shows them.")


@replies.command("list")
@click.option("--json", "as_json", is_flag=True, help="For programs, with their words.")
@with_tables
def list_(as_json: bool) -> None:
    """List them in the order in which agents find them."""
    rows = [
        {"place": place, "number": reply.id, "title": reply.title, "then": reply.then, "body": reply.body}
        for place, reply in enumerate(db.session.scalars(in_order()), 1)
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    elif rows:
        shown = ("place", "number", "title", "then")
        lines = [tuple(str(row[name]) for name in shown) for row in rows]
        click.echo(table([name.capitalize() for name in shown], lines))
    else:
        click.echo("There is none yet: flask replies add.")


@replies.command()
@NUMBER
@_saying
def show(number: int) -> None:
    """Print the words of one."""
    click.echo(acts.locked(number).body)


@replies.command()
@click.argument("title")
@click.argument("body")
@click.option("--then", type=THEN, default="", help="What becomes of the case with it: a macro.")
@_saying
def add(title: str, body: str, then: str) -> None:
    """Add one that agents find by TITLE."""
    click.echo(f"Saved reply {acts.add_reply(None, title, body, then)} is there.")


@replies.command()
@NUMBER
@click.option("--title")
@click.option("--body")
@click.option("--then", type=THEN)
@_saying
def change(number: int, title: str | None, body: str | None, then: str | None) -> None:
    """Change what is given of it, and leave the rest."""
    found = acts.locked(number)
    words = {name: getattr(found, name) for name in acts.WORDS}
    given = {"title": title, "body": body, "then": then}
    seen = found.updated_at
    words |= {name: value for name, value in given.items() if value is not None}
    db.session.rollback()
    acts.change_reply(None, number, seen, **words)
    click.echo("It holds from now on.")


@replies.command()
@NUMBER
@click.argument("place", type=int)
@_saying
def move(number: int, place: int) -> None:
    """Put it at PLACE, from 1; the others close up."""
    acts.move_reply(None, number, place)
    click.echo("They stand in this order from now on.")


@replies.command()
@NUMBER
@_saying
def remove(number: int) -> None:
    """Delete it, and say how to take that back."""
    entry = acts.remove_reply(None, number).entry_id
    click.echo(f"It is deleted. Back with: flask replies restore {entry}")


@replies.command()
@click.argument("entry", type=int)
@_saying
def restore(entry: int) -> None:
    """Take a deletion back, by the number that it printed."""
    acts.restore_reply(None, entry)
    click.echo("It is back.")
