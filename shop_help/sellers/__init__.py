"""The doors of sellers: their inbox and what belongs to it."""

# ruff: noqa: E402 - the pages hang themselves on the door
from shop_help.doors import hide_what_is_refused, make_door

door = make_door("sellers", "seller", "/sellers")
hide_what_is_refused(door)

import shop_help.sellers.conversation
import shop_help.sellers.deciding
import shop_help.sellers.faqs
import shop_help.sellers.hours
import shop_help.sellers.inbox
import shop_help.sellers.orders
import shop_help.sellers.protection
import shop_help.sellers.protection_acts
import shop_help.sellers.replies
import shop_help.sellers.requests
import shop_help.sellers.tools  # noqa: F401

__all__ = ["door"]
