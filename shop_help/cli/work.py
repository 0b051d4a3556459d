"""flask work: the clockwork as a process of its own."""

import signal
import threading

import click
from flask import current_app

from shop_help import scraping
from shop_help.cli.ground import with_tables
from shop_help.jobs import notifications, refunds, webhooks
from shop_help.jobs.clockwork import go_on


@click.command()
@click.option("--metrics-port", type=click.IntRange(1, 65535), help="Tell there what this process counts.")
@with_tables
def work(metrics_port: int | None) -> None:
    """Do what falls due with time, until told to stop; as many may run as one likes."""
    if metrics_port:
        _tell_metrics(metrics_port)
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    jobs = (refunds, webhooks, notifications)
    stopping, sending = threading.Event(), [job.start(app) for job in jobs]
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopping.set())
    click.echo("The clockwork runs; Ctrl-C ends it.")
    go_on(app, stopping)
    for each in sending:
        each.set()


def _tell_metrics(port: int) -> None:
    host = current_app.config["METRICS_HOST"]
    try:
        scraping.begin(host, port)
    except OSError as error:
        raise click.ClickException(f"Metrics can't be told at {host}:{port}: {error.strerror}.") from error
