"""Imports a feed: order by order, each in a commit of its own, so that a bad one takes no good one with it."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO

from sqlalchemy.exc import DataError

from shop_help import clock
from shop_help.actions.orders import OrderRefused, take_in_order
from shop_help.order_feed.answers import Aside, Broken, Item, Position
from shop_help.order_feed.order import ReadOrder, Surroundings
from shop_help.order_feed.parsing import read_order
from shop_help.order_feed.reading import orders_in
from shop_help.order_feed.remarks import Remark
from shop_help.order_feed.source import Source

OUTCOMES = ("new", "updated", "unchanged", "older", "refused")


@dataclass(frozen=True)
class Imported:
    """What became of one place of a feed. An outcome of "" is a note on the file itself."""

    position: Position
    number: str
    outcome: str
    problems: tuple[Remark, ...] = ()
    notes: tuple[Remark, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As programs are told; null for a number or an outcome that there is none of."""
        return {
            **{name: value for name, value in asdict(self.position).items() if value is not None},
            "number": self.number or None,
            "outcome": self.outcome or None,
            "problems": [asdict(problem) for problem in self.problems],
            "notes": [asdict(note) for note in self.notes],
        }


def import_orders(
    stream: BinaryIO,
    around: Surroundings,
    confirmed_by: str | None,
    on_bytes: Callable[[int], None] = lambda _: None,
    largest: int | None = None,
) -> Iterator[Imported]:
    """Takes in every order of a feed that can be, and says of each what became of it."""
    for item in orders_in(Source(stream, on_bytes, largest), around):
        yield import_item(item, confirmed_by)


def import_item(item: Item, confirmed_by: str | None) -> Imported:
    """Takes in what was found in one place of a feed, if it is an order."""
    if isinstance(item, Broken):
        return Imported(item.position, "", "refused", (Remark(item.code, "", item.reason),))
    if isinstance(item, Aside):
        return Imported(item.position, "", "", notes=(Remark(item.code, "", item.reason),))
    read = read_order(item.raw, clock.now(), item.around)
    return _taken_in(item.position, read, confirmed_by)


def _taken_in(position: Position, read: ReadOrder, confirmed_by: str | None) -> Imported:
    if read.order is None:
        return Imported(position, read.number, "refused", read.problems)
    try:
        taken = take_in_order(read.order, confirmed_by=confirmed_by)
    except OrderRefused as refused:
        return Imported(position, read.number, "refused", refused.problems)
    except DataError:
        problem = Remark("not_storable", "", "holds something that the database can't keep")
        return Imported(position, read.number, "refused", (problem,))
    return Imported(position, read.number, taken.outcome, notes=read.notes + taken.notes)
