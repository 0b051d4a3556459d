"""A small server that keeps CHAT's contract in memory, so that the scripts can be tried against every misfortune."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

from flask import Flask, Response, request, send_from_directory
from flask_socketio import SocketIO, emit
from werkzeug.serving import make_server

STATIC = Path(__file__).resolve().parents[2] / "static"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)
PAGE = Path(__file__).with_name("page.html").read_text()
STYLE = """
ol { height: 300px; overflow-y: auto; margin: 0; } li { height: 40px; } [hidden] { display: none; }
.message-actions { display: block; }
"""


class PageServer:
    """One conversation, 7. What goes wrong is said by its attributes, which a test may set."""

    #: Of the person at the page.
    own_voice = "buyer"

    def __init__(self) -> None:
        self.app = Flask(__name__, static_folder=None)
        self.socket = SocketIO(self.app, async_mode="threading", async_handlers=False)
        self.listen()
        self.serve()
        self.server = make_server("127.0.0.1", 0, self.app, threaded=True)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        self.reset()
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def reset(self) -> None:
        self.messages: list[dict[str, Any]] = []
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.is_pushing = True
        self.has_socket = True
        self.is_lost_on_the_way = False
        self.refusals: list[dict[str, Any]] = []
        self.answer_delay = 0.0
        self.fetches = 0

    # What the people at the other end do.

    def post(self, author: str, body: str, client_id: str = "", *, push: bool = True, at: str = "") -> int:
        seq = len(self.messages) + 1
        message = {"seq": seq, "client_id": client_id or f"id-{seq}", "author": author, "body": body, "at": at}
        self.messages.append(message)
        if push and self.is_pushing:
            self.push(message)
        return seq

    def push(self, message: dict[str, Any]) -> None:
        self.tell("message:posted", seq=message["seq"], client_id=message["client_id"], html=row(message))

    def tell(self, event: str, **payload: object) -> None:
        self.socket.emit(event, {"conversation": 7, **payload})

    def bodies(self) -> list[str]:
        return [message["body"] for message in self.messages]

    def asked_for(self, event: str) -> list[dict[str, Any]]:
        return [payload for name, payload in self.asked if name == event]

    def accept(self, client_id: str, body: str) -> dict[str, Any] | None:
        """An answer; None is an ack that proves nothing."""
        if self.refusals:
            return {**self.refusals.pop(0), "ok": False}
        same = next((one for one in self.messages if one["client_id"] == client_id), None)
        seq = same["seq"] if same else self.post(self.own_voice, body, client_id)
        if self.is_lost_on_the_way:
            return None
        return {"ok": True, "client_id": client_id, "seq": seq, "duplicate": bool(same)}

    # The door of the socket.

    def listen(self) -> None:
        self.socket.on_event("connect", lambda: self.has_socket)
        self.hear("conversation:join", self.join)
        self.hear("message:send", self.send)
        self.hear("conversation:heads", lambda payload: {"ok": True, "heads": {"7": len(self.messages)}})
        self.hear("conversation:read", self.read)
        self.hear("conversation:typing", lambda payload: {"ok": True})
        self.hear("conversation:leave", lambda payload: {"ok": True})

    def hear(self, event: str, answer: Callable[[dict[str, Any]], Any]) -> None:
        def heard(payload: dict[str, Any]) -> Any:
            self.asked.append((event, payload))
            return answer(payload)

        self.socket.on_event(event, heard)

    def join(self, payload: dict[str, Any]) -> dict[str, Any]:
        after = payload["after"]
        found = [{**one, "html": row(one)} for one in self.messages[after : after + 500]]
        head = len(self.messages)
        return {"ok": True, "messages": found, "head": head, "more": after + 500 < head}

    def send(self, payload: dict[str, Any]) -> dict[str, Any] | None:
        self.socket.sleep(self.answer_delay)
        return self.accept(payload["client_id"], payload["body"])

    def read(self, payload: dict[str, Any]) -> dict[str, Any]:
        emit("conversation:read", {"conversation": 7, "author": "buyer", "seq": payload["seq"]}, broadcast=True)
        return {"ok": True}

    # The door of pages.

    def serve(self) -> None:
        self.app.get("/assets/<path:path>")(self.asset)
        self.app.get("/style.css")(self.style)
        self.app.get("/conversations/7")(self.page)
        self.app.get("/conversations/7/messages")(self.fetch)
        self.app.post("/conversations/7/messages")(self.take_form)
        self.app.post("/conversations/7/read")(self.take_read)
        self.app.post("/conversations/7/questions")(self.take_question)
        self.app.get("/panel")(self.panel)
        self.app.post("/sign-out")(self.sign_out)

    def asset(self, path: str) -> Response:
        return send_from_directory(STATIC, path)

    def style(self) -> Response:
        return Response(STYLE, content_type="text/css")

    def sign_out(self) -> Response:
        return page_response("<p>Signed out</p>")

    def page(self) -> Response:
        shown = self.messages[-50:]
        return page_response(PAGE.replace("%rows%", rows(shown)).replace("%head%", str(len(self.messages))))

    def fetch(self) -> Response:
        self.fetches += 1
        before = request.args.get("before", type=int)
        after = request.args.get("after", 0, type=int)
        found = self.messages[max(0, before - 51) : before - 1] if before else self.messages[after : after + 500]
        return Response(rows(found), headers={"X-Head": str(len(self.messages))})

    def take_form(self) -> Any:
        self.asked.append(("form", dict(request.form)))
        assert request.headers["X-CSRFToken"] == "token"
        return self.accept(request.form["client_id"], request.form["body"]) or ("unavailable", 503)

    def take_read(self) -> tuple[str, int]:
        self.asked.append(("read form", dict(request.form)))
        return "", 204

    def take_question(self) -> tuple[str, int, dict[str, str]]:
        self.asked.append(("question", dict(request.form)))
        if request.form["client_id"] not in {one["client_id"] for one in self.messages}:
            self.post("buyer", "Where is it?", request.form["client_id"])
            self.post("robot", "In Leeds.")
        return "", 204, {"X-Head": str(len(self.messages))}

    def panel(self) -> str:
        self.fetches += 1
        return f"panel {self.fetches}"


def page_response(text: str) -> Response:
    return Response(text, headers={"Content-Security-Policy": CSP})


def rows(found: list[dict[str, Any]]) -> str:
    return "".join(row(one) for one in found)


def row(message: dict[str, Any]) -> str:
    now = message["at"] or datetime.now(UTC).isoformat()
    return (
        f'<li class="message" id="message-{message["seq"]}" data-seq="{message["seq"]}" '
        f'data-author="{message["author"]}" data-client-id="{message["client_id"]}" '
        f'data-kind="{message.get("kind", "text")}" data-language="{message.get("language", "en")}">'
        f'<span data-part="author">{message.get("who", "")}</span>'
        f'<div class="message-bubble"><p class="message-body">{escape(message["body"])}</p></div>'
        f'<p class="message-foot"><time datetime="{now}" data-controller="local-time">UTC</time> '
        '<span class="message-state" data-part="state"></span></p></li>'
    )
