"""Who may open a socket, and how much may come through it: the guards against CHAT's traps 5 and 6.

Each docstring says what was taken away to see its test go red.
"""

import contextlib
import zlib
from typing import Any

import psutil
import pytest
import websocket

from tests.protocol.conftest import Connect, message
from tests.protocol.marketplace import Marketplace
from tests.raw_http import RawBrowser
from tests.raw_socket import RawSocket, RefusedError
from tests.running import RunningServer


@pytest.mark.parametrize(
    ("origin", "more"),
    [
        ("https://evil.example", {}),
        ("https://evil.example", {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}),
        ("http://evil.example", {"Host": "evil.example"}),
        ("null", {}),
        ("http://127.0.0.1.evil.example", {}),
        ("http://127.0.0.1:1", {}),
    ],
)
def test_another_origin_is_refused(
    wire: RunningServer, browsers: dict[str, RawBrowser], origin: str, more: dict[str, str]
) -> None:
    """Trap 5. Red without cors_allowed_origins in create_app (X-Forwarded-Host lets the second in)."""
    header = [f"{name}: {value}" for name, value in more.items() if name != "Host"]
    options: dict[str, Any] = {"header": header} | ({"host": more["Host"]} if "Host" in more else {})
    with pytest.raises(RefusedError, match="400"):
        RawSocket(wire.port, browsers["pia"].cookie, origin=origin, **options)
    RawSocket(wire.port, browsers["pia"].cookie, header=header).close()


# -- 6: compressed and oversize frames -----------------------------------------------------------------------------

OFFER = ["Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"]


def memory(server: RunningServer) -> int:
    """Bytes that the server's processes hold."""
    assert server.process is not None
    root = psutil.Process(server.process.pid)
    return sum(process.memory_info().rss for process in (root, *root.children(recursive=True)))


def test_compression_is_not_agreed_to_and_a_compressed_bomb_ends_its_socket(
    wire: RunningServer, browsers: dict[str, RawBrowser]
) -> None:
    """Trap 6. Red without the `environ.pop` in sockets.py."""
    pia = RawSocket(wire.port, browsers["pia"].cookie, header=OFFER)
    assert "sec-websocket-extensions" not in pia.frames.handshake_response.headers
    before = memory(wire)
    bomb = websocket.ABNF(1, 1, 0, 0, websocket.ABNF.OPCODE_TEXT, 1, _deflated(b"a" * 50_000_000))
    pia.frames.send_frame(bomb)
    assert pia.gone.wait(5)
    assert memory(wire) - before < 30_000_000
    RawSocket(wire.port, browsers["pia"].cookie).close()


def _deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return (packer.compress(data) + packer.flush(zlib.Z_SYNC_FLUSH))[:-4]


def shout(socket: RawSocket, pieces: int) -> None:
    """Sends a message that is a little too big."""
    with contextlib.suppress(OSError, websocket.WebSocketException):  # It may end before all was said.
        for i in range(pieces):
            opcode = websocket.ABNF.OPCODE_CONT if i else websocket.ABNF.OPCODE_TEXT
            last = int(i == pieces - 1)
            socket.frames.send_frame(websocket.ABNF(last, 0, 0, 0, opcode, 1, b"4" * (65_600 // pieces)))


@pytest.mark.parametrize("pieces", [1, 400])
def test_a_message_above_64_kb_ends_its_socket(connect: Connect, market: Marketplace, pieces: int) -> None:
    """Trap 6, in one frame and in fragments. Red without max_message_size in sockets.py."""
    talk = market.conversation()
    pia, sam = connect("pia", talk), connect("sam", talk)
    shout(pia, pieces)
    assert pia.gone.wait(5)
    assert sam.ask("message:send", message(talk))["ok"]


def test_the_largest_body_fits_even_where_json_escapes_each_character(market: Marketplace, connect: Connect) -> None:
    talk, body = market.conversation(), "\N{GRINNING FACE}" * 4000
    answer = connect("pia").ask("message:send", message(talk, body))
    assert answer["ok"], answer
    assert market.log(talk) == [(1, body)]
