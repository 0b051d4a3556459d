"""The smallest Flask-SocketIO room of two: no people, no rights, no storage; the same server and its settings."""

from typing import Any

from flask import Flask
from flask_socketio import SocketIO, emit, join_room

from bench.floors.serving import serve

socketio = SocketIO(async_mode="threading", async_handlers=False, transports=["websocket"], manage_session=False)


@socketio.on("conversation:join")
def join(payload: dict[str, Any]) -> dict[str, Any]:
    join_room(str(payload["conversation"]))
    return {"ok": True, "messages": [], "head": 0, "more": False}


@socketio.on("message:send")
def send(payload: dict[str, Any]) -> dict[str, Any]:
    emit("message:posted", payload, to=str(payload["conversation"]))
    return {"ok": True, "client_id": payload["client_id"], "seq": 1, "duplicate": False}


def make_app() -> Flask:
    app = Flask(__name__)
    app.config["SECRET_KEY"] = "a secret of the bench"
    app.add_url_rule("/ready", "ready", lambda: "ready\n")
    socketio.init_app(app)
    return app


if __name__ == "__main__":
    serve(make_app)
