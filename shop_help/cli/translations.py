"""flask faqs translate | untranslate, and the same of flask seller-faqs: questions in other languages."""

from typing import TextIO

import click

from shop_help.actions.translations import FOR_SHOPS, HELP, drop_translation, translate
from shop_help.cli.faqs import NAME, called, faqs, saying
from shop_help.cli.seller_faqs import NUMBER, saying_of_shops, seller_faqs
from shop_help.languages import LANGUAGES, others

LANGUAGE = click.argument("language", type=click.Choice(others()))
QUESTION = click.argument("question")


def _read(file: TextIO | None) -> str:
    return file.read().strip() if file else ""


@faqs.command("translate")
@NAME
@LANGUAGE
@QUESTION
@click.option("--body", type=click.File(), required=True, help="A file with its text; - reads it from here.")
@click.option("--asked", type=click.File(), help="A file with what buyers say who mean it, a line each.")
@saying
def translate_question(name: str, language: str, question: str, body: TextIO, asked: TextIO | None) -> None:
    """Say it in LANGUAGE, the QUESTION with its text."""
    words = {"question": question.strip(), "asked": _read(asked), "body": _read(body)}
    translate(None, HELP, called(name).id, language, words)
    click.echo(f"Who reads {LANGUAGES[language]} reads it so from now on.")


@faqs.command("untranslate")
@NAME
@LANGUAGE
@saying
def untranslate_question(name: str, language: str) -> None:
    """Delete what an operator wrote of it in LANGUAGE."""
    drop_translation(None, HELP, called(name).id, language)
    click.echo("It is deleted.")


@seller_faqs.command("translate")
@NUMBER
@LANGUAGE
@QUESTION
@click.argument("answer", type=click.File())
@saying_of_shops
def translate_faq(number: int, language: str, question: str, answer: TextIO) -> None:
    """Say it in LANGUAGE: the QUESTION with the text of the file ANSWER; - reads it from here."""
    translate(None, FOR_SHOPS, number, language, {"question": question.strip(), "answer": _read(answer)})
    click.echo(f"Who reads {LANGUAGES[language]} reads it so from now on.")


@seller_faqs.command("untranslate")
@NUMBER
@LANGUAGE
@saying_of_shops
def untranslate_faq(number: int, language: str) -> None:
    """Delete what an operator wrote of it in LANGUAGE."""
    drop_translation(None, FOR_SHOPS, number, language)
    click.echo("It is deleted.")
