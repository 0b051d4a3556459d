"""flask notify, flask push: tries the mail, and makes the key that pushes are signed with."""

import click
from cryptography.hazmat.primitives.asymmetric import ec
from flask import current_app
from py_vapid import b64urlencode

from shop_help import letters, mailing, pushing
from shop_help.cli.ground import with_tables
from shop_help.mailing.port import SENT
from shop_help.policy.delivery_log import reason_of


@click.group()
def notify() -> None:
    """What people are told by e-mail."""


@notify.command()
@click.argument("email")
@with_tables
def test(email: str) -> None:
    """Send a test to EMAIL, as every mail is sent."""
    if not mailing.is_set_up():
        raise click.ClickException("No mail server is set up: SHOP_HELP_MAIL_URL, SHOP_HELP_MAIL_FROM.")
    outcome = mailing.send(letters.test_letter(email))
    if outcome.what != SENT:
        words, code = reason_of(outcome.reason)
        raise click.ClickException(words % {"code": code} if code else words)
    demo = f"Written to {current_app.config['MAIL_DIR']}: this is the demo."
    click.echo(demo if mailing.is_demo() else "The mail server took it.")


@click.group()
def push() -> None:
    """What people are told on their devices."""


@push.command()
def keys() -> None:
    """Make a key for SHOP_HELP_PUSH_KEY; with another one, each browser has to be asked anew."""
    made = ec.generate_private_key(ec.SECP256R1())
    private = made.private_numbers().private_value.to_bytes(32, "big")
    click.echo(f"SHOP_HELP_PUSH_KEY={b64urlencode(private)}")
    click.echo(f"# what browsers are told: {pushing.in_words(made)}")
