"""`make console-hour`: a hundred chats in one agent's console, for an hour of traffic told in some minutes.

A real console in a real browser, a hundred buyers on sockets, and an agent who answers. Looked at all the while: how
long the server takes for the list, and what the page holds in memory. Ends with 1 where the list is slower than it
may be, where memory grows, or where a message is lost.
"""

import argparse
import os
import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path
from statistics import median
from typing import Any
from uuid import uuid4

from playwright.sync_api import CDPSession, Page, sync_playwright

from bench import servers
from bench.market import Market
from bench.servers import Server
from bench.visiting import Visitor
from bench.wire import Crowd, Socket

CHATS = 100
#: Of an hour: each buyer writes once a minute and is answered once a minute.
MESSAGES = 2 * CHATS * 60
#: Every tenth of them is of the chat that stands open: it fills its page, and is trimmed, many times over.
OPEN_SHARE = 10
PORT = 5641
SLOWEST_LIST_MS = 100
#: What the page holds in the last quarter, of what it held in the second one.
MOST_GROWTH = 1.15


class Chats:
    """A hundred buyers whose chats one agent holds."""

    def __init__(self, market: Market) -> None:
        from sqlalchemy import select

        from shop_help.actions.case_holding import claim
        from shop_help.actions.cases import Asked, open_case
        from shop_help.extensions import db
        from shop_help.models import Person, Role, SignIn

        with market.app.app_context():
            roles = {role.name: role for role in db.session.scalars(select(Role))}
            agent = db.session.scalars(select(Person).where(Person.cast_name == "gus")).one()
            self.agent_cookie = market.sign_in(agent.id)
            people = [market._person(f"Waiting {i}", roles["buyer"]) for i in range(CHATS)]
            db.session.flush()
            self.cookies = [market.sign_in(person.id) for person in people]
            db.session.commit()
            sign_in = {row.person_id: row.id for row in db.session.scalars(select(SignIn))}
            self.cases = []
            for person in people:
                asked = Asked("chat", None, None, "Where is it?", str(uuid4()))
                self.cases.append(open_case(sign_in[person.id], asked))
                claim(sign_in[agent.id], self.cases[-1].case_id)

    @property
    def talks(self) -> list[int]:
        return [opened.conversation_id for opened in self.cases]


class Traffic(threading.Thread):
    """Everybody writes at an even pace until the hour is told."""

    def __init__(self, chats: Chats, seconds: float) -> None:
        super().__init__(name="traffic", daemon=True)
        self.chats, self.seconds = chats, seconds
        self.acked: set[str] = set()
        self.wrong: list[Any] = []

    def run(self) -> None:
        try:
            self._talk()
        except Exception as error:
            self.wrong.append(error)

    def _talk(self) -> None:
        crowd, begun, sent = Crowd(), time.monotonic(), 0
        buyers = [
            Socket(PORT, cookie, talk) for cookie, talk in zip(self.chats.cookies, self.chats.talks, strict=True)
        ]
        agent = Socket(PORT, self.chats.agent_cookie)
        ready: list[Any] = []
        for each in (*buyers, agent):
            each.once_connected(ready.append)
        crowd.add([*buyers, agent])
        crowd.serve(lambda: len(ready) == CHATS + 1)

        def tick() -> float:
            nonlocal sent
            due = min(MESSAGES, int(MESSAGES * (time.monotonic() - begun) / self.seconds))
            while sent < due:
                turn = sent // 2
                buyer = buyers[0 if turn % OPEN_SHARE == 0 else turn % CHATS]
                self._say(buyer if sent % 2 == 0 else agent, buyer.who, sent)
                sent += 1
            return 0.02

        crowd.serve(lambda: len(self.acked) + len(self.wrong) >= MESSAGES, self.seconds + 120, tick)
        crowd.close()

    def _say(self, socket: Socket, talk: int, number: int) -> None:
        name = str(uuid4())

        def acked(answer: Any) -> None:
            (self.acked.add(name) if answer.get("ok") else self.wrong.append(answer))

        socket.emit("message:send", {"conversation": talk, "client_id": name, "body": f"line {number}"}, acked)


class Console:
    """The agent's browser: a case stands open beside the list."""

    def __init__(self, page: Page, case_id: int, cookie: str) -> None:
        self.page = page
        name, value = cookie.split("=", 1)
        origin = f"http://127.0.0.1:{PORT}"
        page.context.add_cookies([{"name": name, "value": value, "url": origin}])
        page.goto(f"{origin}/agents/cases/{case_id}?show=mine")
        self.debugger: CDPSession = page.context.new_cdp_session(page)

    def holds(self) -> dict[str, float]:
        """Memory of scripts after a collection, in MB, and how many nodes there are."""
        self.debugger.send("HeapProfiler.collectGarbage")
        heap = self.debugger.send("Runtime.getHeapUsage")["usedSize"] / 1e6
        counters = self.debugger.send("Memory.getDOMCounters")
        return {"mb": heap, "nodes": counters["nodes"], "listeners": counters["jsEventListeners"]}


def _watch(console: Console, visitor: Visitor, traffic: Traffic) -> tuple[list[float], list[dict[str, float]]]:
    list_ms, held = [], []
    while traffic.is_alive():
        began = time.perf_counter()
        _, text = visitor.get("/agents/?show=mine")
        list_ms.append((time.perf_counter() - began) * 1000)
        assert "data-row" in text
        held.append(console.holds())
        print(f"list {list_ms[-1]:6.1f} ms   page {held[-1]}   told {len(traffic.acked)}/{MESSAGES}", flush=True)
        console.page.wait_for_timeout(2000)
    return list_ms, held


def _verdict(market: Market, traffic: Traffic, list_ms: list[float], held: list[dict[str, float]]) -> list[str]:
    wrong = [f"refused: {answer}" for answer in traffic.wrong[:3]]
    stored = market.stored(traffic.acked)
    if stored != MESSAGES:
        wrong.append(f"{stored} of {MESSAGES} messages are there")
    slow = sorted(list_ms)[int(len(list_ms) * 0.95)]
    print(f"list: median {median(list_ms):.1f} ms, 95th of 100 {slow:.1f} ms (at most {SLOWEST_LIST_MS})")
    if slow > SLOWEST_LIST_MS:
        wrong.append("the list is too slow")
    quarter = max(1, len(held) // 4)
    for what in ("mb", "nodes"):
        early = median(each[what] for each in held[quarter : 2 * quarter])
        late = median(each[what] for each in held[-quarter:])
        print(f"{what}: {early:.1f} in the second quarter, {late:.1f} in the last")
        if late > early * MOST_GROWTH:
            wrong.append(f"the page's {what} grow")
    return wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10, help="in which the hour is told")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="shop-help-console-"))
    market = Market(folder / "console.sqlite3", pairs=0, seeded=True)
    chats = Chats(market)
    server: Server = servers.shop_help(folder, market.path, PORT).start()
    try:
        with sync_playwright() as playwright:
            path = os.environ.get("SHOP_HELP_CHROMIUM") or shutil.which("chromium")
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            console = Console(page, chats.cases[0].case_id, chats.agent_cookie)
            traffic = Traffic(chats, options.minutes * 60)
            traffic.start()
            seen = _watch(console, Visitor(PORT, chats.agent_cookie), traffic)
            browser.close()
        wrong = _verdict(market, traffic, *seen)
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
    print("\n".join(wrong) or "All of it holds.")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
