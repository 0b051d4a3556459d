"""The clockwork on both databases."""

from tests.actions.conftest import app, talk

__all__ = ["app", "talk"]
