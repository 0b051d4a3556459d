"""flask check: is everything whole?"""

import json
import sys
from pathlib import Path

import click

from shop_help import checking, photo_files
from shop_help.checking.files import is_old, stray
from shop_help.cli.ground import with_tables
from shop_help.database import snapshot
from shop_help.extensions import db


@click.command()
@click.option("--tidy", is_flag=True, help="Remove files that no row has named for more than a day.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@with_tables
def check(tidy: bool, as_json: bool) -> None:
    """Is everything whole: messages, refunds, deadlines, photos, search? Ends with 1 where it isn't.

    It only reads, and may run beside the server. Files that no row names are listed; they are no fault.
    """
    # Files before rows: a photo is written before its row is.
    there = photo_files.all_files()
    with snapshot(db.engine) as connection:
        found = list(checking.faults(connection))
        strays = stray(connection, there)
    removed = [file for file in strays if tidy and is_old(file)]
    for file in removed:
        file.unlink(missing_ok=True)
    if as_json:
        told = {"faults": [vars(fault) for fault in found], "stray": _named(strays), "removed": _named(removed)}
        click.echo(json.dumps({"is_whole": not found, **told}, ensure_ascii=False, indent=2))
    else:
        _tell(found, strays, removed)
    if found:
        sys.exit(1)


def _named(files: list[Path]) -> list[str]:
    return [str(file) for file in files]


def _tell(found: list[checking.Fault], strays: list[Path], removed: list[Path]) -> None:
    for fault in found:
        click.echo(str(fault))
    for file in strays:
        click.echo(f"{'removed' if file in removed else 'stray'}: {file}")
    click.echo("Everything is whole." if not found else f"Not whole: {len(found)} fault{'s' if found[1:] else ''}.")
