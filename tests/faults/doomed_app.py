"""The application that ends itself by signal 9 at a named point, once the file DOOMED_AT names it; by a clock that is
turned by the file TURNED_BY, too.

This is a program of the tests: nothing of it is in the product.
"""

import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import event

# First of all, for it turns the clock before anybody takes it along.
from tests import turned_app

_acting = threading.local()


def strike(point: str) -> None:
    """The end, if this is the point and it is a message's: of several processes one is struck."""
    doom = Path(os.environ["DOOMED_AT"])
    try:
        if doom.read_text() != point:
            return
        doom.unlink()
    except FileNotFoundError:
        return
    os.kill(os.getpid(), signal.SIGKILL)


def strike_writer(point: str) -> None:
    """The same where a message is being written, and nothing else."""
    if getattr(_acting, "is_writing", False):
        strike(point)


def _while_writing(run: Callable[..., Any]) -> Callable[..., Any]:
    def ran(*given: Any) -> Any:
        _acting.is_writing = True
        try:
            return run(*given)
        finally:
            _acting.is_writing = False

    return ran


def doomed() -> Flask:
    """The application, watched."""
    from shop_help import create_app
    from shop_help.actions import posting
    from shop_help.announcements import conversations
    from shop_help.extensions import db

    app = create_app()
    posting.durably = _while_writing(posting.durably)
    say = conversations.posted

    def said(*given: Any) -> None:
        strike("before_announcement")
        say(*given)

    conversations.posted = said
    with app.app_context():
        engine = db.engine
    commit = engine.dialect.do_commit

    def committed(connection: Any) -> None:
        commit(connection)
        strike_writer("after_commit")

    event.listen(engine, "commit", lambda _: strike_writer("before_commit"))
    engine.dialect.do_commit = committed  # type: ignore[method-assign]
    return app


if __name__ == "__main__":
    from shop_help.server import serve

    assert turned_app
    serve(doomed)
