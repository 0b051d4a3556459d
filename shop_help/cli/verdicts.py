"""flask verdicts ORDER: what may be done with an order now, or at another instant, and why."""

import json
from datetime import UTC, datetime

import click
from sqlalchemy import bindparam

from shop_help import clock
from shop_help.cli.ground import with_tables
from shop_help.cli.table import table
from shop_help.dates import day_and_time
from shop_help.models import Order
from shop_help.models.prepared import Prepared
from shop_help.models.request_facts import known_facts
from shop_help.models.shown_orders import SHOWN, ShownOrder, shown
from shop_help.policy.deadlines import last_moment
from shop_help.policy.order_requests import verdicts as verdicts_of
from shop_help.policy.verdicts import Verdict
from shop_help.purchases import purchase_of
from shop_help.rules_finding import rules_for
from shop_help.verdict_words import sentence_of, verdict_data

_NUMBERED = Prepared(SHOWN.where(Order.number == bindparam("number", "")))


@click.command()
@click.argument("order_number", metavar="ORDER")
@click.option("--at", metavar="INSTANT", help="As if it were then (2026-11-24T12:00+01:00; UTC without a zone).")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@with_tables
def verdicts(order_number: str, at: str | None, as_json: bool) -> None:
    """Show what may be done with ORDER: each action, its items, until when, why, and what else.

    What is known of the order is as it is today, also where it is judged at another instant.
    """
    found = shown(_NUMBERED, parcels=True, number=order_number)
    if not found:
        raise click.ClickException(f"There is no order {order_number}.")
    now = _instant(at) if at else clock.now()
    rules = rules_for(found[0])
    told = verdicts_of(purchase_of(found[0], known_facts([found[0].id])), rules, now)
    if as_json:
        judged = {"at": now.isoformat(), "market": rules.market, "version": rules.version}
        told_all = {"order": order_number, **judged, "verdicts": [verdict_data(verdict) for verdict in told]}
        click.echo(json.dumps(told_all, ensure_ascii=False, indent=2))
        return
    click.echo(f"Order {order_number}, {found[0].state}, at {day_and_time(now, rules.zone)}, ", nl=False)
    click.echo(f"by version {rules.version} of the rules of {rules.market}\n")
    click.echo(_as_table(found[0], told))


def _instant(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(
            f"{text} is no instant, such as 2026-11-24T12:00+01:00", param_hint="--at"
        ) from error
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at


def _as_table(order: ShownOrder, told: list[Verdict]) -> str:
    positions = {line.id: str(place) for place, line in enumerate(order.lines, 1)}
    rows = [
        (
            verdict.action,
            ", ".join(positions[line] for line in verdict.lines),
            "yes" if verdict.eligible else "no",
            day_and_time(last_moment(verdict.closes_at), verdict.basis.zone) if verdict.closes_at else "",
            verdict.next_action,
            verdict.code,
            sentence_of(verdict),
        )
        for verdict in told
    ]
    return table(("Action", "Items", "Can be", "Last minute", "Next", "Code", "Why"), rows)
