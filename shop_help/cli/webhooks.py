"""flask webhooks list | add | rotate | pause | replay …: programs outside that are told what happens."""

import json
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import ParamSpec, TypeVar

import click
from flask.cli import AppGroup

from shop_help import clock
from shop_help.actions.webhooks import endpoints, replaying
from shop_help.actions.webhooks.bodies import body_of
from shop_help.cli.ground import in_sentences, with_tables
from shop_help.cli.table import table
from shop_help.extensions import db
from shop_help.models.shown_webhooks import all_endpoints, counts_of, deliveries_of, delivery_called, endpoint_called
from shop_help.policy.happenings import GOES_OUT, HAPPENINGS
from shop_help.policy.messages import Refused
from shop_help.webhooks.secrets import KeyGoneError

P = ParamSpec("P")
R = TypeVar("R")

webhooks = AppGroup("webhooks", help="Programs outside that are told what happens.")
WHAT = click.option("--what", multiple=True, help="Such as refund.done; may be given again. Without it: everything.")
NUMBER = click.argument("number", type=int)


def _in_words(command: Callable[P, R]) -> Callable[P, R]:
    """What can't be done is said in a sentence, and that the key of a secret is gone, too."""

    @in_sentences("There is no webhook of this number.")
    @wraps(command)
    def ran(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except KeyGoneError as gone:
            raise click.ClickException(str(gone)) from gone

    return ran


@webhooks.command("list")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@with_tables
def list_(as_json: bool) -> None:
    """List them, with what waits for each and what failed."""
    rows = [
        {
            "number": each.id,
            "address": each.address,
            "state": each.state,
            "failing_since": each.failing_since and each.failing_since.isoformat(),
            "what": each.happenings,
            **counts_of(each.id),
        }
        for each in all_endpoints()
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    shown = ("number", "address", "state", "pending", "failed")
    click.echo(
        table([name.capitalize() for name in shown], [tuple(str(row[name]) for name in shown) for row in rows])
    )


@webhooks.command()
@with_tables
def happenings() -> None:
    """List what there is to be told of."""
    click.echo(table(("What", "When"), [(name, HAPPENINGS[name].words) for name in GOES_OUT]))


@webhooks.command()
@click.argument("address")
@WHAT
@_in_words
def add(address: str, what: tuple[str, ...]) -> None:
    """Tell ADDRESS what happens from now on, and print the secret that it is signed with."""
    number, secret = endpoints.add(None, address, what)
    click.echo(f"Webhook {number} is told from now on. Its secret, shown this once:\n{secret}")


@webhooks.command()
@NUMBER
@click.argument("address")
@WHAT
@_in_words
def change(number: int, address: str, what: tuple[str, ...]) -> None:
    """Give it another ADDRESS, and another choice."""
    endpoints.change(None, number, address, what)
    click.echo("It holds from now on.")


@webhooks.command()
@NUMBER
@_in_words
def rotate(number: int) -> None:
    """Make a new secret and print it; the one before signs beside it for two days."""
    click.echo(f"Its new secret, shown this once:\n{endpoints.rotate(None, number)}")


@webhooks.command()
@NUMBER
@_in_words
def pause(number: int) -> None:
    """Tell it nothing until it goes on; what happens meanwhile waits."""
    endpoints.pause(None, number)
    click.echo("It is paused.")


@webhooks.command()
@NUMBER
@_in_words
def resume(number: int) -> None:
    """Go on with what waits."""
    endpoints.resume(None, number)
    click.echo("It goes on.")


@webhooks.command()
@NUMBER
@_in_words
def remove(number: int) -> None:
    """Tell it nothing any more; its deliveries go with it."""
    endpoints.remove(None, number)
    click.echo("It is removed.")


@webhooks.command()
@NUMBER
@_in_words
def test(number: int) -> None:
    """Send it a test, by the way of all others."""
    click.echo(f"On its way: {endpoints.test(None, number)}")


@webhooks.command()
@NUMBER
@click.option("--state", type=click.Choice(["pending", "failed", "done"]), default=None, help="Those in this state.")
@click.option("--most", type=click.IntRange(1), default=50, show_default=True, help="So many at most.")
@_in_words
def deliveries(number: int, state: str | None, most: int) -> None:
    """List what it was told, the newest first."""
    _called(number)
    rows = [
        (str(row.id), row.what, row.state, str(row.tries), str(row.status or "-"), row.key)
        for row in deliveries_of(number, state or "", None, most)
    ]
    click.echo(table(("Number", "What", "State", "Tries", "Answer", "Key"), rows))


@webhooks.command()
@NUMBER
@click.argument("delivery_number", type=int)
@click.option("--again", is_flag=True, help="Send it again, whatever came of it.")
@_in_words
def delivery(number: int, delivery_number: int, again: bool) -> None:
    """Print the body of one delivery, or send it again under the same name."""
    _called(number)
    found = delivery_called(number, delivery_number)
    if found is None:
        raise click.ClickException("It has no delivery of this number: flask webhooks deliveries NUMBER.")
    if again:
        replaying.replay(None, delivery_number)
        click.echo("It is sent again.")
        return
    body = json.loads(body_of(db.session.connection(), found))
    click.echo(json.dumps(body, ensure_ascii=False, indent=2))


def _called(number: int) -> None:
    if endpoint_called(number) is None:
        raise Refused("forbidden")


@webhooks.command()
@NUMBER
@click.option("--hours", type=click.IntRange(1), default=24 * 31, help="What failed in the last so many hours.")
@_in_words
def replay(number: int, hours: int) -> None:
    """Send again what failed, under the same names."""
    again = replaying.replay_failed(None, number, clock.now() - timedelta(hours=hours))
    click.echo(f"{again} deliveries are sent again.")
