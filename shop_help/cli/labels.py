"""flask labels list | set | reset | restore: what the buttons of each platform are called."""

import json

import click
from flask.cli import AppGroup

from shop_help.actions import labels as acts
from shop_help.cli.ground import in_sentences, with_tables
from shop_help.cli.table import table
from shop_help.languages import LANGUAGES
from shop_help.own_words import called_in, ours_in
from shop_help.policy.own_words import label_name
from shop_help.policy.platforms import LABELS, PLATFORMS

labels = AppGroup("labels", help="What the buttons of each platform are called.")
PLATFORM = click.argument("platform", type=click.Choice(list(PLATFORMS)))
LANGUAGE = click.option("--language", type=click.Choice(list(LANGUAGES)), default="en", show_default=True)
_saying = in_sentences("There is no such label on this platform, or no such change. flask labels list shows them.")


@labels.command("list")
@LANGUAGE
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@with_tables
def list_(language: str, as_json: bool) -> None:
    """List them as buyers read them, beside the default."""
    names = {(name, which): label_name(name, which) for name, found in PLATFORMS.items() for which in found.labels}
    called = called_in(language, names.values())
    rows = [
        {"platform": platform, "label": which, "words": called[name], "default": ours_in(language, name)}
        for (platform, which), name in names.items()
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        click.echo(table(("Platform", "Label", "Words", "Default"), [tuple(row.values()) for row in rows]))


@labels.command("set")
@PLATFORM
@click.argument("label", type=click.Choice(list(LABELS)))
@click.argument("words")
@LANGUAGE
@_saying
def set_(platform: str, label: str, words: str, language: str) -> None:
    """Call LABEL of PLATFORM by these WORDS in a language."""
    _say(acts.set_labels(None, platform, language, {label: words.strip()}))


@labels.command()
@PLATFORM
@LANGUAGE
@_saying
def reset(platform: str, language: str) -> None:
    """Call all labels of PLATFORM by default, in a language."""
    _say(acts.set_labels(None, platform, language, dict.fromkeys(PLATFORMS[platform].labels, "")))


@labels.command()
@click.argument("entry", type=int)
@_saying
def restore(entry: int) -> None:
    """Take a change back, by the number that it printed."""
    acts.restore_labels(None, entry)
    click.echo("It is back.")


def _say(entry: int | None) -> None:
    if entry is None:
        click.echo("They are called so already.")
    else:
        click.echo(f"Buyers read it so from now on. Back with: flask labels restore {entry}")
