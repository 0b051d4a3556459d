"""htmx 4 through htmx-flask 0.1, which knows htmx 1 and 2: what differs is kept here and nowhere else."""

from flask import Flask, Response, jsonify
from htmx_flask import request

from shop_help.policy.messages import Refused

REDIRECTS = frozenset({301, 302, 303, 307, 308})


def is_fragment() -> bool:
    """Does htmx ask for a part of a page? Going back in the history asks for the whole one."""
    return bool(request.htmx) and not request.htmx.history_restore_request


def wants_json() -> bool:
    """Does a script ask that takes the socket's own answer instead of a page?"""
    return bool(request.accept_mimetypes.best == "application/json")


def signed_out() -> tuple[Response, int]:
    """What such a script reads where nobody is signed in any more."""
    return jsonify(Refused("signed_out").as_ack()), 401


def init_app(app: Flask) -> None:
    """One address answers with a page or a part of it, and a redirect means the whole window."""
    app.after_request(_settle)


def _settle(response: Response) -> Response:
    if response.status_code in REDIRECTS and is_fragment():
        # The browser would follow it inside the fragment and put a whole page into a corner of this one.
        response.headers["HX-Redirect"] = response.headers.pop("Location")
        response.status_code = 204
        response.set_data(b"")
    return response
