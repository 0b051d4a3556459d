"""flask seed | cast | populate: the demo filled and listed, and a large marketplace."""

import json
import sys
from collections import Counter

import click

from shop_help import clock
from shop_help.actions.help_catalogue import install_questions
from shop_help.actions.standard_faqs import install_standard_faqs
from shop_help.cli.ground import noted, with_tables
from shop_help.cli.table import table
from shop_help.database import write_unit
from shop_help.demo.case_seeding import seed_cases
from shop_help.demo.claim_writing import seed_claims
from shop_help.demo.help_readings import seed_readings
from shop_help.demo.listing import cast_list
from shop_help.demo.seeding import seed as seed_demo
from shop_help.extensions import db
from shop_help.load.populating import Wanted
from shop_help.load.populating import populate as populate_marketplace
from shop_help.models.untold import call_all_told


@click.command()
@click.option("--fresh", is_flag=True, help="First take away the demo's shops, orders and conversations.")
@with_tables
def seed(fresh: bool) -> None:
    """Fill the demo; a second run adds what is missing and keeps what people did."""
    seeded = seed_demo(fresh)
    install_questions()
    install_standard_faqs()
    cases = seed_cases()
    claims = seed_claims(clock.now())
    seed_readings()
    with write_unit(db.session) as session:
        call_all_told(session.connection(), clock.now())
    click.echo(
        f"The demo has {seeded.people} new people, {seeded.shops} new shops, {seeded.products} new products, "
        f"{seeded.orders} new orders, {seeded.conversations} new conversations and {cases} new cases. "
        f"{seeded.requests} things were asked of sellers, and {claims} claimed of Buyer Protection."
    )
    for refusal in seeded.refusals:
        click.echo(f"Refused, as it should be: order {refusal}.")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@with_tables
def cast(as_json: bool) -> None:
    """List the demo's people and orders."""
    listed = cast_list()
    if as_json:
        click.echo(json.dumps(listed, ensure_ascii=False, indent=2))
        return
    click.echo(table(("Name", "Role", "E-mail"), [(p["name"], p["role"], p["email"]) for p in listed["people"]]))
    click.echo()
    columns = ("number", "buyer", "shop", "state", "story")
    rows = [tuple(order[column] for column in columns) for order in listed["orders"]]
    click.echo(table(("Order", "Buyer", "Shop", "State", "Story"), rows))


@click.command()
@click.option("--buyers", type=click.IntRange(1), required=True, help="How many people who buy.")
@click.option("--orders", type=click.IntRange(0), required=True, help="How many orders they made.")
@click.option("--messages", type=click.IntRange(0), required=True, help="How many messages they and the shops wrote.")
@click.option(
    "--cases", type=click.IntRange(0), default=0, help="How many of the orders customer service is asked about."
)
@click.option("--shops", type=click.IntRange(1), default=20, show_default=True, help="How many shops.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same number makes the same marketplace.")
@noted
def populate(**wanted: int) -> None:
    """Add a large marketplace of made-up people, to measure with."""
    begun, done = clock.ticks(), Counter[str]()
    total = wanted["buyers"] + wanted["orders"] + wanted["messages"] + wanted["cases"]
    with click.progressbar(length=total, label="Filling", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        for what, count in populate_marketplace(Wanted(**wanted)):
            done[what] += count
            bar.update(count)
    seconds = max(clock.ticks() - begun, 0.001)
    told = ", ".join(f"{count:,} {what}" for what, count in done.items())
    click.echo(
        f"Added {told} in {seconds:.1f} s ({(done['orders'] + done['messages']) / seconds:,.0f} rows a second)."
    )
