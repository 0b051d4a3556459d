"""flask work: the clockwork as a process of its own."""

import signal
import threading

import click
from flask import current_app

from shop_help.cli.ground import with_tables
from shop_help.jobs import refunds
from shop_help.jobs.clockwork import go_on


@click.command()
@with_tables
def work() -> None:
    """Do what falls due with time, until told to stop; as many may run as one likes."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    stopping, sending = threading.Event(), refunds.start(app)
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopping.set())
    click.echo("The clockwork runs; Ctrl-C ends it.")
    go_on(app, stopping)
    sending.set()
