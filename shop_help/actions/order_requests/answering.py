"""The buyer answers an offer, or takes the request back."""

from shop_help.actions.order_requests.paying_back import settle
from shop_help.actions.order_requests.unit import buyer_of, request_unit


def accept_offer(sign_in_id: str, request_id: int) -> None:
    """The part is taken: it goes back to the buyer, who keeps the item."""
    with request_unit(sign_in_id, request_id) as work:
        buyer_of(work)
        work.move("accept", "BUYER")
        settle(work, work.now)
        work.say("accept")


def decline_offer(sign_in_id: str, request_id: int) -> None:
    """The part isn't taken: the seller is asked once more, for a shorter time."""
    with request_unit(sign_in_id, request_id) as work:
        buyer_of(work)
        amount = work.row.offered
        work.move("decline", "BUYER", offered=None)
        work.say("decline", amount=amount)


def withdraw(sign_in_id: str, request_id: int) -> None:
    """The buyer doesn't want it any more, as long as nothing is on its way."""
    with request_unit(sign_in_id, request_id) as work:
        buyer_of(work)
        work.move("withdraw", "BUYER")
        work.say("withdraw")
