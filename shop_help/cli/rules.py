"""flask rules list | show | draft | replay | publish | discard: the numbers that orders of a market are judged by."""

import json
from collections.abc import Sequence
from datetime import datetime

import click
from flask.cli import AppGroup
from sqlalchemy import select

from shop_help.actions import rule_replays, rule_versions
from shop_help.cli.ground import in_sentences, with_tables
from shop_help.cli.table import table
from shop_help.extensions import db
from shop_help.models import Order, ReplayFinding, RuleReplay, RuleVersion
from shop_help.models.shown_people import working_as
from shop_help.policy.markets import MARKETS
from shop_help.policy.messages import Refused
from shop_help.policy.numbers import JUDGING

rules = AppGroup("rules", help="The numbers that orders of a market are judged by, version by version.")
MARKET = click.argument("market", type=click.Choice(list(MARKETS)))
BY = click.option("--by", "email", required=True, help="The address of the operator who answers for it.")
_saying = in_sentences("There is no such draft or operator. flask rules list MARKET shows the versions.")


@rules.command("list")
@MARKET
@with_tables
def list_(market: str) -> None:
    """List the versions of MARKET that came after the one that is shipped."""
    wanted = select(RuleVersion).where(RuleVersion.market == market).order_by(RuleVersion.version)
    rows = [
        (str(each.version), each.state, each.valid_from.isoformat() if each.valid_from else "", each.note)
        for each in db.session.scalars(wanted)
    ]
    click.echo(table(("Version", "State", "From", "Why"), rows) if rows else "Only the version that is shipped.")


@rules.command()
@MARKET
@with_tables
def show(market: str) -> None:
    """Print the numbers of MARKET as JSON: those published last, and the draft's where there is one."""
    draft = db.session.scalar(select(RuleVersion).where(RuleVersion.draft_of == market))
    told = {"published": rule_versions.numbers_before(market)}
    click.echo(json.dumps(told | ({"draft": draft.numbers} if draft else {}), indent=2))


@rules.command()
@MARKET
@click.argument("numbers", nargs=-1, required=True, metavar="NAME=NUMBER...")
@click.option("--note", help="Why, as operators read it in the list of versions.")
@BY
@_saying
def draft(market: str, numbers: Sequence[str], note: str | None, email: str) -> None:
    """Write other NUMBERS on the draft of MARKET, which is begun where there is none."""
    writer_id = working_as("operator", email)
    version_id = rule_versions.draft_version(None, market, writer_id)
    found = _draft(market)
    written: dict[str, int | None] = dict(found.numbers)
    for each in numbers:
        name, _, value = each.partition("=")
        if name not in JUDGING:
            raise click.BadParameter(f"{name}: one of {', '.join(JUDGING)}")
        written[name] = int(value) if value.isascii() and value.isdigit() else None
    words = found.note if note is None else note
    rule_versions.change_draft(None, version_id, found.revision, written, words, writer_id)
    click.echo(f"Draft {found.version} is saved. Try it with: flask rules replay {market} --by {email}")


@rules.command()
@MARKET
@BY
@_saying
def replay(market: str, email: str) -> None:
    """Try the draft of MARKET on the orders of the last 90 days, and list what would change."""
    writer_id = working_as("operator", email)
    replay_id = rule_replays.start_replay(None, _draft(market).id, writer_id)
    while (done := _replayed(replay_id)).finished_at is None:
        click.echo(f"{done.done} of {done.total} orders", err=True)
        rule_replays.go_on(None, replay_id, writer_id)
    click.echo(f"{done.refused} would newly be refused, {done.allowed} newly allowed.")
    found = select(ReplayFinding, Order.number).join(Order, Order.id == ReplayFinding.order_id)
    for finding, number in db.session.execute(found.where(ReplayFinding.replay_id == replay_id)):
        click.echo(f"{number}  {finding.action}: {finding.before} becomes {finding.after}")


@rules.command()
@MARKET
@click.option("--from", "day", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The first day it judges.")
@BY
@_saying
def publish(market: str, day: datetime, email: str) -> None:
    """Publish the draft of MARKET. What was paid before that day is judged as it was."""
    found = _draft(market)
    writer_id = working_as("operator", email)
    rule_versions.publish_version(None, found.id, found.revision, day.date(), writer_id)
    click.echo(f"Version {found.version} judges what is paid from {day:%Y-%m-%d} on.")


@rules.command()
@MARKET
@BY
@_saying
def discard(market: str, email: str) -> None:
    """Throw the draft of MARKET away."""
    rule_versions.discard_draft(None, _draft(market).id, working_as("operator", email))
    click.echo("The draft is discarded.")


def _draft(market: str) -> RuleVersion:
    found = db.session.scalar(select(RuleVersion).where(RuleVersion.draft_of == market))
    if found is None:
        raise Refused("forbidden")
    return found


def _replayed(replay_id: int) -> RuleReplay:
    db.session.expire_all()
    return db.session.get_one(RuleReplay, replay_id)
