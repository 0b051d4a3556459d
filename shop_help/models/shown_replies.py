"""Customer service's saved replies, in the order in which everybody finds them."""

from typing import Any

from sqlalchemy import Select, select

from shop_help.models.service import ServiceReply


def in_order() -> Select[Any]:
    """As an operator put them; else by name."""
    return select(ServiceReply).order_by(ServiceReply.place, ServiceReply.title, ServiceReply.id)
