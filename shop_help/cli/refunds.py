"""flask refunds list | retry | paid: refunds that don't go through by themselves."""

import json

import click
from flask.cli import AppGroup

from shop_help.actions.refunds import taking_over
from shop_help.cli.ground import in_sentences, with_settings, with_tables
from shop_help.cli.table import table
from shop_help.models.shown_people import working_as
from shop_help.models.shown_refunds import every_refund
from shop_help.order_feed.money import major_units
from shop_help.policy.refund_states import STATES
from shop_help.refund_words import failure_words

refunds = AppGroup("refunds", help="Refunds, and those that don't go through by themselves.")
NUMBER = click.argument("number", type=int)
BY = click.option("--by", "email", required=True, help="The address of the operator who answers for it.")
_saying = in_sentences("There is no such refund or operator, or nothing is left to do about it: flask refunds list.")


@refunds.command("list")
@click.option("--state", type=click.Choice(sorted(STATES)), default=None, help="Those in this state alone.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@with_tables
def list_(state: str | None, as_json: bool) -> None:
    """List them, the newest first."""
    rows = [
        {
            "number": row.id,
            "order": row.order_number,
            "state": row.state,
            "amount": str(major_units(row.amount, row.currency)),
            "currency": row.currency,
            "tries": row.tries,
            "why": failure_words(row),
        }
        for row in every_refund(state or "")
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    head = ("number", "order", "state", "amount", "currency", "tries", "why")
    click.echo(table([name.capitalize() for name in head], [tuple(str(row[name]) for name in head) for row in rows]))


@refunds.command()
@NUMBER
@BY
@with_settings
@_saying
def retry(number: int, email: str) -> None:
    """Send refund NUMBER once more, under the same key."""
    taking_over.try_again(None, number, working_as("operator", email))
    click.echo("It is sent again.")


@refunds.command()
@NUMBER
@click.option("--note", required=True, help="How it was paid.")
@BY
@with_settings
@_saying
def paid(number: int, note: str, email: str) -> None:
    """Mark refund NUMBER as paid by hand. The buyer and the seller read so."""
    taking_over.mark_done(None, number, note, working_as("operator", email))
    click.echo("It is marked as paid.")
