"""flask audit list | verify | head: what was done, and is the log of it whole?"""

import json
import sys
from datetime import UTC, datetime
from itertools import islice

import click
from flask.cli import AppGroup

from shop_help import audit_verifying
from shop_help.cli.ground import with_tables
from shop_help.models.shown_audit import AuditFilter, every_audit_entry

audit = AppGroup("audit", help="The audit log: what staff and commands did.")


@audit.command("list")
@click.option("--person", type=int, default=None, help="What this number did; 0: commands and failed sign-ins.")
@click.option("--act", default="", help="Such as person.roles_changed.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), default=None, help="From this day on, in UTC.")
@click.option("--most", type=click.IntRange(1), default=50, show_default=True, help="So many at most.")
@with_tables
def list_(person: int | None, act: str, since: datetime | None, most: int) -> None:
    """List what was done, the newest first, a line of JSON each: with before and after."""
    wanted = AuditFilter(person, act, since.replace(tzinfo=UTC) if since else None)
    for row in islice(every_audit_entry(wanted), most):
        told = row._asdict() | {"happened_at": row.happened_at.isoformat()}
        told |= {name: json.loads(told[name]) for name in ("before", "after") if told[name]}
        click.echo(json.dumps(told, ensure_ascii=False))


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
