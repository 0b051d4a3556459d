"""What buyers, sellers, customer service and time do with Buyer Protection (PRODUCT 4, 5)."""

from shop_help.actions.protection import overdue

__all__ = ["overdue"]
