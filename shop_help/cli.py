"""Commands of the operator."""

from flask import Flask


def register(app: Flask) -> None:
    """Adds the commands to `flask`."""
