"""The payment port: how money goes back to a buyer. One adapter is in use, chosen by the settings.

demo: no money moves, and every page says so. webhook: the operator's payment system is told, and confirms. by_hand:
operators pay and mark it as done.
"""

from flask import current_app

from shop_help.config import PAID_BY_HAND

DEMO, WEBHOOK, BY_HAND = "demo", "webhook", "by_hand"


def adapter_in_use() -> str:
    """The one that pays the refunds that begin now."""
    chosen = current_app.config["PAYMENTS"]
    if chosen == PAID_BY_HAND:
        return BY_HAND
    if chosen:
        return WEBHOOK
    return DEMO if current_app.config["DEMO"] else BY_HAND
