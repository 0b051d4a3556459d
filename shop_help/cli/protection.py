"""flask protection replay ID: what a case's decisions rest on, judged again from what was kept with them."""

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import click

from shop_help.actions import protection as acts
from shop_help.cli.ground import with_tables
from shop_help.dates import day_and_time
from shop_help.models.shown_protection import ShownProtection, protection_called
from shop_help.policy.protection_replay import as_data, differences, from_data, judge
from shop_help.presentation import money
from shop_help.verdict_words import verdict_data

#: The command brings the acts along, so that a process of the clockwork knows what follows their deadlines.
ACTS = acts


@click.group()
def protection() -> None:
    """Buyer Protection."""


@dataclass(frozen=True)
class Judged:
    """Something that was judged, and how it comes out now."""

    what: str
    verdict: Mapping[str, Any]
    facts: Mapping[str, Any]
    again: Mapping[str, Any]
    differs: list[str]


@protection.command()
@click.argument("protection_id", metavar="ID", type=int)
@click.option("--json", "as_json", is_flag=True, help="For programs: the facts too.")
@with_tables
def replay(protection_id: int, as_json: bool) -> None:
    """Judge a case again: its opening and each decision, from the facts and numbers that were kept then.

    Ends with 1 where one of them comes out otherwise.
    """
    case = protection_called(protection_id)
    if case is None:
        raise click.ClickException(f"There is no case {protection_id} of Buyer Protection.")
    found = list(_judged(case))
    if as_json:
        click.echo(json.dumps([vars(each) for each in found], ensure_ascii=False, indent=2))
    else:
        for each in found:
            _show(each, case)
    if any(each.differs for each in found):
        sys.exit(1)


def _judged(case: ShownProtection) -> Iterator[Judged]:
    yield _again("The opening", case.verdict, case.facts)
    for decision in [*case.decisions, *case.proposals]:
        amount = money(decision.amount, case.currency)
        kind = "final decision" if decision.is_final else "decision"
        what = f"The {kind} {decision.id}, {decision.outcome}, {amount}, {decision.state}"
        yield _again(what, decision.verdict, decision.facts)


def _again(what: str, verdict: Mapping[str, Any], facts: Mapping[str, Any]) -> Judged:
    basis = from_data(facts)
    again = verdict_data(judge(basis))
    return Judged(what, verdict, facts, again, differences(verdict, again) + differences(facts, as_data(basis), ()))


def _show(judged: Judged, case: ShownProtection) -> None:
    facts, rules = judged.facts, judged.facts["rules"]
    basis = from_data(facts)
    click.echo(f"{judged.what}, judged as of {day_and_time(basis.at, basis.rules.zone)}")
    click.echo(f"  by version {rules['version']} of the rules of {rules['market']}, for {facts['reason']}")
    for line in basis.purchase.lines:
        if line.id in basis.line_ids:
            arrived = day_and_time(line.delivered_at, basis.rules.zone) if line.delivered_at else "not delivered"
            most = money(facts["most"][str(line.id)], case.currency)
            click.echo(f"  item {line.id}: {line.item_class}, {arrived} ({line.delivery_source}), at most {most}")
    click.echo(f"  then: {judged.verdict['code']}. {judged.verdict['reason']}")
    click.echo(f"  now:  {judged.again['code']}. {judged.again['reason']}")
    same = "It comes out the same." if not judged.differs else f"It comes out otherwise: {', '.join(judged.differs)}."
    click.echo(f"  {same}\n")
