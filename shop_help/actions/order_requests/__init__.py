"""What buyers, sellers, customer service and time do with order requests (PRODUCT 4, 5).

With any of it comes what follows the deadlines, for whoever acts may have to apply that first.
"""

from shop_help.actions.order_requests import overdue, reminding

__all__ = ["overdue", "reminding"]
