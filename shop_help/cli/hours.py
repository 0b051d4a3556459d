"""flask hours list | show | set: when customer service of each market is open."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import click
from flask.cli import AppGroup

from shop_help import clock, service_calendar
from shop_help.actions import service_hours as acts
from shop_help.cli.ground import in_sentences, with_tables
from shop_help.cli.table import table
from shop_help.extensions import db
from shop_help.models import ServiceHours
from shop_help.policy.markets import MARKETS
from shop_help.policy.opening_times import Written
from shop_help.service_words import open_words

hours = AppGroup("hours", help="When customer service of each market is open.")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DATE = click.DateTime(["%Y-%m-%d"])
MARKET = click.argument("market", type=click.Choice(list(MARKETS)))


@hours.command("list")
@with_tables
def list_() -> None:
    """List the markets, with what holds just now."""
    rows = []
    for market in MARKETS.values():
        there = service_calendar.hours_in(market.code, clock.now())
        rows.append((market.code, market.zone, str(open_words(there, clock.now()))))
    click.echo(table(("Market", "Zone", "Now"), rows))


@hours.command()
@MARKET
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@with_tables
def show(market: str, as_json: bool) -> None:
    """Show the week of MARKET, and its days off ahead."""
    _row, held = _held(market)
    week = {day: [f"{begin}-{end}" for begin, end in pairs] for day, pairs in zip(DAYS, held.week, strict=True)}
    if as_json:
        told = {"week": week, "keeps_holidays": held.keeps_holidays, "days_off": held.days_off}
        click.echo(json.dumps(told, indent=2))
        return
    click.echo(table(("Day", "Open"), [(day, ", ".join(pairs) or "closed") for day, pairs in week.items()]))
    click.echo(f"Public holidays: {'closed' if held.keeps_holidays else 'as on other days'}")
    click.echo(f"Days off: {', '.join(held.days_off) or 'none'}")


@hours.command("set")
@MARKET
@click.argument("days", nargs=-1, metavar="[DAY=TIMES]...")
@click.option("--holidays/--no-holidays", default=None, help="Closed on public holidays, or as on other days.")
@click.option("--day-off", "off", multiple=True, type=DATE, help="Closed then, in place of the days there were.")
@click.option("--no-days-off", is_flag=True, help="None ahead.")
@in_sentences("There is no such market.")
def set_(market: str, days: Sequence[str], holidays: bool | None, off: Sequence[date], no_days_off: bool) -> None:
    """Open on a DAY (mon to sun) at these TIMES (8-12,13:30-20, or closed); days that aren't named stay."""
    row, held = _held(market)
    week = list(held.week)
    for each in days:
        day, is_given, times = each.partition("=")
        if day not in DAYS or not is_given:
            raise click.BadParameter(f"{each}: a day from mon to sun, such as mon=8-20")
        week[DAYS.index(day)] = _pairs(times)
    written = replace(held, week=week)
    if holidays is not None:
        written = replace(written, keeps_holidays=holidays)
    if off or no_days_off:
        written = replace(written, days_off=[f"{day:%Y-%m-%d}" for day in off])
    acts.set_hours(None, market, written, acts.version_of(row))
    click.echo("They hold from now on.")


def _pairs(times: str) -> Written:
    """What is opened and closed at, as it was typed: the act says what can't be."""
    if times == "closed":
        return []
    parted = [each.partition("-") for each in times.split(",")]
    return [(begin, end) for begin, _, end in parted]


def _held(market: str) -> tuple[ServiceHours | None, acts.WrittenHours]:
    row = db.session.get(ServiceHours, market)
    week = service_calendar.hours_in(market, clock.now()).week
    return row, acts.written_hours(row, week, acts.today_in(market))
