"""Where faults happen: a database, processes of the server on it, browsers that write and read all the while."""

import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.faults.browser import Browser
from tests.faults.doomed_server import DoomedServer
from tests.protocol.marketplace import Marketplace
from tests.raw_http import RawBrowser
from tests.running import free_port
from tests.tcp_proxy import TcpProxy

#: Two people, two browsers each, and where their pages are.
PEOPLE = (("pia", ""), ("pia", ""), ("sam", "/sellers"), ("sam", "/sellers"))
#: Seconds until everybody sees the same once all works again (CHAT).
HEALED_SECONDS = 20


class Stage:
    """`url` may be a SQLite file or a PostgreSQL; with several processes, each browser has a wire to each of them."""

    def __init__(
        self, folder: Path, chance: random.Random, url: Path | str, processes: int = 1, redis_url: str = ""
    ) -> None:
        self.folder, self.chance = folder, chance
        self.market = Marketplace(url)
        self.talk = self.market.conversation()
        environ = {"SHOP_HELP_ORIGINS": f"http://127.0.0.1:{free_port()}", "SHOP_HELP_REDIS_URL": redis_url}
        self.servers = [
            DoomedServer(self.market.url, folder / f"server-{number}.log", **environ) for number in range(processes)
        ]
        for server in self.servers:
            server.start()
        self.wires = [[TcpProxy(server.port) for server in self.servers] for _ in PEOPLE]
        self.browsers = [
            self._open(*who, wires, environ["SHOP_HELP_ORIGINS"])
            for who, wires in zip(PEOPLE, self.wires, strict=True)
        ]
        for number, browser in enumerate(self.browsers):
            browser.name = f"browser {number}"
            browser.start()

    def _open(self, name: str, pages: str, wires: Sequence[TcpProxy], origin: str) -> Browser:
        signed_in = RawBrowser(wires[0].port, seconds=3).sign_in(name)
        return Browser(
            signed_in, pages, origin, self.talk, random.Random(self.chance.random()), [wire.port for wire in wires]
        )

    @property
    def acknowledged(self) -> int:
        """By how many messages the browsers know that they are there."""
        return sum(len(browser.acked) for browser in self.browsers)

    def go_on(self, messages: int, seconds: float = 60) -> None:
        """Until so many more are acknowledged: work goes on."""
        enough = self.acknowledged + messages
        self.wait(lambda: self.acknowledged >= enough, seconds, f"{messages} more messages")

    def wait(self, is_so: Callable[[], bool], seconds: float, what: str) -> None:
        """Raises AssertionError where it takes too long, or a browser broke down."""
        until = time.monotonic() + seconds
        while not is_so():
            assert all(browser.is_alive() for browser in self.browsers), "a browser broke down"
            assert time.monotonic() < until, f"{what}: not within {seconds:.0f} s\n{self}"
            time.sleep(0.01)

    def __str__(self) -> str:
        logs = (f"{server.log}:\n{server.log.read_text()[-3000:]}" for server in self.servers)
        return "\n".join([*map(str, self.browsers), *logs])

    def finish(self) -> None:
        """Nobody writes anything new; what is in the outboxes goes, and everybody sees all there is within 20 s."""
        for browser in self.browsers:
            browser.is_writing.clear()
        healed_at = time.monotonic()
        self.wait(lambda: not any(browser.outbox for browser in self.browsers), HEALED_SECONDS, "outboxes emptied")
        # Whoever wrote it has sent it by now: this is all there will be.
        self.head = int(self.market.sql("SELECT last_seq FROM conversations WHERE id = ?", self.talk)[0][0])
        left = HEALED_SECONDS - (time.monotonic() - healed_at)
        self.wait(lambda: all(browser.head == self.head for browser in self.browsers), left, "all see the same")

    def close(self) -> None:
        for browser in self.browsers:
            browser.stopping.set()
        for wires in self.wires:
            for wire in wires:
                wire.close()
        for server in self.servers:
            server.kill()
