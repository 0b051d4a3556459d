"""flask seed | cast: the demo, filled and listed."""

import json
from collections.abc import Sequence

import click
from flask.cli import with_appcontext

from shop_help.demo.listing import cast_list
from shop_help.demo.seeding import seed as seed_demo


@click.command()
@click.option("--fresh", is_flag=True, help="First take away the demo's shops, orders and conversations.")
@with_appcontext
def seed(fresh: bool) -> None:
    """Fill the demo; a second run adds what is missing and keeps what people did."""
    seeded = seed_demo(fresh)
    click.echo(
        f"The demo has {seeded.people} new people, {seeded.shops} new shops, {seeded.products} new products, "
        f"{seeded.orders} new orders and {seeded.conversations} new conversations."
    )
    for refusal in seeded.refusals:
        click.echo(f"Refused, as it should be: order {refusal}.")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@with_appcontext
def cast(as_json: bool) -> None:
    """List the demo's people and orders."""
    listed = cast_list()
    if as_json:
        click.echo(json.dumps(listed, ensure_ascii=False, indent=2))
        return
    click.echo(_table(("Name", "Role", "E-mail"), [(p["name"], p["role"], p["email"]) for p in listed["people"]]))
    click.echo()
    columns = ("number", "buyer", "shop", "state", "story")
    rows = [tuple(order[column] for column in columns) for order in listed["orders"]]
    click.echo(_table(("Order", "Buyer", "Shop", "State", "Story"), rows))


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    lines = [head, ["-" * width for width in widths], *rows]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )
