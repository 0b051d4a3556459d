"""The doors of operators."""

from shop_help.doors import make_door

door = make_door("operators", "operator", "/operators")

from shop_help.operators import home, hours, questions  # noqa: E402 - the pages hang themselves on the door

__all__ = ["door", "home", "hours", "questions"]
