"""The doors of buyers: one file a page of the navigation."""

from shop_help.doors import make_door

door = make_door("buyers", "buyer")

from shop_help.buyers import (  # noqa: E402 - the pages hang themselves on the door
    addresses,
    case,
    cases,
    contact,
    conversation,
    help,
    help_questions,
    inbox,
    order,
    orders,
    product,
    profile,
    protection,
    returns,
    seller,
    shop,
)

__all__ = [
    "addresses",
    "case",
    "cases",
    "contact",
    "conversation",
    "door",
    "help",
    "help_questions",
    "inbox",
    "order",
    "orders",
    "product",
    "profile",
    "protection",
    "returns",
    "seller",
    "shop",
]
