"""flask faqs install | search: the questions of Help put in, and found by a buyer's own words."""

import json

import click
from flask.cli import AppGroup

from shop_help.actions.help_catalogue import install_questions
from shop_help.cli.ground import noted, with_tables
from shop_help.cli.table import table
from shop_help.help_finding import find

faqs = AppGroup("faqs", help="The questions of Help.")


@faqs.command()
@noted
def install() -> None:
    """Add the questions that come with Shop Help; a second run keeps what operators wrote."""
    done = install_questions()
    click.echo(f"{done.added} questions added, {done.renewed} renewed; {done.kept} edited here and kept as they are.")


@faqs.command()
@click.argument("text")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.option("--most", type=click.IntRange(1), default=10, show_default=True, help="How many to show.")
@with_tables
def search(text: str, as_json: bool, most: int) -> None:
    """Show what the search of Help finds for TEXT, best first."""
    hits = [
        {
            "slug": hit.question.slug,
            "question": hit.question.question,
            "topic": hit.question.topic,
            "score": hit.score,
        }
        for hit in find(text, most)
    ]
    if as_json:
        click.echo(json.dumps(hits, ensure_ascii=False, indent=2))
    elif hits:
        rows = [(f"{hit['score']:.2f}", str(hit["question"]), str(hit["topic"]), str(hit["slug"])) for hit in hits]
        click.echo(table(("Score", "Question", "Topic", "Name"), rows))
    else:
        click.echo("Nothing found. Are the questions there? flask faqs install puts them in.")
