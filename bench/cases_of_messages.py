"""Cases 1, 2, 3 and 9: what a message costs, how soon it is there, and how long anybody waits to write one."""

from pathlib import Path
from statistics import median
from typing import Any

from bench import servers
from bench.market import Market
from bench.servers import Server
from bench.talking import Writers, percentile
from bench.wire import hang_up, join


def in_the_database(market: Market, acked: set[str]) -> None:
    """Every acknowledged message is stored, or the run has failed."""
    stored = market.stored(acked)
    if stored != len(acked):
        raise AssertionError(f"{len(acked) - stored} acknowledged messages are not in the database")


def throughput(folder: Path, rounds: int, quick: bool) -> dict[str, Any]:
    """Cases 1 and 2: 100 sockets, 64 messages in flight."""
    count = 1000 if quick else 5000
    market = Market(folder / "throughput.sqlite3", pairs=50)
    ours, floor = servers.shop_help(folder, market.path, 5611).start(), servers.room(folder, 5612).start()
    try:
        told: dict[str, list[dict[str, float]]] = {"ours": [], "floor": []}
        sides = {"ours": ours, "floor": floor}
        writers = {name: Writers(join(server.port, market.everybody())[0]) for name, server in sides.items()}
        for name in sides:
            writers[name].as_fast_as_answered(count // 2, 64)  # Warm.
        for i in range(rounds):
            for name in list(sides)[:: 1 if i % 2 else -1]:
                told[name].append(_round(sides[name], writers[name], count, market if name == "ours" else None))
    finally:
        hang_up()
        ours.stop()
        floor.stop()
    return {
        "ours": told["ours"],
        "floor": told["floor"],
        "1": median(o["a_second"] / f["a_second"] for o, f in zip(told["ours"], told["floor"], strict=True)),
        "2": median(o["cpu_ms"] / f["cpu_ms"] for o, f in zip(told["ours"], told["floor"], strict=True)),
    }


def _round(server: Server, writers: Writers, count: int, market: Market | None) -> dict[str, float]:
    cpu = server.cpu_seconds()
    talk = writers.as_fast_as_answered(count, 64)
    cpu = server.cpu_seconds() - cpu
    if market is not None:
        in_the_database(market, talk.acked)
    return {
        "a_second": count / talk.seconds,
        "cpu_ms": cpu * 1e6 / count,
        "ack_p50_ms": percentile(talk.ack_ms, 0.5),
        "ack_p99_ms": percentile(talk.ack_ms, 0.99),
    }


def delivery(folder: Path, rounds: int, quick: bool) -> dict[str, Any]:
    """Case 3: 500 conversations, a message a second in each; how soon the other side has it."""
    pairs, seconds = (100, 3) if quick else (500, 10)
    market = Market(folder / "delivery.sqlite3", pairs=pairs)
    ours, floor = servers.shop_help(folder, market.path, 5613).start(), servers.room(folder, 5614).start()
    sides = {"ours": ours, "floor": floor}
    try:
        told: dict[str, list[dict[str, float]]] = {"ours": [], "floor": []}
        writers = {name: Writers(join(server.port, market.everybody())[0]) for name, server in sides.items()}
        for name in sides:
            writers[name].at_a_pace(2)  # Warm.
        for i in range(rounds):
            for name in list(sides)[:: 1 if i % 2 else -1]:
                talk = writers[name].at_a_pace(seconds)
                if name == "ours":
                    in_the_database(market, talk.acked)
                times = {f"p{p}": percentile(talk.delivery_ms, p / 100) for p in (50, 90, 99)}
                told[name].append(times | {"worst": max(talk.delivery_ms)})
    finally:
        hang_up()
        ours.stop()
        floor.stop()
    pairs_of_rounds = zip(told["ours"], told["floor"], strict=True)
    return told | {"3": median(o["p99"] / f["p99"] for o, f in pairs_of_rounds)}


def stall(folder: Path, rounds: int, quick: bool) -> dict[str, Any]:
    """Case 9: the longest that one of 32 writers waits for an acknowledgement, and the longest of a single one."""
    many, few = (2000, 200) if quick else (8000, 800)
    market = Market(folder / "stall.sqlite3", pairs=33)
    ours = servers.shop_help(folder, market.path, 5615).start()
    told: dict[str, list[dict[str, float]]] = {"32 writers": [], "one writer": []}
    try:
        everybody = Writers(join(ours.port, market.everybody()[:64:2])[0])
        alone = Writers(join(ours.port, market.everybody()[64:65])[0])
        everybody.as_fast_as_answered(many // 4, 32)  # Warm.
        for _ in range(rounds):
            for name, writers, count in (("one writer", alone, few), ("32 writers", everybody, many)):
                talk = writers.as_fast_as_answered(count, 32)
                in_the_database(market, talk.acked)
                p99 = percentile(talk.ack_ms, 0.99)
                told[name].append({"worst_ms": max(talk.ack_ms), "p99_ms": p99, "a_second": count / talk.seconds})
    finally:
        hang_up()
        ours.stop()
    return told | {"9": median(each["worst_ms"] for each in told["32 writers"])}
