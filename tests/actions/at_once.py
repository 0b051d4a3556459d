"""Calls at the same time, each in a thread and an application context of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flask import Flask

from shop_help.extensions import db


def at_once(app: Flask, *calls: Callable[[], Any]) -> list[Any]:
    """What came of each: what it gave back, or what it raised."""

    def one(call: Callable[[], Any]) -> Any:
        with app.app_context():
            try:
                return call()
            except Exception as error:
                return error
            finally:
                db.session.remove()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(one, calls))
