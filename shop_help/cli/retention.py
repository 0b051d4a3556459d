"""flask retention: what has been kept for long enough goes."""

import json

import click

from shop_help import audit
from shop_help.actions import clearing
from shop_help.cli.ground import with_tables


@click.command()
@click.option("--dry-run", is_flag=True, help="Say what would go, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@with_tables
def retention(dry_run: bool, as_json: bool) -> None:
    """Clear what has been kept as long as the settings say. The clockwork does the same, a little at a time."""
    found = clearing.waiting()
    if not dry_run:
        audit.record("command.run", "flask retention")
        found = [(kind, _clear(kind)) for kind, _ in found]
    if as_json:
        told = [
            {"what": kind.words, "rows": count, "days": kind.age.days, "setting": _setting(kind)}
            for kind, count in found
        ]
        click.echo(json.dumps({"dry_run": dry_run, "kinds": told}, indent=2))
        return
    for kind, count in found:
        click.echo(f"{count:>9,} {kind.words} ({kind.age.days} days, {_setting(kind) or 'always'})")
    click.echo("Nothing was changed." if dry_run else "Gone.")


def _setting(kind: clearing.Kind) -> str:
    return f"SHOP_HELP_{kind.setting}" if kind.setting else ""


def _clear(kind: clearing.Kind) -> int:
    cleared = 0
    while went := clearing.clear_piece(kind):
        cleared += went
    return cleared
