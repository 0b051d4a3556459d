"""The server: gunicorn's threads, started from Python. One process holds about 1,000 sockets (STACK).

With several workers a master holds the listening socket, and each worker is an application of its own. Whichever
takes a connection keeps it: a WebSocket is one connection, so no worker has to be found again.
"""

import contextlib
import ctypes
import gc
import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Callable
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.workers.gthread import ThreadWorker

from shop_help.config import COUNTS, SettingsError, refuse_unsafe, settings

#: A socket holds a thread; what is above serves pages.
SOCKETS = 1000
THREADS_FOR_PAGES = 64

#: Seconds after which a thread that waits for Python's lock asks for it. While hundreds wait, as when all write at
#: once, each wakes up so often: with Python's own 0.005, 1,000 messages at once took 4 to 32 s for the waking alone.
SWITCH_SECONDS = 0.02

#: Seconds that open connections have to end after SIGTERM.
GRACE_SECONDS = 10


class Worker(ThreadWorker):
    """A worker whose sockets are told to go before it stops: an open one would hold it for the whole grace.

    It lets go of its port at once, too. gunicorn's keeps it until the end: who connects meanwhile is taken by the
    kernel, heard by nobody, and reset at last, and a proxy can't know whether what it sent was done.
    """

    def handle_exit(self, sig: int, frame: Any) -> None:
        if not self.booted:
            # Nobody is served yet. To import anything beside what is being loaded could break that, and the master
            # takes a worker that failed while it began for a server that can't be started.
            sys.exit(0)
        from shop_help.live.draining import drain

        threading.Thread(target=drain, name="drain", daemon=True).start()
        super().handle_exit(sig, frame)

    def set_accept_enabled(self, enabled: bool) -> None:
        super().set_accept_enabled(enabled)
        if enabled or self.alive:
            return
        for listener in self.sockets:
            taken = -1
            while taken < self.nr_conns:
                taken = self.nr_conns
                # Takes nobody where nobody waits.
                self.accept(listener)
            listener.close()


class Server(BaseApplication):
    """gunicorn with its settings from here instead of a command line."""

    def __init__(self, make_app: Callable[[], Flask], **settings: Any) -> None:
        self.make_app = make_app
        self.settings = settings
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.settings.items():
            self.cfg.set(name, value)

    def load(self) -> Callable[..., Any]:
        from shop_help import collecting, counting, scraping, speech
        from shop_help.jobs import clockwork, notifications, refunds, webhooks
        from shop_help.live import doorkeeping

        app = self.make_app()
        speech.read_all()
        doorkeeping.start(app)
        clockwork.start(app)
        if app.config["CLOCKWORK"]:
            refunds.start(app)
            webhooks.start(app)
            notifications.start(app)
        port = app.config["METRICS_PORT"]
        served: Callable[..., Any] = app
        if port:
            served = scraping.beside(app, port)
            counting.start()
        # What start-up made stays; the collector need not look at it again.
        gc.collect()
        gc.freeze()
        collecting.start()
        sys.setswitchinterval(SWITCH_SECONDS)
        return served


#: glibc's number of M_ARENA_MAX (malloc.h).
M_ARENA_MAX = -8


def share_memory_between_threads() -> None:
    """Threads take memory from one place. glibc gives them up to eight for each core, and what a thread of a socket
    frees in its own is of no use to the next: an idle conversation then holds a third more. Other C libraries don't.
    """
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1)


def serve(make_app: Callable[[], Flask]) -> None:
    """Serves until it is told to stop. HOST and PORT come from the environment. Unsafe settings are one sentence."""
    try:
        chosen = settings()
        refuse_unsafe(chosen)
    except SettingsError as refused:
        sys.exit(str(refused))
    share_memory_between_threads()
    host, port = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "5000")
    server = Server(
        make_app,
        bind=[f"{host}:{port}", *_metrics_address(chosen)],
        worker_class=Worker,
        workers=chosen["WORKERS"],
        threads=SOCKETS + THREADS_FOR_PAGES,
        worker_connections=SOCKETS + 1000,
        timeout=60,
        graceful_timeout=GRACE_SECONDS,
        keepalive=15,
        forwarded_allow_ips="127.0.0.1",
        control_socket_disable=True,
        post_fork=_listen_to_signals,
        child_exit=_forget_counts_of,
    )
    master = os.getpid()
    try:
        _begin_counts(chosen["METRICS_PORT"])
        # Its modules are loaded once for all workers, and before the port is open: whoever connects while each loads
        # them waits for as long. This application serves nobody.
        make_app()
        _forget_what_was_open_in(master)
        # What the workers share is looked at by none of them, not even at its end.
        gc.collect()
        gc.freeze()
        server.run()
    finally:
        # The workers come by here too, each at its own end.
        if os.getpid() == master:
            _remove_counts()


def _metrics_address(chosen: dict[str, Any]) -> list[str]:
    """Where the server tells what it counts, if anywhere."""
    return [f"{chosen['METRICS_HOST']}:{chosen['METRICS_PORT']}"] if chosen["METRICS_PORT"] else []


def _begin_counts(port: int) -> None:
    """Before anything is loaded that counts: the workers' counts begin anew, in a folder of theirs."""
    if not port:
        os.environ.pop(COUNTS, None)
        return
    # In memory, where there is such a folder: a count must not wait for a disk that is busy with a commit.
    in_memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - mkdtemp's is ours alone
    os.environ[COUNTS] = tempfile.mkdtemp(prefix="shop-help-counts-", dir=in_memory)


def _listen_to_signals(_: Any, __: Any) -> None:
    """A worker that is told to stop before it has handlers of its own ends at once: the master's, which it inherits,
    would take it for theirs, and the master wait for it in vain."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _forget_counts_of(_: Any, worker: Any) -> None:
    """What a worker did stays counted when it ends; what it had open does not."""
    _forget_what_was_open_in(worker.pid)


def _forget_what_was_open_in(pid: int) -> None:
    if COUNTS in os.environ:
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(pid)  # type: ignore[no-untyped-call]


def _remove_counts() -> None:
    if COUNTS in os.environ:
        shutil.rmtree(os.environ[COUNTS], ignore_errors=True)
