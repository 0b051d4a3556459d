"""The doors of sellers: their inbox and what belongs to it."""

from shop_help.doors import make_door

door = make_door("sellers", "seller", "/sellers")

from shop_help.sellers import (  # noqa: E402 - the pages hang themselves on the door
    conversation,
    faqs,
    hours,
    inbox,
    replies,
)

__all__ = ["conversation", "door", "faqs", "hours", "inbox", "replies"]
