"""flask faqs install | search | list | show | add | change | restore | hide | offer | move | default-order.

translate | untranslate: see translations.py.
"""

import json
from typing import TextIO

import click
from flask.cli import AppGroup

from shop_help.actions import help_questions as acts
from shop_help.actions import own_questions, question_order
from shop_help.actions.help_catalogue import install_questions
from shop_help.actions.own_questions import WrittenQuestion
from shop_help.actions.standard_faqs import install_standard_faqs
from shop_help.cli.ground import in_sentences, noted, with_tables
from shop_help.cli.table import table
from shop_help.extensions import db
from shop_help.help_finding import find
from shop_help.models.shown_people import working_as
from shop_help.models.shown_questions import ShownQuestion, all_questions
from shop_help.policy.messages import Refused

faqs = AppGroup("faqs", help="The questions of Help.")
NAME = click.argument("name")
BY = click.option("--by", "email", required=True, help="The address of the operator whose words they are.")
saying = in_sentences(
    "There is no such question, topic, version, place or operator. flask faqs list shows the questions."
)


@faqs.command()
@noted
def install() -> None:
    """Add the questions that come with Shop Help; a second run keeps what operators wrote."""
    done, for_shops = install_questions(), install_standard_faqs()
    click.echo(f"{done.added} questions added, {done.renewed} renewed; {done.kept} edited here and kept as they are.")
    if for_shops:
        click.echo(f"{for_shops} questions added for the conversations of shops that have none of their own.")


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


@faqs.command("list")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@with_tables
def list_(as_json: bool) -> None:
    """List them, topic by topic, in their order."""
    rows = [
        {
            "topic": each.topic,
            "name": each.slug,
            "version": each.version,
            "offered": not each.is_hidden,
            "question": each.question,
        }
        for each in all_questions()
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        lines = [tuple(_plain(said) for said in row.values()) for row in rows]
        click.echo(table(("Topic", "Name", "Version", "Offered", "Question"), lines))


@faqs.command()
@NAME
@saying
def show(name: str) -> None:
    """Print the question, its text, by what it is found, and what was written here in other languages, as JSON."""
    found = called(name)
    words = {"question": found.question, "asked": found.asked, "body": found.body}
    told = words | {"version": found.version, "translations": found.translations}
    click.echo(json.dumps(told, ensure_ascii=False, indent=2))


@faqs.command()
@NAME
@click.option("--question")
@click.option("--body", type=click.File(), help="A file with its text; - reads it from here.")
@click.option("--asked", type=click.File(), help="A file with what buyers say who mean it, a line each.")
@BY
@saying
def change(name: str, question: str | None, body: TextIO | None, asked: TextIO | None, email: str) -> None:
    """Change what is given of it, as a new version."""
    found = called(name)
    words = (
        found.question if question is None else question.strip(),
        found.asked if asked is None else asked.read().strip(),
        found.body if body is None else body.read().strip(),
    )
    acts.change_question(None, found.id, found.version, *words, working_as("operator", email))
    click.echo("Buyers read it so from now on.")


@faqs.command()
@click.argument("topic")
@click.argument("question")
@click.option("--body", type=click.File(), required=True, help="A file with its text; - reads it from here.")
@click.option("--asked", type=click.File(), help="A file with what buyers say who mean it, a line each.")
@click.option("--solved-by", "actions", multiple=True, help="What solves it, such as track or message; repeatable.")
@click.option("--first-for", "fits", multiple=True, help="A situation in which it comes first; repeatable.")
@BY
@saying
def add(
    topic: str,
    question: str,
    body: TextIO,
    asked: TextIO | None,
    actions: tuple[str, ...],
    fits: tuple[str, ...],
    email: str,
) -> None:
    """Add a QUESTION of your own to TOPIC."""
    said = asked.read().strip() if asked else ""
    written = WrittenQuestion(topic, question.strip(), said, body.read().strip(), actions, fits)
    name = own_questions.add_question(None, written, working_as("operator", email))
    click.echo(f"Buyers are offered it from now on. It is called {name}.")


@faqs.command()
@NAME
@saying
def hide(name: str) -> None:
    """Offer it to buyers no more; who has its address still reads it."""
    own_questions.hide_question(None, called(name).id)
    click.echo("It is hidden.")


@faqs.command()
@NAME
@saying
def offer(name: str) -> None:
    """Offer a hidden one again."""
    own_questions.offer_question(None, called(name).id)
    click.echo("Buyers are offered it.")


@faqs.command()
@NAME
@click.argument("version", type=int)
@BY
@saying
def restore(name: str, version: int, email: str) -> None:
    """Let an earlier VERSION hold again."""
    acts.restore_version(None, called(name).id, version, working_as("operator", email))
    click.echo("The earlier words hold again.")


@faqs.command()
@NAME
@click.argument("place", type=int)
@saying
def move(name: str, place: int) -> None:
    """Put it at PLACE of its topic, from 1; the others close up."""
    question_order.move_question(None, called(name).id, place)
    click.echo("They stand in this order from now on.")


@faqs.command("default-order")
@click.argument("topic")
@saying
def default_order(topic: str) -> None:
    """Put the questions of TOPIC back in the order they were shipped in."""
    question_order.reset_order(None, topic)
    click.echo("They stand in the default order.")


def _plain(said: object) -> str:
    return {True: "yes", False: "no"}[said] if isinstance(said, bool) else str(said)


def called(name: str) -> ShownQuestion:
    """The question of that name. Raises Refused where there is none."""
    found = next((each for each in all_questions() if each.slug == name), None)
    db.session.rollback()
    if found is None:
        raise Refused("forbidden")
    return found
