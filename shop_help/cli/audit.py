"""flask audit verify | head: is the audit log whole, and where does it end?"""

import sys

import click
from flask.cli import AppGroup

from shop_help import audit_verifying
from shop_help.cli.ground import with_tables

audit = AppGroup("audit", help="The audit log: what staff and commands did.")


@audit.command()
@click.option(
    "--from",
    "kept",
    default="",
    metavar="NUMBER[:DIGEST]",
    help="Begin at this entry; with a digest, as `flask audit head` printed it, it must be that very one.",
)
@with_tables
def verify(kept: str) -> None:
    """Say that the log is whole, or name the first entry that was changed, is missing or is out of order.

    The exit status is 1 where it isn't whole. Against whoever could take the last entries out together with the
    head, keep what `flask audit head` prints on another machine and give it to --from.
    """
    number, _, digest = kept.partition(":")
    if kept and not number.isdigit():
        raise click.BadParameter("write a number, or number:digest", param_hint="--from")
    found = audit_verifying.verify(int(number or 0), digest)
    if found.fault:
        click.echo(found.fault)
        sys.exit(1)
    click.echo(f"The audit log is whole: {found.read:,} entries read. Its head: {found.seq}:{found.digest}")


@audit.command()
@with_tables
def head() -> None:
    """Print the number and digest of the last entry, to be kept on another machine."""
    seq, digest = audit_verifying.head()
    click.echo(f"{seq}:{digest}")
