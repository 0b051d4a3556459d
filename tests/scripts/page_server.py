"""A small server that keeps CHAT's contract in memory, so that the scripts can be tried against its every misfortune."""

import threading
from datetime import UTC, datetime
from html import escape
from pathlib import Path

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
    """One conversation, "7". What goes wrong is said by its attributes, which a test may set."""

    def __init__(self) -> None:
        self.app = Flask(__name__, static_folder=None)
        self.socket = SocketIO(self.app, async_mode="threading", async_handlers=False)
        self.routes()
        self.events()
        self.server = make_server("127.0.0.1", 0, self.app, threaded=True)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        self.reset()
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def reset(self) -> None:
        self.messages: list[dict] = []
        self.asked: list[tuple[str, dict]] = []
        self.is_pushing = True
        self.has_socket = True
        self.is_lost_on_the_way = False
        self.refusals: list[dict | None] = []
        self.answer_delay = 0.0
        self.fetches = 0

    # What the people at the other end do.

    def post(self, author: str, body: str, client_id: str = "", *, push: bool = True) -> int:
        seq = len(self.messages) + 1
        message = {"seq": seq, "client_id": client_id or f"id-{seq}", "author": author, "body": body}
        self.messages.append(message)
        if push and self.is_pushing:
            self.push(message)
        return seq

    def push(self, message: dict) -> None:
        self.tell("message:posted", seq=message["seq"], client_id=message["client_id"], html=row(message))

    def tell(self, event: str, **payload: object) -> None:
        self.socket.emit(event, {"conversation": "7", **payload})

    def bodies(self) -> list[str]:
        return [message["body"] for message in self.messages]

    def asked_for(self, event: str) -> list[dict]:
        return [payload for name, payload in self.asked if name == event]

    def accept(self, client_id: str, body: str) -> dict | None:
        """An answer; None is an ack that proves nothing."""
        if self.refusals:
            refusal = self.refusals.pop(0)
            return {**refusal, "ok": False} if refusal else None
        same = next((one for one in self.messages if one["client_id"] == client_id), None)
        seq = same["seq"] if same else self.post("buyer", body, client_id)
        if self.is_lost_on_the_way:
            return None
        return {"ok": True, "client_id": client_id, "seq": seq, "duplicate": bool(same)}

    # The doors.

    def events(self) -> None:
        def heard(name):
            def register(answer):
                def hear(payload):
                    self.asked.append((name, payload))
                    return answer(payload)

                self.socket.on(name)(hear)

            return register

        @self.socket.on("connect")
        def connected() -> bool:
            return self.has_socket

        @heard("conversation:join")
        def join(payload):
            after = payload["after"]
            found = [{**one, "html": row(one)} for one in self.messages[after : after + 500]]
            head = len(self.messages)
            return {"ok": True, "messages": found, "head": head, "more": after + 500 < head}

        @heard("message:send")
        def send(payload):
            self.socket.sleep(self.answer_delay)
            return self.accept(payload["client_id"], payload["body"])

        @heard("conversation:heads")
        def heads(payload):
            return {"ok": True, "heads": {"7": len(self.messages)}}

        @heard("conversation:typing")
        def typing(payload):
            return None

        @heard("conversation:read")
        def read(payload):
            emit("conversation:read", {"conversation": "7", "author": "buyer", "seq": payload["seq"]}, broadcast=True)
            return {"ok": True}

        @heard("conversation:leave")
        def leave(payload):
            return {"ok": True}

    def routes(self) -> None:
        @self.app.get("/assets/<path:path>")
        def assets(path: str):
            return send_from_directory(STATIC, path)

        @self.app.get("/style.css")
        def style():
            return Response(STYLE, content_type="text/css")

        @self.app.get("/conversations/7")
        def page():
            shown = self.messages[-50:]
            first = shown[0]["seq"] if shown else 0
            text = PAGE.replace("%rows%", rows(shown)).replace("%head%", str(len(self.messages)))
            return page_response(text.replace("%first%", str(first)))

        @self.app.get("/conversations/7/messages")
        def fetch():
            self.fetches += 1
            if before := request.args.get("before", type=int):
                return self.rows_response(self.messages[max(0, before - 51) : before - 1])
            after = request.args["after"]
            return self.rows_response(self.messages[int(after) : int(after) + 500])

        @self.app.post("/conversations/7/messages")
        def post():
            self.asked.append(("form", dict(request.form)))
            assert request.headers["X-CSRFToken"] == "token"
            answer = self.accept(request.form["client_id"], request.form["body"])
            return answer or ("unavailable", 503)

        @self.app.post("/conversations/7/read")
        def read():
            self.asked.append(("read form", dict(request.form)))
            return "", 204

        @self.app.post("/conversations/7/questions")
        def question():
            self.asked.append(("question", dict(request.form)))
            if request.form["client_id"] not in {one["client_id"] for one in self.messages}:
                self.post("buyer", "Where is it?", request.form["client_id"])
                self.post("robot", "In Leeds.")
            return "", 204, {"X-Head": str(len(self.messages))}

        @self.app.get("/panel")
        def panel():
            self.fetches += 1
            return f"panel {self.fetches}"

        @self.app.post("/sign-out")
        def sign_out():
            return page_response("<p>Signed out</p>")

    def rows_response(self, found: list[dict]) -> Response:
        head = len(self.messages)
        more = bool(found) and found[-1]["seq"] < head
        return Response(rows(found), headers={"X-Head": str(head), "X-More": str(more).lower()})


def page_response(text: str) -> Response:
    return Response(text, headers={"Content-Security-Policy": CSP})


def rows(found: list[dict]) -> str:
    return "".join(row(one) for one in found)


def row(message: dict) -> str:
    now = datetime.now(UTC).isoformat()
    return (
        f'<li class="message" id="message-{message["seq"]}" data-seq="{message["seq"]}" '
        f'data-author="{message["author"]}" data-client-id="{message["client_id"]}" data-kind="text">'
        f'<div class="message-bubble"><p class="message-body">{escape(message["body"])}</p></div>'
        f'<p class="message-foot"><time datetime="{now}" data-controller="local-time">UTC</time> '
        '<span class="message-state" data-part="state"></span></p></li>'
    )
