"""Cases 4 and 10: what an idle conversation holds in memory, and how soon everybody is back after a restart."""

import time
from pathlib import Path
from statistics import median
from typing import Any

from bench import servers
from bench.market import Market
from bench.servers import Server
from bench.wire import Crowd, join

HISTORY = 25
#: The server asks each socket after 25 seconds whether it is still there.
IDLE_SECONDS = 32


def _joined(server: Server, market: Market, history: int, after: int = 0) -> tuple[Crowd, float]:
    """Everybody in their conversation, with the history they were owed; and how many seconds it took."""
    began = time.perf_counter()
    crowd, answers = join(server.port, market.everybody(), after)
    seconds = time.perf_counter() - began
    for answer in answers.values():
        if [row["seq"] for row in answer["messages"]] != list(range(after + 1, history + 1)):
            raise AssertionError(answer)
    return crowd, seconds


def idle(folder: Path, rounds: int, quick: bool) -> dict[str, Any]:
    """Case 4: two people signed in, a history of 25 messages open, and nobody says anything."""
    pairs = 100 if quick else 500
    market = Market(folder / "idle.sqlite3", pairs=pairs, history=HISTORY)
    told: dict[str, list[dict[str, float]]] = {"ours": [], "floor": []}
    for _ in range(rounds):
        sides = (servers.shop_help(folder, market.path, 5621), HISTORY), (servers.room(folder, 5622), 0)
        try:
            before, crowds = [], []
            for server, history in sides:
                server.start()
                # What the first visitor makes the server load belongs to no conversation.
                crowds.append(join(server.port, market.everybody()[:2])[0])
                time.sleep(0.5)
                before.append(server.private_kb())
                crowds.append(_joined(server, market, history)[0])
            _sit_idle(crowds)
            for results, (server, _), kb in zip(told.values(), sides, before, strict=True):
                results.append({"kb": (server.private_kb() - kb) / pairs})
            for crowd in crowds:
                crowd.close()
        finally:
            for server, _ in sides:
                server.stop()
    return told | {"4": median(o["kb"] / f["kb"] for o, f in zip(told["ours"], told["floor"], strict=True))}


def _sit_idle(crowds: list[Crowd]) -> None:
    """Past a ping of each socket: until then a server still holds the last thing it said to it."""
    until = time.monotonic() + IDLE_SECONDS
    while time.monotonic() < until:
        for crowd in crowds:
            crowd.read(0.1)


def back_after_restart(folder: Path, rounds: int, quick: bool) -> dict[str, Any]:
    """Case 10: both sides of 500 conversations come back to a server that has just started, and join again."""
    pairs = 100 if quick else 500
    market = Market(folder / "restart.sqlite3", pairs=pairs, history=HISTORY)
    told: dict[str, list[dict[str, float]]] = {"ours": [], "floor": []}
    for _ in range(rounds):
        for name, results in told.items():
            server = servers.shop_help(folder, market.path, 5623) if name == "ours" else servers.room(folder, 5624)
            server.start()
            try:
                # They had read all but the last message when the server went.
                missed = HISTORY if name == "ours" else HISTORY - 1
                crowd, seconds = _joined(server, market, missed, HISTORY - 1)
                results.append({"seconds": seconds})
                crowd.close()
            finally:
                server.stop()
    pairs_of_rounds = zip(told["ours"], told["floor"], strict=True)
    return told | {"10": median(o["seconds"] / f["seconds"] for o, f in pairs_of_rounds)}
