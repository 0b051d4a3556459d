"""flask rights export | delete: what somebody may ask of us about their data, done for them."""

from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy import func, select

from shop_help import audit, personal_archive
from shop_help.actions import account_deletion
from shop_help.cli.ground import with_tables
from shop_help.extensions import db
from shop_help.models import Person
from shop_help.policy.messages import Refused

#: Where an archive is put; one that can't be is told of before anything is written down.
FOLDER = click.Path(path_type=Path, exists=True, file_okay=False, writable=True)
rights = AppGroup("rights", help="People's own data: taken along, and deleted.")


@rights.command()
@click.argument("person")
@click.option("--to", "folder", type=FOLDER, default=Path(), help="A folder.")
@with_tables
def export(person: str, folder: Path) -> None:
    """Write an archive of what is kept of PERSON: their address, the marketplace's id, or a number as in #12."""
    found = _called(person)
    path = folder / personal_archive.name_of(found.id)
    with path.open("wb") as file:
        audit.record("rights.exported", f"person {found.id}")
        file.writelines(personal_archive.archive(found.id))
    click.echo(f"{path} holds what is kept of them.")


@rights.command()
@click.argument("person")
@click.option("--undo", is_flag=True, help="Take it back, while there is time.")
@with_tables
def delete(person: str, undo: bool) -> None:
    """Delete the account of PERSON in 14 days: a buyer's, a seller's, an agent's or an operator's.

    They are signed out at once. Nobody deletes the last operator.
    """
    found = _called(person)
    try:
        if undo:
            account_deletion.undo_for(found.id)
            click.echo("The account stays.")
        else:
            leaves_at = account_deletion.ask_for(found.id)
            click.echo(
                f"The account is deleted at {leaves_at.isoformat(' ', 'minutes')}; before that --undo keeps it."
            )
    except Refused as refusal:
        why = "There is nothing to undo." if undo else "It is deleted already, or it is the last operator's."
        raise click.ClickException(why) from refusal


def _called(person: str) -> Person:
    """By e-mail address, the marketplace's own id, or our number."""
    number = person.removeprefix("#")
    which = (
        Person.id == int(number)
        if person.startswith("#") and number.isdigit()
        else (func.lower(Person.email) == person.strip().lower()) | (Person.external_id == person)
    )
    found = db.session.scalars(select(Person).where(which)).first()
    if found is None:
        raise click.ClickException("There is nobody of this address, id or number.")
    return found
