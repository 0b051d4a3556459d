"""What breaks on purpose. Each is a function of a stage that breaks something, waits, and mends it."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing

import psycopg
import websocket

from tests.faults.doomed_server import POINTS
from tests.faults.stage import Stage
from tests.postgres import RunningPostgres
from tests.raw_socket import CONNECT, EVENT
from tests.tcp_proxy import TcpProxy
from tests.valkey import RunningValkey

Breakage = Callable[[Stage], None]

#: Messages that go on in the middle of a fault that others don't notice.
A_FEW = 10
DAY_SECONDS = 86_400.0


def a_while(stage: Stage, longest: float = 1.5) -> None:
    """How long it stays broken."""
    time.sleep(stage.chance.uniform(0.3, longest))


# -- processes -------------------------------------------------------------------------------------------------------


def kill_at(point: str) -> Breakage:
    """Signal 9 to a worker just there; its master starts another one."""

    def killed(stage: Stage) -> None:
        doom = stage.servers[0].doom
        stage.servers[0].doom_at(point)
        stage.wait(lambda: not doom.exists(), 30, f"struck {point}")

    killed.__name__ = f"kill_{point}"
    return killed


def kill_a_worker(stage: Stage) -> None:
    """Signal 9 to a worker, whatever it does."""
    stage.chance.choice(stage.servers).kill_a_worker()


def kill_a_server(stage: Stage) -> None:
    """Signal 9 to a process and its master; an operator starts it again."""
    server = stage.chance.choice(stage.servers)
    server.kill()
    a_while(stage)
    server.start()


def roll(stage: Stage) -> None:
    """A new version goes in: one process after the other is stopped as operators do, and started again."""
    for server in stage.servers:
        server.stop()
        server.start()
        stage.go_on(A_FEW)


def turn_the_clock(stage: Stage) -> None:
    """It is tomorrow, then yesterday, then today again."""
    for seconds in (DAY_SECONDS, -DAY_SECONDS, 0.0):
        stage.servers[0].turn(seconds)
        stage.go_on(A_FEW)


# -- the network -----------------------------------------------------------------------------------------------------


def _on_wires(name: str, act: Callable[[TcpProxy], None]) -> Breakage:
    """One browser's wires or all of them, in the middle of whatever is on them."""

    def broken(stage: Stage) -> None:
        hit = stage.chance.choice([[stage.chance.choice(stage.wires)], stage.wires])
        wires = [wire for of_browser in hit for wire in of_browser]
        for wire in wires:
            act(wire)
        a_while(stage)
        for wire in wires:
            wire.restore()

    broken.__name__ = name
    return broken


NETWORK = (
    _on_wires("cut", TcpProxy.cut),
    _on_wires("stall", TcpProxy.stall),
    _on_wires("answers_lost", TcpProxy.keep_answers),
    _on_wires("half_open_to_clients", TcpProxy.leave_clients),
    _on_wires("half_open_to_servers", TcpProxy.leave_servers),
    _on_wires("slow", TcpProxy.slow_down),
)


def reorder(stage: Stage) -> None:
    """Pushes come in another order than they were said in."""
    for browser in stage.browsers:
        browser.shuffles = True
    stage.go_on(3 * A_FEW)
    for browser in stage.browsers:
        browser.shuffles = False


def never_read(stage: Stage) -> None:
    """A client joins and reads nothing of what it is sent; the others don't wait for it."""
    browser, server = stage.browsers[0], stage.servers[0]
    deaf = websocket.create_connection(
        f"ws://127.0.0.1:{server.port}/socket.io/?EIO=4&transport=websocket",
        cookie=browser.http.cookie,
        origin=browser.origin,
        timeout=10,
        sockopt=[(1, 8, 2048)],  # SOL_SOCKET, SO_RCVBUF: little room, soon full
    )
    with closing(deaf):
        deaf.send(CONNECT)
        deaf.send(f'{EVENT}1["conversation:join",{{"conversation":{stage.talk},"after":0}}]')
        stage.go_on(5 * A_FEW)


# -- the database ----------------------------------------------------------------------------------------------------


def lock_sqlite(seconds: float) -> Breakage:
    """Another program holds the one lock of writers."""

    def locked(stage: Stage) -> None:
        with closing(sqlite3.connect(stage.market.path, timeout=30, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            time.sleep(seconds)
            other.execute("ROLLBACK")

    locked.__name__ = f"lock_sqlite_{seconds:g}s"
    return locked


def fill_the_disk(stage: Stage) -> None:
    """No file grows any more, neither the database's nor the log's."""
    for server in stage.servers:
        server.fill_disk(True)
    a_while(stage, 2.5)
    for server in stage.servers:
        server.fill_disk(False)


def restart_postgres(postgres: RunningPostgres) -> Breakage:
    """At once, in the middle of everything."""

    def restarted(_: Stage) -> None:
        postgres.restart_at_once()

    restarted.__name__ = "restart_postgres"
    return restarted


def cut_connections(stage: Stage) -> None:
    """The database ends each of its connections, a few times."""
    for _ in range(3):
        with psycopg.connect(stage.market.url.replace("+psycopg", ""), autocommit=True) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        a_while(stage, 0.5)


# -- Redis -----------------------------------------------------------------------------------------------------------


def kill_valkey(valkey: RunningValkey) -> Breakage:
    """Gone, and after a while back, with nothing in it."""

    def killed(stage: Stage) -> None:
        valkey.kill()
        stage.go_on(A_FEW)
        a_while(stage)
        valkey.start()

    killed.__name__ = "kill_valkey"
    return killed


def deafen_valkey(valkey: RunningValkey) -> Breakage:
    """It takes connections and answers nothing; messages go on meanwhile."""

    def deafened(stage: Stage) -> None:
        valkey.fall_deaf()
        try:
            stage.go_on(A_FEW)
            a_while(stage)
        finally:
            valkey.hear()

    deafened.__name__ = "deafen_valkey"
    return deafened


def start_without_valkey(valkey: RunningValkey) -> Breakage:
    """A process comes up while there is none."""

    def started(stage: Stage) -> None:
        valkey.kill()
        server = stage.chance.choice(stage.servers)
        server.stop()
        server.start()
        stage.go_on(A_FEW)
        valkey.start()

    started.__name__ = "start_without_valkey"
    return started


KILLED_AT: tuple[Breakage, ...] = tuple(kill_at(point) for point in POINTS)
KILLS: tuple[Breakage, ...] = (kill_a_worker, kill_a_server, *KILLED_AT)
