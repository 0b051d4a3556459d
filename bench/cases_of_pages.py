"""Cases 5 and 11: the processor time of a page, and the bytes that a browser takes."""

import re
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urljoin, urlsplit

from bench import servers
from bench.market import Market
from bench.servers import ROOT, Server
from bench.visiting import Visitor

MESSAGES = 25


def buyer_and_pages(market: Market) -> tuple[str, dict[str, tuple[str, list[str]]]]:
    """A cookie of a buyer of the demo, and each page with what must stand on it."""
    from sqlalchemy import select

    from shop_help.extensions import db
    from shop_help.models import Conversation, Message, Order, Person

    with market.app.app_context():
        order = db.session.scalars(
            select(Order)
            .join(Person, Person.id == Order.buyer_id)
            .where(Person.cast_name.is_not(None), Order.state == "IN_TRANSIT")
            .order_by(Order.id)
        ).first()
        assert order is not None
        talk = db.session.scalar(select(Conversation).where(Conversation.order_id == order.id))
        if talk is None:
            talk = Conversation(buyer_id=order.buyer_id, shop_id=order.shop_id, order_id=order.id)
            db.session.add(talk)
        db.session.flush()
        db.session.query(Message).filter(Message.conversation_id == talk.id).delete()
        seller = db.session.scalars(select(Person.id).where(Person.name == "Seller 0")).one()
        market._talk(talk, seller, MESSAGES)
        cookie = market.sign_in(order.buyer_id)
        db.session.commit()
        lines = [f"history {seq}: words" for seq in range(1, MESSAGES + 1)]
        pages = {
            "conversation": (f"/conversations/{talk.id}", [*lines, f'id="message-{MESSAGES}"']),
            "order": (f"/orders/{order.number}", [order.number]),
            "help": ("/help", ["Choose another order"]),
        }
    return cookie, pages


def pages(folder: Path, rounds: int, quick: bool) -> dict[str, Any]:
    """Case 5: a conversation page, an order page, the Help page."""
    count = 60 if quick else 300
    market = Market(folder / "pages.sqlite3", pairs=1, seeded=True)
    cookie, addresses = buyer_and_pages(market)
    ours, floor = servers.shop_help(folder, market.path, 5631).start(), servers.bare_page(folder, 5632).start()
    told: dict[str, list[dict[str, float]]] = {name: [] for name in (*addresses, "floor")}
    try:
        visitors = {name: (ours, Visitor(ours.port, cookie), *page) for name, page in addresses.items()}
        visitors["floor"] = (floor, Visitor(floor.port), "/", ["line 24", "57646140000000024"])
        for asked in visitors.values():
            asked_often(*asked, 20)  # Warm.
        for _ in range(rounds):
            for name, asked in visitors.items():
                told[name].append(asked_often(*asked, count))
    finally:
        ours.stop()
        floor.stop()
    for name in addresses:
        told_pairs = zip(told[name], told["floor"], strict=True)
        told[f"5 {name}"] = median(o["cpu_ms"] / f["cpu_ms"] for o, f in told_pairs)  # type: ignore[assignment]
    return dict(told)


def asked_often(server: Server, visitor: Visitor, address: str, parts: list[str], count: int) -> dict[str, float]:
    """Processor time of a page in ms, and its bytes. Raises AssertionError where a part of it isn't there."""
    cpu, size = server.cpu_seconds(), 0
    for _ in range(count):
        body, text = visitor.get(address)
        size = len(text)
        missing = [part for part in parts if part not in text]
        if missing:
            raise AssertionError(f"{address} lacks {missing}")
    return {"cpu_ms": (server.cpu_seconds() - cpu) * 1000 / count, "bytes": size, "wire": len(body)}


#: A script's imports; and those that wait for something, which are counted where the page has that something.
IMPORT = re.compile(r"""(?:from|import)\s*["'](\.{1,2}/[^"']+)["']""")
LATE_IMPORT = re.compile(r"""import\(["'](\.{1,2}/[^"']+)["']\)""")
CONTROLLER = re.compile(r'data-controller="([^"]+)"')
PARTS = re.compile(r"""<(?:link[^>]*?href|script[^>]*?src|img[^>]*?src|use[^>]*?href)="([^"#]+)""")


def sizes(folder: Path, rounds: int, quick: bool) -> dict[str, Any]:
    """Case 11: what a buyer's first visit takes over the wire with brotli, and what a later page does."""
    market = Market(folder / "sizes.sqlite3", pairs=1, seeded=True)
    cookie, addresses = buyer_and_pages(market)
    server = servers.shop_help(folder, market.path, 5633).start()
    told: dict[str, Any] = {}
    try:
        visitor = Visitor(server.port, cookie)
        for name, address in {"shop": "/", **{name: page[0] for name, page in addresses.items()}}.items():
            body, text = visitor.get(address)
            files = _files(visitor, address, text)
            scripts = sum(size for path, size in files.items() if path.endswith(".js"))
            told[name] = {
                "page": len(body),
                "scripts": scripts,
                "first visit": len(body) + sum(files.values()),
                "files": files,
            }
    finally:
        server.stop()
    for key, what in (("11 scripts", "scripts"), ("11 first visit", "first visit"), ("11 later page", "page")):
        told[key] = max(page[what] for page in told.values() if isinstance(page, dict)) / 1024
    return told


def _files(visitor: Visitor, address: str, text: str) -> dict[str, int]:
    """The size of each file that a page draws in, its scripts' imports too."""
    files: dict[str, int] = {}
    waiting = [urljoin(address, part) for part in PARTS.findall(text)]
    while waiting:
        path = urlsplit(waiting.pop()).path
        if path in files or not path.startswith("/"):
            continue
        body, content = visitor.get(path)
        files[path] = len(body)
        if path.endswith(".js"):
            waiting += [urljoin(path, found) for found in _imports(path, content, text)]
    return files


def _is_a_file(controller: str) -> bool:
    """The smallest controllers stand in app.js itself."""
    return (ROOT / "static" / "js" / "controllers" / f"{controller}.js").is_file()


def _imports(path: str, script: str, page: str) -> list[str]:
    found = IMPORT.findall(script)
    if path.endswith("/js/app.js"):
        named = {name for names in CONTROLLER.findall(page) for name in names.split() if _is_a_file(name)}
        found += [f"./controllers/{name}.js" for name in sorted(named)]
        found += ["./live.js"] if "data-live" in page else []
    else:
        found += LATE_IMPORT.findall(script)
    return found
