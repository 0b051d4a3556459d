"""flask backup, flask restore."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from shop_help import backups
from shop_help.cli.ground import with_tables
from shop_help.extensions import db

PG_BIN = click.option(
    "--pg-bin",
    envvar="SHOP_HELP_PG_BIN",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where pg_dump and pg_restore are, if not in PATH (or SHOP_HELP_PG_BIN). Not older than the server.",
)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@PG_BIN
@with_tables
def backup(folder: Path, pg_bin: Path | None) -> None:
    """Back up the database and the photos into a new FOLDER, while everything runs."""
    try:
        manifest = backups.back_up(db.engine, folder, pg_bin)
    except (backups.BackupError, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(
        f"{manifest.rows['messages']:,} messages, {manifest.rows['orders']:,} orders and {manifest.photos:,} photos "
        f"are in {folder}, as they were at {manifest.taken_at}."
    )


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--replace", is_flag=True, help="In place of the data that are there.")
@PG_BIN
@with_appcontext
def restore(folder: Path, replace: bool, pg_bin: Path | None) -> None:
    """Put the backup in FOLDER where the settings say, and look whether it is whole. Stop the server first."""
    try:
        manifest = backups.restore(db.engine, folder, replace, pg_bin)
    except (backups.BackupError, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Restored as of {manifest.taken_at}, and everything is whole.")
