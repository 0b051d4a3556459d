"""The demo's payment: it takes a refund, and says a moment later that it is done. No money moves; pages say so."""

from shop_help.payments.port import DONE, TAKEN, Answer, Payment


def send(payment: Payment) -> Answer:
    """Taken the first time, done the second."""
    reference = f"demo-{payment.key}"
    return Answer(DONE if payment.was_taken else TAKEN, reference)
