"""What a seller's tool is told: the numbers of the TikTok Shop Partner API's webhooks by what happens here."""

from collections.abc import Mapping
from typing import Any

from shop_help.policy.partner_words import RETURN_TYPES
from shop_help.policy.wording import N_

ORDER_STATUS, ADDRESS, PACKAGE, CANCELLATION, RETURN, CONVERSATION, MESSAGE, REFUND = 1, 3, 4, 11, 12, 13, 14, 67
#: Their names there, as docv2's list of webhooks has them, and when they come.
EVENTS = {
    ORDER_STATUS: (
        "ORDER_STATUS_CHANGE",
        N_("An order was shipped or cancelled here; the shop's own feed isn't told back."),
    ),
    ADDRESS: ("RECIPIENT_ADDRESS_UPDATE", N_("The shop agreed to another address.")),
    PACKAGE: ("PACKAGE_UPDATE", N_("The shop's people entered a parcel.")),
    CANCELLATION: ("CANCELLATION_STATUS_CHANGE", N_("A cancellation was asked for or moved on.")),
    RETURN: ("RETURN_STATUS_CHANGE", N_("A refund, return or exchange was asked for or moved on.")),
    CONVERSATION: ("NEW_CONVERSATION", N_("A buyer began a conversation.")),
    MESSAGE: ("NEW_MESSAGE", N_("Somebody said something, the tool too.")),
    REFUND: ("REFUND_SUCCESS", N_("Money was given back for a request.")),
}


#: By the name of the happening; requests are told by their kind.
_BY_NAME = {
    "order.shipped": (ORDER_STATUS, PACKAGE),
    "order.cancelled": (ORDER_STATUS,),
    "conversation.opened": (CONVERSATION,),
    "message.posted": (MESSAGE,),
    "refund.done": (REFUND,),
}


def events_of(what: str, data: Mapping[str, Any]) -> tuple[int, ...]:
    """The webhooks that a happening of policy.happenings is told by; none for most."""
    kind = data.get("kind")
    if not what.startswith("request."):
        return _BY_NAME.get(what, ())
    if kind == "address_change":
        return (ADDRESS,) if data.get("state") == "applied" else ()
    if kind == "cancellation":
        return (CANCELLATION,)
    return (RETURN,) if kind in RETURN_TYPES else ()
