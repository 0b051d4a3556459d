"""The payment port: how money goes back to a buyer. One adapter is in use, chosen by the settings.

demo: no money moves, and every page says so. webhook: the operator's payment system is told, and confirms. by_hand:
operators pay, and mark it as done.
"""

from collections.abc import Mapping

from flask import current_app

from shop_help.config import PAID_BY_HAND
from shop_help.payments import demo, webhook
from shop_help.payments.port import NOT_TAKEN, Answer, Payment

DEMO, WEBHOOK, BY_HAND = "demo", "webhook", "by_hand"


def adapter_in_use() -> str:
    """The one that pays the refunds that begin now."""
    chosen = current_app.config["PAYMENTS_URL"]
    if chosen and chosen != PAID_BY_HAND:
        return WEBHOOK
    return DEMO if current_app.config["DEMO"] and not chosen else BY_HAND


def keys() -> Mapping[str, str]:
    """Secrets by the names of their keys: the first one signs, all are believed."""
    found: Mapping[str, str] = current_app.config["PAYMENTS_KEYS"]
    return found


def send(payment: Payment) -> Answer:
    """Hands a refund to the adapter in use. Takes seconds: never inside a transaction."""
    adapter = adapter_in_use()
    if adapter == DEMO:
        return demo.send(payment)
    if adapter == WEBHOOK:
        return webhook.send(payment, current_app.config["PAYMENTS_URL"], keys())
    return Answer(NOT_TAKEN, said="paid by hand")
