"""Case 8: each page of each role where there is a thousand times as much of everything."""

import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import servers
from bench.market import Market
from bench.servers import ROOT, Server
from bench.talking import percentile
from bench.visiting import Visitor

#: What each person who looks has is alike in both: about a hundred orders of a shop, ten of a buyer, five cases.
SMALL = {"buyers": 10, "orders": 100, "messages": 1_000, "cases": 10, "shops": 1}
LARGE = {"buyers": 10_000, "orders": 100_000, "messages": 1_000_000, "cases": 10_000, "shops": 1_000}
#: One in ten of it, to see whether it runs.
QUICK = {name: count // 10 for name, count in LARGE.items()}

#: A person of each role who has about what such people have; some have far more.
PEOPLE = {
    "buyer": "SELECT buyer_id FROM orders WHERE number LIKE '59%'"
    " GROUP BY buyer_id ORDER BY abs(count(*) - 10) LIMIT 1",
    "seller": "SELECT m.person_id FROM shop_members m JOIN orders o ON o.shop_id = m.shop_id"
    " WHERE o.number LIKE '59%' GROUP BY m.person_id ORDER BY abs(count(*) - 100) LIMIT 1",
    "agent": "SELECT agent_id FROM cases WHERE agent_id IS NOT NULL"
    " GROUP BY agent_id ORDER BY abs(count(*) - 5) LIMIT 1",
    "operator": "SELECT p.id FROM persons p JOIN person_roles x ON x.person_id = p.id"
    " JOIN roles r ON r.id = x.role_id WHERE r.name = 'operator' ORDER BY p.id LIMIT 1",
}
#: A page of one thing of each kind, the newest of that person; `{}` is what the question finds.
THINGS = {
    "buyer": {
        "/orders/{}": "SELECT number FROM orders WHERE buyer_id = ? ORDER BY id DESC LIMIT 1",
        "/conversations/{}": "SELECT id FROM conversations WHERE buyer_id = ? ORDER BY last_message_at DESC LIMIT 1",
    },
    "seller": {
        "/sellers/conversations/{}": "SELECT c.id FROM conversations c JOIN shop_members m ON m.shop_id = c.shop_id"
        " WHERE m.person_id = ? ORDER BY c.last_message_at DESC LIMIT 1",
    },
    "agent": {"/agents/cases/{}": "SELECT id FROM cases WHERE agent_id = ? ORDER BY id DESC LIMIT 1"},
    "operator": {},
}


@dataclass
class Side:
    """A marketplace with its server, and whoever looks at it."""

    server: Server
    visitors: dict[str, Visitor]
    pages: dict[str, list[str]]


def growth(folder: Path, rounds: int, quick: bool) -> dict[str, Any]:
    """Case 8: a million messages, a hundred thousand orders, ten thousand open cases, and a thousandth of that."""
    count = 10 if quick else 40
    sides: dict[str, Side] = {}
    told: dict[str, dict[str, float]] = {}
    try:
        for port, (name, wanted) in enumerate({"small": SMALL, "large": QUICK if quick else LARGE}.items(), 5651):
            sides[name] = _open(folder / f"{name}.sqlite3", folder, port, wanted)
        for role in PEOPLE:
            pairs = zip(*(side.pages[role] for side in sides.values()), strict=True)
            for addresses in pairs:
                key = f"{role} {addresses[0]}"
                told[key] = _compared(sides, role, addresses, count * rounds // 2)
                print(f"  {told[key]['ratio']:6.2f} {told[key]['large_p95_ms']:8.1f} ms  {key}", flush=True)
    finally:
        for side in sides.values():
            side.server.stop()
    return {"pages": told, "8": max(each["ratio"] for each in told.values())}


def _open(path: Path, folder: Path, port: int, wanted: dict[str, int]) -> Side:
    market = Market(path, pairs=0, seeded=True)
    options = [f"--{name}={count}" for name, count in wanted.items()]
    environ = Server("", [], 0, folder, f"sqlite:///{path}").environ
    flask = [sys.executable, "-m", "flask", "populate", *options]
    # Nothing is measured yet: both cores may fill.
    subprocess.run(flask, cwd=ROOT, env=environ, check=True, capture_output=True)
    market.sql("ANALYZE")
    people = {role: market.sql(question)[0][0] for role, question in PEOPLE.items()}
    with market.app.app_context():
        from shop_help.extensions import db

        cookies = {role: market.sign_in(person) for role, person in people.items()}
        db.session.commit()
    server = servers.shop_help(folder / path.stem, path, port)
    server.log.parent.mkdir(exist_ok=True)
    server.start()
    visitors = {role: Visitor(port, cookie) for role, cookie in cookies.items()}
    pages = {}
    for role, visitor in visitors.items():
        things = [(address, market.sql(question, people[role])) for address, question in THINGS[role].items()]
        pages[role] = _lists(market.app, visitor) + [address.format(found[0][0]) for address, found in things]
    return Side(server, visitors, pages)


def _lists(app: Any, visitor: Visitor) -> list[str]:
    """Every address without a place in it that this person is answered with a page."""
    rules = (rule for rule in app.url_map.iter_rules() if "GET" in rule.methods and not rule.arguments)
    # Whoever goes there is nobody afterwards.
    addresses = sorted({rule.rule for rule in rules} - {"/sign-out"})
    return [address for address in addresses if _is_page(visitor, address)]


def _is_page(visitor: Visitor, address: str) -> bool:
    status, _, headers = visitor.ask("GET", address)
    return status == 200 and headers.get_content_type() == "text/html"


def _compared(sides: dict[str, Side], role: str, addresses: tuple[str, ...], count: int) -> dict[str, float]:
    """Milliseconds of a page on both sides, asked for by turns."""
    times: dict[str, list[float]] = {name: [] for name in sides}
    for i in range(-3, count):
        for (name, side), address in zip(sides.items(), addresses, strict=True):
            began = time.perf_counter()
            side.visitors[role].get(address)
            if i >= 0:
                times[name].append((time.perf_counter() - began) * 1000)
    small, large = (percentile(each, 0.95) for each in times.values())
    middle = [percentile(each, 0.5) for each in times.values()]
    return {"ratio": large / small, "small_p95_ms": small, "large_p95_ms": large, "ratio_p50": middle[1] / middle[0]}
