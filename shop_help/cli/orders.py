"""flask orders import: what a shop's integration has from the Order API, taken in."""

import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import click

from shop_help.actions.order_import import import_orders
from shop_help.cli.ground import noted
from shop_help.cli.report import JsonReport, Report, TextReport
from shop_help.order_feed.order import Surroundings
from shop_help.policy.markets import MARKETS


@click.group()
def orders() -> None:
    """Orders of the marketplace."""


@orders.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--shop", default="", metavar="ID", help="The shop the orders come from, where they don't say.")
@click.option("--shop-name", default="", metavar="NAME", help="Its name.")
@click.option(
    "--market",
    type=click.Choice(list(MARKETS), case_sensitive=False),
    metavar=f"[{'|'.join(MARKETS)}]",
    help="The market of a new shop, for orders without an address.  [default: US]",
)
@click.option(
    "--adults-confirmed-by",
    metavar="WHO",
    help="Who vouches that every buyer is 18 or over; kept with each of them.",
)
@click.option("--json", "as_json", is_flag=True, help="Report as JSON lines, for programs.")
@noted
def import_(files: tuple[str, ...], as_json: bool, adults_confirmed_by: str | None, **around: Any) -> None:
    """Take in orders from FILES (or - for standard input).

    FILES hold the JSON of the Order API (Get Order Detail 202309 or 202507, Get Order List): an answer as it came, a
    list of orders, one order, or JSON Lines with an order or an answer on each line. They may be gzipped. Importing
    twice changes nothing, and an older answer never overwrites a newer one. Each order is taken in whole or not at
    all; the exit status is 1 where one was refused.

    Beside the API's own fields an order may have: shop_id and shop_name (also around the orders); buyer_birthdate
    (YYYY-MM-DD) or buyer_is_adult (true or false); tracking, as Get Tracking gives it (also on a package);
    complete_time; and item_class on a line (standard, pre_owned, collectible, final_sale or non_returnable).

    Nobody under 18 can buy. Where the orders say nothing of a buyer's age and we don't know it, they are refused
    unless somebody vouches with --adults-confirmed-by.
    """
    told = Surroundings(around["shop"].strip(), around["shop_name"].strip(), around["market"])
    confirmed_by = (adults_confirmed_by or "").strip() or None
    report: Report = JsonReport() if as_json else TextReport()
    for name in files:
        with _opened(name) as stream, _progress(name) as on_bytes:
            for imported in import_orders(stream, told, confirmed_by, on_bytes):
                report.tell(name, imported)
    report.end()
    sys.exit(1 if report.counts["refused"] else 0)


@contextlib.contextmanager
def _opened(name: str) -> Iterator[BinaryIO]:
    if name == "-":
        yield sys.stdin.buffer
        return
    with Path(name).open("rb") as stream:
        yield stream


@contextlib.contextmanager
def _progress(name: str) -> Iterator[Callable[[int], None]]:
    """A bar over the bytes of a file, where somebody looks at a terminal."""
    if name == "-" or not sys.stderr.isatty():
        yield lambda _: None
        return
    with click.progressbar(length=Path(name).stat().st_size, label=Path(name).name, file=sys.stderr) as bar:
        yield bar.update
