"""flask staff list | add | invite | roles | remove | reset-second-factor: accounts of who works here."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import ParamSpec, TypeVar

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import func, select

from shop_help import urls
from shop_help.actions import hiring, invitations, passwords, people
from shop_help.actions.password_links import is_awaited, token_for
from shop_help.cli.ground import with_settings, with_tables
from shop_help.cli.table import table
from shop_help.extensions import db
from shop_help.forms import in_words
from shop_help.models import Person, shown_people
from shop_help.origins import origin
from shop_help.policy.faults import Faulty
from shop_help.policy.messages import Refused
from shop_help.policy.passwords import FIRST_GOOD_FOR, NEXT_GOOD_FOR, SHORTEST_PASSWORD
from shop_help.policy.permissions import ROLES
from shop_help.secret_keys import DERIVED

P = ParamSpec("P")
R = TypeVar("R")

staff = AppGroup("staff", help="Accounts of agents, operators and sellers.")
ROLE = click.Choice(ROLES)
NOBODY = "Nobody has an account of this address that this could be done with. flask staff list shows them."
#: People that a list reads at once.
PIECE = 200


def _in_words(command: Callable[P, R]) -> Callable[P, R]:
    """What can't be done is said in a sentence."""

    @with_tables
    @wraps(command)
    def ran(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except hiring.Taken as taken:
            raise click.ClickException("Somebody has an account of this address already.") from taken
        except hiring.LastOperator as last:
            raise click.ClickException("They are the last operator: make somebody else one first.") from last
        except Refused as refusal:
            raise click.ClickException(NOBODY) from refusal

    return ran


@staff.command()
@click.argument("email")
@click.argument("name")
@click.option("--role", "roles", type=ROLE, multiple=True, required=True, help="May be given more than once.")
@click.password_option(help="Asked for where it isn't given.")
@_in_words
def add(email: str, name: str, roles: tuple[str, ...], password: str) -> None:
    """Add somebody who signs in with EMAIL. Agents and operators set up a second factor when they first come."""
    if len(password) < SHORTEST_PASSWORD:
        raise click.ClickException(f"A password has {SHORTEST_PASSWORD} characters or more.")
    hiring.hire(email, name, roles, password)
    click.echo(f"{name} can sign in.")


@staff.command()
@click.argument("email")
@click.argument("name")
@click.option("--role", "roles", type=ROLE, multiple=True, required=True, help="May be given more than once.")
@with_settings
@_in_words
def invite(email: str, name: str, roles: tuple[str, ...]) -> None:
    """Invite somebody, who chooses a password by the link that is printed; again, the same link while it is good."""
    try:
        person_id = invitations.invite(None, email, name, roles)
    except Faulty as faulty:
        raise click.ClickException(" ".join(in_words(faulty.faults).values())) from faulty
    _print_link(str(token_for(db.session.get_one(Person, person_id))), FIRST_GOOD_FOR)


@staff.command("password-link")
@click.argument("email")
@with_settings
@_in_words
def password_link(email: str) -> None:
    """Print a link by which somebody who forgot their password chooses a new one. Be sure that it is them."""
    link = passwords.send_link_to(email)
    _print_link(link.token, FIRST_GOOD_FOR if link.is_first else NEXT_GOOD_FOR)


def _print_link(token: str, good_for: timedelta) -> None:
    click.echo(f"{origin()}{urls.password_link(token)}")
    hours = int(good_for.total_seconds() // 3600)
    click.echo(f"It is good once, and for {f'{hours} hours' if hours > 1 else 'an hour'}.", err=True)


@staff.command("roles")
@click.argument("email")
@click.option("--add", "more", type=ROLE, multiple=True)
@click.option("--remove", "fewer", type=ROLE, multiple=True)
@_in_words
def roles_(email: str, more: tuple[str, ...], fewer: tuple[str, ...]) -> None:
    """Give or take roles; it holds with their next page."""
    click.echo(f"Roles now: {', '.join(hiring.change_roles(email, more, fewer)) or 'none'}")


@staff.command("list")
@click.argument("who", default="")
@click.option("--role", type=click.Choice(shown_people.WORKING), default=None, help="Those of this role alone.")
@with_tables
def list_(who: str, role: str | None) -> None:
    """List who works here or for a shop: everybody, or WHO has this in their name, or this address or id."""
    head = ("Number", "Name", "E-mail", "Roles", "Signs in")
    rows: list[tuple[str, ...]] = []
    behind = 0
    while found := shown_people.people(who, role or "", behind, PIECE):
        for each in found:
            roles = ", ".join(sorted(each_role.name for each_role in each.roles))
            state = "invited" if is_awaited(each) else "yes" if each.active else "no"
            rows.append((f"#{each.id}", each.name, each.email or "-", roles, state))
        behind = found[-1].id
    click.echo(table(head, rows))


@staff.command()
@click.argument("email")
@click.argument("languages")
@_in_words
def languages(email: str, languages: str) -> None:
    """Say in which LANGUAGES an agent answers, such as en,de: chats in these come to them first."""
    try:
        people.set_languages(None, _id_of(email), languages.split(","))
    except Faulty as faulty:
        raise click.ClickException(" ".join(in_words(faulty.faults).values())) from faulty
    click.echo("It holds from the next chat on.")


@staff.command("return")
@click.argument("email")
@_in_words
def return_(email: str) -> None:
    """Let somebody sign in again who was removed."""
    people.let_in_again(None, _id_of(email))
    click.echo("They can sign in again.")


def _id_of(email: str) -> int:
    found = db.session.scalar(select(Person.id).where(func.lower(Person.email) == email.strip().lower()))
    if found is None:
        raise Refused("forbidden")
    return found


@staff.command()
@click.argument("email")
@_in_words
def remove(email: str) -> None:
    """Sign somebody out everywhere, for good. What they did stays."""
    hiring.dismiss(email)
    click.echo("They are signed out and can't sign in.")


@staff.command("reset-second-factor")
@click.argument("email")
@_in_words
def reset_second_factor(email: str) -> None:
    """Take away the app, passkeys and recovery codes of somebody who lost them all. Be sure that it is them."""
    name = hiring.reset_second_factor(email)
    click.echo(f"{name} is signed out, and sets up a second factor with the next sign-in.")


@staff.command("derived-keys")
@with_tables
def derived_keys() -> None:
    """Print what the secret key derives, to be named before it is changed (README, "The audit log")."""
    for keys in ("AUDIT_KEYS", "SECOND_FACTOR_KEYS", "TOOL_KEYS", "WEBHOOK_KEYS"):
        derived = current_app.config[keys].get(DERIVED)
        if derived is None:
            raise click.ClickException("Set SHOP_HELP_SECRET_KEY: without it nothing is derived.")
        click.echo(f"SHOP_HELP_{keys.removesuffix('S')}={DERIVED}:{derived}")
