"""The doors of live agents."""

# ruff: noqa: E402 - the pages hang themselves on the door
from shop_help.doors import make_door

door = make_door("agents", "agent", "/agents")

import shop_help.agents.case
import shop_help.agents.deciding
import shop_help.agents.duty
import shop_help.agents.holding
import shop_help.agents.home
import shop_help.agents.notes
import shop_help.agents.protection
import shop_help.agents.protection_acts
import shop_help.agents.refusals
import shop_help.agents.replies
import shop_help.agents.reply
import shop_help.agents.search
import shop_help.agents.states
import shop_help.agents.transfer  # noqa: F401

__all__ = ["door"]
