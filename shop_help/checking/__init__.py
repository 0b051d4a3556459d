"""Is everything whole? What must hold between rows, and between rows and files, asked of a live database or a copy.

It only reads, from one snapshot, so it may run beside everything else.
"""

from collections.abc import Callable, Iterator

from sqlalchemy import Connection

from shop_help.checking import clocks, conversations, files, ledger, links, search
from shop_help.checking.fault import Fault

CHECKS: tuple[Callable[[Connection], Iterator[Fault]], ...] = (
    links.faults,
    conversations.faults,
    ledger.faults,
    clocks.faults,
    search.faults,
    files.faults,
)


def faults(connection: Connection) -> Iterator[Fault]:
    """All that isn't whole, one check after the other."""
    for check in CHECKS:
        yield from check(connection)


__all__ = ["Fault", "faults"]
