"""Socket.IO with the guards that CHAT's traps ask for: known events only, bounded frames, no compression."""

import contextlib
import socket
import threading
from functools import partial
from typing import Any

import simple_websocket
from engineio.async_drivers._websocket_wsgi import SimpleWebSocketWSGI
from flask import Flask
from flask_socketio import SocketIO

from shop_help.message_queue import MessageQueue, end_here

#: Bytes of one incoming frame or message; a body is at most 16 KB, the rest is for its envelope.
LARGEST_FRAME = 64 * 1024

#: What a client may say (CHAT, "Events"). Anything else, `connect` and `disconnect` as events too, is not heard.
CLIENT_EVENTS = frozenset(
    {
        "conversation:join",
        "conversation:leave",
        "message:send",
        "conversation:read",
        "conversation:heads",
        "conversation:typing",
    }
)


#: Set once the process was told to stop: nothing new is taken in any more, on the socket and over HTTP.
DRAINING = threading.Event()


class HangingUp(simple_websocket.Server):
    """A WebSocket that lets go of its threads however it ends.

    The library may wake whoever waits for a message before it says that there will be none (a frame that is too big
    does so), and a telephone that is gone never closes its side: each would keep its threads for good, or for a
    quarter of an hour.
    """

    def _thread(self) -> None:
        try:
            super()._thread()
        finally:
            self.connected = False
            self.event.set()

    def hang_up(self) -> None:
        """Ends the connection without waiting for the other side to do so."""
        with contextlib.suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)


class BoundedWebSocket(SimpleWebSocketWSGI):
    """A WebSocket without compressed frames (260 KB can unpack to 573 MB), and none above LARGEST_FRAME."""

    ws: HangingUp

    def __init__(self, handler: Any, server: Any) -> None:
        super().__init__(handler, server, max_message_size=LARGEST_FRAME)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        self.ws = HangingUp(environ, **self.server_args)
        self.app(self)
        # How gunicorn, and a debugger's werkzeug, are told that the connection is not theirs any more.
        raise ConnectionError if self.ws.mode == "werkzeug" else StopIteration

    def close(self) -> None:
        """Says good-bye and hangs up."""
        super().close()
        self.ws.hang_up()


class GuardedSocketIO(SocketIO):
    """Flask-SocketIO whose server hears known events only."""

    def init_app(self, app: Flask, **options: Any) -> None:
        # A manager that an earlier application of this process made belongs to that one.
        self.server_options.pop("client_manager", None)
        super().init_app(app, **options)
        self.server.eio._async = {**self.server.eio._async, "websocket": BoundedWebSocket}
        self.server._handle_event = partial(_hear_known_events, self.server._handle_event)

    def end_room(self, room: str) -> None:
        """Ends the sockets of a room, in all processes where there is a queue between them."""
        manager = self.server.manager
        if isinstance(manager, MessageQueue):
            manager.end_room(room)
        else:
            end_here(manager, room)

    def _handle_event(self, handler: Any, message: str, namespace: str, sid: str, *args: Any) -> Any:
        """An event gets the application and its socket's id, and not once more the request that opened the socket.

        To make that request anew, and to read its cookie, costs as much as to store a message.
        """
        if message not in CLIENT_EVENTS:
            return super()._handle_event(handler, message, namespace, sid, *args)
        environ = self.server.get_environ(sid, namespace=namespace)
        if not environ:
            return None
        with environ["flask.app"].app_context():
            return handler(sid, *args)


def _hear_known_events(hear: Any, eio_sid: str, namespace: str, event_id: int | None, data: Any) -> None:
    """python-socketio would run the connect handler for an event of that name, sent by anybody at any time.

    What is heard has one payload: its handler judges it, whatever it is.
    """
    if isinstance(data, list) and data and isinstance(data[0], str) and data[0] in CLIENT_EVENTS:
        hear(eio_sid, namespace, event_id, [data[0], data[1] if len(data) == 2 else None])
