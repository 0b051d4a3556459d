"""The doors of buyers: one file a page of the navigation."""

from shop_help.doors import make_door

door = make_door("buyers", "buyer")

from shop_help.buyers import (  # noqa: E402 - the pages hang themselves on the door
    address_change,
    addresses,
    cancellation,
    case,
    cases,
    contact,
    conversation,
    help,
    help_questions,
    inbox,
    order,
    order_change,
    orders,
    product,
    profile,
    program,
    protection,
    refund_or_return,
    request,
    request_acts,
    returns,
    seller,
    shop,
)

__all__ = [
    "address_change",
    "addresses",
    "cancellation",
    "case",
    "cases",
    "contact",
    "conversation",
    "door",
    "help",
    "help_questions",
    "inbox",
    "order",
    "order_change",
    "orders",
    "product",
    "profile",
    "program",
    "protection",
    "refund_or_return",
    "request",
    "request_acts",
    "returns",
    "seller",
    "shop",
]
