"""Case 6: our conversation page beside others' pages of the same, and what one message more costs on it."""

import json
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any

from bench import servers
from bench.cases_of_pages import asked_often, buyer_and_pages
from bench.market import Market
from bench.servers import ROOT, Server
from bench.visiting import Visitor

PORT = 5692
ENVIRONMENT = ROOT / ".tools" / "helpdesk"
#: The latest ones on the day this was written.
PACKAGES = ("django-helpdesk==2.6.1", "gunicorn==27.0.1")
#: Campfire's port to Django: milliseconds for each message shown that no cache holds, measured in October 2026 on
#: another machine of two cores (0.8 to 1.1). It is on no package index, so it isn't run here.
CAMPFIRE_MS = 0.8
#: Messages that nobody has looked at yet, by pages of fifty.
UNSEEN, PAGE = 2000, 50


def peers(folder: Path, rounds: int, quick: bool) -> dict[str, Any]:
    """Case 6: a conversation of 25 messages, and django-helpdesk's ticket of 25, for its buyer and for its staff."""
    count = 20 if quick else 100
    market = Market(folder / "peers.sqlite3", pairs=1, history=UNSEEN, seeded=True)
    cookie, addresses = buyer_and_pages(market)
    ours, theirs = servers.shop_help(folder, market.path, 5691).start(), _helpdesk(folder)
    told: dict[str, list[dict[str, float]]] = {"ours": [], "public": [], "staff": []}
    try:
        theirs.start()
        pages = json.loads((folder / "pages.json").read_text())
        words = ["history 1: words", "history 25: words"]
        asked = {
            "ours": (ours, Visitor(ours.port, cookie), *addresses["conversation"]),
            "public": (theirs, Visitor(PORT), pages["public"], words),
            "staff": (theirs, Visitor(PORT, pages["cookie"]), pages["staff"], words),
        }
        for each in asked.values():
            asked_often(*each, 10)  # Warm.
        for _ in range(rounds):
            for name, each in asked.items():
                told[name].append(asked_often(*each, count if name == "ours" else count // 5))
        unseen = _unseen(ours, market)
    finally:
        ours.stop()
        theirs.stop()
    cpu = {name: median(each["cpu_ms"] for each in results) for name, results in told.items()}
    return told | {
        "a message that no cache holds, ms": unseen,
        "6 public": cpu["public"] / cpu["ours"],
        "6 staff": cpu["staff"] / cpu["ours"],
        "6 message": CAMPFIRE_MS / unseen,
    }


def _helpdesk(folder: Path) -> Server:
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", *PACKAGES], check=True)
    program = ["-m", "gunicorn", "-b", f"127.0.0.1:{PORT}", "-k", "gthread", "--threads", "64"]
    server = Server("helpdesk", [*program, "bench.peers.helpdesk:application"], PORT, folder)
    server.python = str(python)
    server.environ |= {"HELPDESK_FOLDER": str(folder)}
    return server


def _unseen(ours: Server, market: Market) -> float:
    """Processor time of a message more on a page of them, in ms: pages of 50, less those of one."""
    talk, cookie, _ = market.pairs[0]
    visitor, address = Visitor(ours.port, cookie), f"/conversations/{talk}/messages"
    visitor.get(f"{address}?before=2")
    cpu = ours.cpu_seconds()
    for before in range(UNSEEN + 1, PAGE, -PAGE):
        if f"history {before - 1}: words" not in visitor.get(f"{address}?before={before}")[1]:
            raise AssertionError(before)
    pages = (UNSEEN + 1 - PAGE) // PAGE + 1
    many = (ours.cpu_seconds() - cpu) / pages
    cpu = ours.cpu_seconds()
    for _ in range(pages * 5):
        visitor.get(f"{address}?before=2")
    one = (ours.cpu_seconds() - cpu) / (pages * 5)
    return (many - one) * 1000 / (PAGE - 1)
