"""Which function does which operation of the table."""

from collections.abc import Callable
from typing import Any

from shop_help.partner_api import conversations, messages, orders, records, refunds, requests, settings, tokens
from shop_help.partner_api.decisions import approve_cancellation, approve_return, reject_cancellation, reject_return
from shop_help.partner_api.fields import Fields

#: How a tool gets in: no call is signed before it has a token.
TOKENS: dict[str, Callable[[Fields], dict[str, Any]]] = {
    "get_token": tokens.get_token,
    "refresh_token": tokens.get_refreshed,
}
HANDLERS: dict[str, Callable[..., dict[str, Any]]] = {
    "get_shops": tokens.get_shops,
    "search_orders": orders.search_orders,
    "get_orders": orders.get_orders,
    "get_conversations": conversations.get_conversations,
    "get_conversation": conversations.get_conversation,
    "create_conversation": conversations.find_conversation,
    "get_messages": messages.get_messages,
    "send_message": messages.send_message,
    "mark_read": messages.read_all,
    "upload_image": messages.upload_image,
    "get_agent_settings": settings.get_agent_settings,
    "update_agent_settings": settings.update_agent_settings,
    "get_performance": settings.get_performance,
    "search_cancellations": requests.search_cancellations,
    "approve_cancellation": approve_cancellation,
    "reject_cancellation": reject_cancellation,
    "search_returns": requests.search_returns,
    "approve_return": approve_return,
    "reject_return": reject_return,
    "get_return_records": records.get_return_records,
    "get_reject_reasons": records.get_reject_reasons,
    "get_decision_eligibility": records.get_decision_eligibility,
    "get_eligibility": refunds.get_aftersale_eligibility,
    "calculate_refund": refunds.calculate_refund,
}
