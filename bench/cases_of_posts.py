"""Case 7: messages that come as plain forms, where there is no socket."""

import json
import threading
import time
from pathlib import Path
from statistics import median
from typing import Any
from uuid import uuid4

from bench import servers
from bench.cases_of_messages import in_the_database
from bench.market import Market
from bench.servers import Server
from bench.talking import percentile
from bench.visiting import Visitor

WRITERS = 16


class Writer:
    """Somebody who sends one message after the other, each when the one before is acknowledged."""

    def __init__(self, port: int, cookie: str, talk: int) -> None:
        self._address = f"/conversations/{talk}"
        self._visitor = Visitor(port, cookie)
        self._token = self._visitor.token(self._address)
        self.acked: set[str] = set()
        self.ms: list[float] = []

    def write(self, count: int) -> None:
        """So many messages; each answer is looked at."""
        for _ in range(count):
            name, began = str(uuid4()), time.perf_counter()
            form = {"csrf_token": self._token, "client_id": name, "body": f"Is the parcel {name[:8]} on its way?"}
            status, answer = self._visitor.post(f"{self._address}/messages", **form)
            self.ms.append((time.perf_counter() - began) * 1000)
            told = json.loads(answer)
            if status != 200 or told.get("ok") is not True or told.get("client_id") != name:
                raise AssertionError((status, answer))
            self.acked.add(name)


def posts(folder: Path, rounds: int, quick: bool) -> dict[str, Any]:
    """Case 7: 16 writers post messages over HTTP, each with one on its way."""
    count = 30 if quick else 200
    market = Market(folder / "posts.sqlite3", pairs=WRITERS)
    ours = servers.shop_help(folder, market.path, 5641).start()
    told: list[dict[str, float]] = []
    try:
        _round(ours, market, count // 2)  # Warm.
        for _ in range(rounds):
            told.append(_round(ours, market, count))
    finally:
        ours.stop()
    return {
        "ours": told,
        "7 messages": median(each["a_second_and_core"] for each in told),
        "7 p99": median(each["p99_ms"] for each in told),
    }


def _round(server: Server, market: Market, count: int) -> dict[str, float]:
    writers = [Writer(server.port, buyer, talk) for talk, buyer, _ in market.pairs]
    threads = [threading.Thread(target=writer.write, args=(count,)) for writer in writers]
    cpu, began = server.cpu_seconds(), time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds, cpu = time.perf_counter() - began, server.cpu_seconds() - cpu
    acked = set[str]().union(*(writer.acked for writer in writers))
    if len(acked) != count * len(writers):
        raise AssertionError("a writer gave up: its answer stands above")
    in_the_database(market, acked)
    times = [ms for writer in writers for ms in writer.ms]
    return {
        "a_second": len(acked) / seconds,
        "a_second_and_core": len(acked) / cpu,
        "p50_ms": percentile(times, 0.5),
        "p99_ms": percentile(times, 0.99),
    }
