"""flask teams list | members | rename: who is in which team of customer service, and what a team is called."""

import json

import click
from flask.cli import AppGroup

from shop_help.actions import teams as acts
from shop_help.cli.ground import in_sentences, with_tables
from shop_help.cli.table import table
from shop_help.languages import LANGUAGES
from shop_help.models.shown_people import working_as
from shop_help.models.shown_teams import agents
from shop_help.own_words import teams as called
from shop_help.policy.messages import Refused
from shop_help.policy.support import TEAMS

teams = AppGroup("teams", help="Teams of customer service.")
TEAM = click.argument("team", type=click.Choice(list(TEAMS)))
_saying = in_sentences("No agent has an account of this address. flask staff roles makes one.")


@teams.command("list")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@with_tables
def list_(as_json: bool) -> None:
    """List them with who is in each; whoever is in none takes of all."""
    people = agents()
    rows = [
        {
            "team": team,
            "name": words,
            "members": [person.email or person.name for person in people if team in (person.member_of or ())],
        }
        for team, words in called().items()
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        lines = [(str(row["team"]), str(row["name"]), ", ".join(row["members"])) for row in rows]
        click.echo(table(("Team", "Name", "Who is in it"), lines))


@teams.command()
@TEAM
@click.option("--add", "more", multiple=True, help="An agent's address; may be given again.")
@click.option("--remove", "fewer", multiple=True)
@_saying
def members(team: str, more: tuple[str, ...], fewer: tuple[str, ...]) -> None:
    """Put agents into TEAM, or take them out; it holds for the next chat that is given out."""
    acts.change_members(None, team, *([_agent(email) for email in emails] for emails in (more, fewer)))
    click.echo("It holds from now on.")


@teams.command()
@TEAM
@click.argument("name")
@click.option("--language", type=click.Choice(list(LANGUAGES)), default="en", show_default=True)
@_saying
def rename(team: str, name: str, language: str) -> None:
    """Call TEAM by this NAME in a language; "" is the name that we gave it."""
    acts.rename_team(None, team, {language: name.strip()})
    click.echo("It is called so from now on.")


def _agent(email: str) -> int:
    found = working_as("agent", email)
    if found is None:
        raise Refused("forbidden")
    return found
