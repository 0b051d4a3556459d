"""flask serve: the server, with as many workers as this machine has use for."""

import os
import sys

import click

from shop_help.config import ROOT, SettingsError, refuse_unsafe, settings


@click.command()
@click.option("--workers", type=click.IntRange(1), help="Processes that share the port; more than one needs Redis.")
def serve(workers: int | None) -> None:
    """Serve pages and sockets at HOST and PORT until told to stop.

    A worker holds about 1,000 sockets and uses one processor core.
    """
    if workers:
        os.environ["SHOP_HELP_WORKERS"] = str(workers)
    try:
        refuse_unsafe(settings())
    except SettingsError as refused:
        raise click.ClickException(str(refused)) from refused
    # A process that has loaded no application yet: each worker makes its own.
    os.environ.pop("FLASK_RUN_FROM_CLI", None)
    os.chdir(ROOT)
    os.execv(sys.executable, [sys.executable, str(ROOT / "app.py")])  # noqa: S606 - our own program, no shell
