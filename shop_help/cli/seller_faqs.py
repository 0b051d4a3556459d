"""flask seller-faqs list | add | change | remove: the questions that conversations with sellers open with."""

import json
from typing import TextIO

import click
from flask.cli import AppGroup

from shop_help.actions import standard_faqs as acts
from shop_help.cli.ground import in_sentences, with_tables
from shop_help.cli.table import table
from shop_help.extensions import db
from shop_help.models import StandardFaq
from shop_help.models.shown_faqs import standard_faqs
from shop_help.policy.messages import Refused

seller_faqs = AppGroup("seller-faqs", help="Questions for the conversations of shops that have none of their own.")
NUMBER = click.argument("number", type=int)
STATES = click.option("--state", "states", multiple=True, help="An order's state in which it is offered; repeatable.")
saying_of_shops = in_sentences("There is no such question. flask seller-faqs list shows them.")


@seller_faqs.command("list")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@with_tables
def list_(as_json: bool) -> None:
    """List them, the most asked first."""
    rows = [
        {
            "number": each.id,
            "question": each.question,
            "answer": each.answer,
            "states": each.states,
            "asked": each.asked,
            "translations": each.translations,
        }
        for each in standard_faqs()
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        lines = [(str(row["number"]), str(row["asked"]), str(row["question"])) for row in rows]
        click.echo(table(("Number", "Asked", "Question"), lines))


@seller_faqs.command()
@click.argument("question")
@click.argument("answer", type=click.File())
@STATES
@saying_of_shops
def add(question: str, answer: TextIO, states: tuple[str, ...]) -> None:
    """Add a QUESTION with the text of the file ANSWER; - reads it from here."""
    number = acts.add_faq(None, question.strip(), answer.read().strip(), states)
    click.echo(f"Buyers can tap it now. Its number is {number}.")


@seller_faqs.command()
@NUMBER
@click.option("--question")
@click.option("--answer", type=click.File(), help="A file with the answer; - reads it from here.")
@STATES
@click.option("--always", is_flag=True, help="Offer it whatever the order's state.")
@saying_of_shops
def change(number: int, question: str | None, answer: TextIO | None, states: tuple[str, ...], always: bool) -> None:
    """Change what is given of it."""
    found = _found(number)
    words = (
        found.question if question is None else question.strip(),
        found.answer if answer is None else answer.read().strip(),
        [] if always else states or list(found.states),
    )
    db.session.rollback()
    acts.change_faq(None, number, None, *words)
    click.echo("It is changed.")


@seller_faqs.command()
@NUMBER
@saying_of_shops
def remove(number: int) -> None:
    """Delete it."""
    acts.remove_faq(None, number)
    click.echo("It is deleted.")


def _found(number: int) -> StandardFaq:
    found = db.session.get(StandardFaq, number)
    if found is None:
        raise Refused("forbidden")
    return found
