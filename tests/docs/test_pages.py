"""docs/ says what is true: its commands are there with their options, and its links lead somewhere."""

import re
import shlex
from pathlib import Path

import click
import pytest
from flask import Flask

from shop_help.config import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
_COMMAND = re.compile(r"\.venv/bin/flask ([^\n`|]+)")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
#: Of other packages, and of the shell.
_NOT_OURS = {"db"}


def commands_in(page: Path) -> list[str]:
    found = _COMMAND.findall(page.read_text(encoding="utf-8"))
    return [re.split(r'\)"|&&| > |; ', line)[0].strip(" \\;:,.") for line in found]


def headings_in(page: Path) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def unknown_in(app: Flask, words: list[str]) -> str:
    """The first word of a command line that names nothing; empty where all do."""
    command: click.Command = app.cli
    context = click.Context(command)
    for word in words:
        if isinstance(command, click.Group):
            found = command.get_command(context, word)
            if found is None:
                return word
            command = found
        elif word.startswith("--"):
            known = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
            if word.split("=")[0] not in known | {"--help"}:
                return word
    return ""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_is_there_with_its_options(app: Flask, page: Path) -> None:
    for line in commands_in(page):
        words = shlex.split(line, comments=True)
        if words and words[0] not in _NOT_OURS:
            assert unknown_in(app, words) == "", line


def test_the_pages_have_commands_and_a_wrong_one_is_seen(app: Flask) -> None:
    assert len(commands_in(ROOT / "docs/operate.md")) > 10
    assert unknown_in(app, ["staff", "hire"]) == "hire"
    assert unknown_in(app, ["staff", "add", "a@b", "A", "--rolle", "agent"]) == "--rolle"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in _LINK.findall(page.read_text(encoding="utf-8")):
        if link.startswith(("http:", "https:", "mailto:")):
            continue
        place, _, heading = link.partition("#")
        target = (page.parent / place).resolve() if place else page
        assert target.exists(), link
        assert not heading or heading in headings_in(target), link


def test_the_index_names_every_page() -> None:
    named = _LINK.findall((ROOT / "docs/README.md").read_text(encoding="utf-8"))
    pages = {page.name for page in (ROOT / "docs").glob("*.md")} - {"README.md"}
    assert pages <= set(named)


def test_it_can_be_read_in_an_hour() -> None:
    """Two hundred words a minute; of what is looked up, half is read."""
    counted = sum(len(page.read_text(encoding="utf-8").split()) for page in PAGES[1:])
    minutes = re.findall(r"\| (\d+)[^|]*\|$", (ROOT / "docs/README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert sum(map(int, minutes)) <= 60
    assert counted / 200 <= 60
