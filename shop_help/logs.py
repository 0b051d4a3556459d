"""Logs as JSON lines, with the request they belong to. What people write to each other is never logged."""

import json
import logging
import re
import sys
from datetime import UTC, datetime
from uuid import uuid4

from flask import Flask, Response, g, has_request_context, request

#: The header that carries a request's id; one from a proxy in front is kept when it is plain.
REQUEST_ID = "X-Request-ID"


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "said": record.getMessage(),
        }
        if has_request_context():
            line |= {"request": request_id(), "method": request.method, "path": logged(request.path)}
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def logged(path: str) -> str:
    """An address without what is good for whoever reads it: the link by which a password is chosen."""
    return re.sub(r"^/passwords/.*", "/passwords/...", path, flags=re.DOTALL)


def request_id() -> str:
    """This request's id: the proxy's, else a new one."""
    if "request_id" not in g:
        given = request.headers.get(REQUEST_ID, "")
        g.request_id = given if given.isalnum() and len(given) <= 64 else uuid4().hex
    kept: str = g.request_id
    return kept


def init_app(app: Flask, lines: bool) -> None:
    """Sends the logs of everything to standard error. A command's own words are enough: it logs no lines."""
    if lines and not app.testing:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(JsonLines())
        logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
        for chatty in ("werkzeug", "engineio", "socketio", "alembic.runtime.plugins"):
            logging.getLogger(chatty).setLevel(logging.WARNING)
    app.after_request(_name)


def _name(response: Response) -> Response:
    response.headers[REQUEST_ID] = request_id()
    return response
