"""What we use of Flask-Babel, which ships without types."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from flask import Flask

class Babel:
    def __init__(self) -> None: ...
    def init_app(self, app: Flask, *, locale_selector: Callable[[], str]) -> None: ...

def get_translations() -> Any: ...
def force_locale(locale: str) -> AbstractContextManager[None]: ...
