"""The door of programs: the shop's own systems tell us of orders (docs/integrate.md)."""

from flask import Blueprint

door = Blueprint("open_api", __name__, url_prefix="/api")

from shop_help.open_api import description, orders, problems  # noqa: E402 - they hang themselves on the door

__all__ = ["description", "door", "orders", "problems"]
