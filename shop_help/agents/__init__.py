"""The doors of live agents."""

from shop_help.doors import make_door

door = make_door("agents", "agent", "/agents")

from shop_help.agents import home  # noqa: E402 - the pages hang themselves on the door

__all__ = ["door", "home"]
