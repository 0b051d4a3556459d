"""One server for all tests of the wire, and sockets of its people."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest

from tests.protocol.marketplace import CAST, Marketplace
from tests.raw_http import RawBrowser
from tests.raw_socket import RawSocket
from tests.running import RunningServer

Connect = Callable[..., RawSocket]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of this folder run in one process, so that they share one server."""
    for item in items:
        if "tests/protocol/" in item.path.as_posix():
            item.add_marker(pytest.mark.xdist_group("protocol"))


@pytest.fixture(scope="session")
def market(tmp_path_factory: pytest.TempPathFactory) -> Marketplace:
    return Marketplace(tmp_path_factory.mktemp("protocol") / "wire.sqlite3")


@pytest.fixture(scope="session")
def wire(market: Marketplace) -> Iterator[RunningServer]:
    """The server. Its people sign in once, see `browsers`."""
    server = RunningServer(market.path, market.path.with_suffix(".log"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def browsers(wire: RunningServer) -> dict[str, RawBrowser]:
    """A signed-in browser of each of the cast."""
    return {name: RawBrowser(wire.port).sign_in(name) for name in CAST}


@pytest.fixture
def connect(wire: RunningServer, browsers: dict[str, RawBrowser]) -> Iterator[Connect]:
    """connect("pia") gives a new socket of hers; connect("pia", talk) one that has joined."""
    made: list[RawSocket] = []

    def connected(name: str, conversation: int | None = None) -> RawSocket:
        made.append(RawSocket(wire.port, browsers[name].cookie))
        if conversation is not None:
            joined = made[-1].ask("conversation:join", {"conversation": conversation, "after": 0})
            assert joined["ok"], joined
        return made[-1]

    yield connected
    for socket in made:
        socket.close()


def message(conversation: int, body: str = "Hello", client_id: str | None = None) -> dict[str, object]:
    """The payload of message:send."""
    return {"conversation": conversation, "client_id": client_id or str(uuid4()), "body": body}
