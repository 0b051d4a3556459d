"""flask setup: a first start without the demo, and what is left to do."""

import json
import os
import sys

import click
from flask.cli import with_appcontext

from shop_help import audit, first_start
from shop_help.first_start import LEFT, FirstOperator, Step
from shop_help.policy.passwords import SHORTEST_PASSWORD

#: Where a password comes from that nobody types.
PASSWORD = "SHOP_HELP_OPERATOR_PASSWORD"  # noqa: S105 - its name
SIGNS = {"there": "ok  ", "made": "done", "left": "LEFT", "later": "next"}


@click.command()
@click.option("--operator", "email", default="", metavar="EMAIL", help="The first operator, where there is none yet.")
@click.option("--name", default="", help="What the first operator is called.")
@click.option("--test-mail", default="", metavar="EMAIL", help="Send a test there; a new operator gets one anyway.")
@click.option("--json", "as_json", is_flag=True, help="For programs; it never asks.")
@with_appcontext
def setup(email: str, name: str, test_mail: str, as_json: bool) -> None:
    """Lead through a first start: settings, tables, questions of Help, an operator, a test mail, and what is next.

    It may run again at any time, and changes nothing that is there. Where nobody can be asked, the operator's
    password is read from SHOP_HELP_OPERATOR_PASSWORD. Ends with 1 while something is left that a start needs.
    """
    steps = [first_start.check_settings(), first_start.bring_up_to_date()]
    if not any(step.state == LEFT for step in steps):
        try:
            steps += _on_tables(email, name, test_mail, not as_json and sys.stdin.isatty())
        except audit.KeyMissingError as missing:
            raise click.ClickException(str(missing)) from missing
    if as_json:
        told = {"is_ready": not _left(steps), "steps": [vars(step) for step in steps]}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for step in steps:
            click.echo(f"{SIGNS[step.state]}  {step.name}: {step.words}")
    if _left(steps):
        sys.exit(1)


def _left(steps: list[Step]) -> bool:
    return any(step.state == LEFT for step in steps)


def _on_tables(email: str, name: str, test_mail: str, may_ask: bool) -> list[Step]:
    questions = first_start.put_questions_in()
    who = None if first_start.has_operator() else _operator(email, name, may_ask)
    return [
        questions,
        first_start.make_operator(who),
        first_start.try_mail(test_mail or (who.email if who else "")),
        first_start.look_at_hours(),
        first_start.look_at_agents(),
        first_start.look_at_orders(),
    ]


def _operator(email: str, name: str, may_ask: bool) -> FirstOperator | None:
    """Who it is to be, asked for where somebody can be asked; None where nobody said."""
    if may_ask:
        email = email or click.prompt("The first operator's e-mail address")
        name = name or click.prompt("What they are called")
    if not email or not name:
        return None
    password = os.environ.get(PASSWORD, "")
    if not password and may_ask:
        password = click.prompt("A password", hide_input=True, confirmation_prompt=True)
    if len(password) < SHORTEST_PASSWORD:
        raise click.ClickException(f"A password has {SHORTEST_PASSWORD} characters or more (or set {PASSWORD}).")
    return FirstOperator(email, name, password)
