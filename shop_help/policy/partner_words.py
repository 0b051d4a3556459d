"""Order requests in the words of the TikTok Shop Partner API (docv2, Return and Refund): states, kinds, decisions."""

from dataclasses import dataclass

from shop_help.policy.request_states import STATES, step_for

CANCELLATION = {
    "pending": "CANCELLATION_REQUEST_PENDING",
    "approved": "CANCELLATION_REQUEST_SUCCESS",
    "auto_approved": "CANCELLATION_REQUEST_SUCCESS",
    "refunded": "CANCELLATION_REQUEST_COMPLETE",
    "applied": "CANCELLATION_REQUEST_COMPLETE",
}
#: Withdrawn, refused or overtaken.
CANCELLATION_OVER = "CANCELLATION_REQUEST_CANCEL"
_GOES_BACK = {
    "awaiting_shipment": "AWAITING_BUYER_SHIP",
    "in_return": "BUYER_SHIPPED_ITEM",
    "inspecting": "BUYER_SHIPPED_ITEM",
    "receipt_rejected": "REJECT_RECEIVE_PACKAGE",
}
RETURN = _GOES_BACK | {
    "pending": "RETURN_OR_REFUND_REQUEST_PENDING",
    "partial_offered": "AWAITING_BUYER_RESPONSE",
    "approved": "RETURN_OR_REFUND_REQUEST_SUCCESS",
    "auto_approved": "RETURN_OR_REFUND_REQUEST_SUCCESS",
    "refunded": "RETURN_OR_REFUND_REQUEST_COMPLETE",
    "rejected": "REFUND_OR_RETURN_REQUEST_REJECT",
}
RETURN_OVER = "RETURN_OR_REFUND_REQUEST_CANCEL"
REPLACEMENT = _GOES_BACK | {
    "pending": "REPLACEMENT_REQUEST_PENDING",
    "approved": "REPLACEMENT_REQUEST_PENDING",
    "auto_approved": "REPLACEMENT_REQUEST_PENDING",
    "exchanged": "REPLACEMENT_REQUEST_COMPLETE",
    "refunded": "REPLACEMENT_REQUEST_REFUND_SUCCESS",
    "rejected": "REPLACEMENT_REQUEST_REJECT",
}
REPLACEMENT_OVER = "REPLACEMENT_REQUEST_CANCEL"
#: kind → (its states there, the one for all others)
STATUS_OF_KIND = {
    "cancellation": (CANCELLATION, CANCELLATION_OVER),
    "refund": (RETURN, RETURN_OVER),
    "return": (RETURN, RETURN_OVER),
    "exchange": (REPLACEMENT, REPLACEMENT_OVER),
}
RETURN_TYPES = {"refund": "REFUND", "return": "RETURN_AND_REFUND", "exchange": "REPLACEMENT"}
ARBITRATION = {
    "in_progress": "IN_PROGRESS",
    "for_buyer": "SUPPORT_BUYER",
    "for_seller": "SUPPORT_SELLER",
    "closed": "CLOSED",
}
#: What a buyer may ask for, as request_type, by our kind; and the action of policy.verdicts that judges it.
REQUEST_TYPES = {"CANCEL": "cancellation", "REFUND": "refund", "RETURN_AND_REFUND": "return"}
#: By our event: how a record is called.
ROLES = {"BUYER": "BUYER", "SHOP": "SELLER", "CUSTOMER_SERVICE": "OPERATOR", "SYSTEM": "SYSTEM"}
#: What a seller has to do next, by our state.
NEXT_ACTIONS = {
    "pending": {
        "cancellation": "SELLER_RESPOND_CANCEL",
        "refund": "SELLER_RESPOND_REFUND",
        "return": "SELLER_RESPOND_RETURN",
        "exchange": "SELLER_RESPOND_REPLACEMENT",
    },
    "inspecting": dict.fromkeys(("return", "exchange"), "SELLER_RESPOND_RECEIVE_PACKAGE"),
}


@dataclass(frozen=True)
class Decision:
    """What a seller decides: our event, and for which kinds it is called so."""

    event: str
    kinds: tuple[str, ...]


APPROVALS = {
    "APPROVE_REFUND": Decision("approve", ("refund",)),
    "APPROVE_RETURN": Decision("approve", ("return",)),
    "APPROVE_REPLACEMENT": Decision("approve", ("exchange",)),
    "APPROVE_RECEIVED_PACKAGE": Decision("accept_receipt", ("return", "exchange")),
    "ISSUE_REPLACEMENT_REFUND": Decision("refund_instead", ("exchange",)),
    "OFFER_PARTIAL_REFUND": Decision("offer", ("refund", "return")),
}
REJECTIONS = {
    "REJECT_REFUND": Decision("reject", ("refund",)),
    "REJECT_RETURN": Decision("reject", ("return",)),
    "REJECT_REPLACEMENT": Decision("reject", ("exchange",)),
    "REJECT_RECEIVED_PACKAGE": Decision("reject_receipt", ("return", "exchange")),
}
OF_CANCELLATIONS = {
    "APPROVE_CANCELLATION": Decision("approve", ("cancellation",)),
    "REJECT_CANCELLATION": Decision("reject", ("cancellation",)),
}
DECISIONS = APPROVALS | REJECTIONS | OF_CANCELLATIONS
#: These are said of what came back; it is noted as arrived first where it still is on its way.
OF_RECEIPT = frozenset({"accept_receipt", "reject_receipt"})


def status_of(kind: str, state: str) -> str:
    """A request's state as it is called there."""
    known, over = STATUS_OF_KIND[kind]
    return known.get(state, over)


def states_called(kinds: tuple[str, ...], statuses: list[str]) -> set[tuple[str, str]]:
    """(kind, state) of ours that are called so there."""
    return {(kind, state) for kind in kinds for state in STATES if status_of(kind, state) in statuses}


def may_decide(decision: Decision, kind: str, state: str) -> bool:
    """Can it be decided so now? What is on its way back can be noted as arrived first."""
    seen = "inspecting" if decision.event in OF_RECEIPT and state == "in_return" else state
    return kind in decision.kinds and step_for(decision.event, "SHOP", kind, seen) is not None


#: A message is named by its conversation and its place there, of which a conversation has fewer.
PLACES = 10**7


def message_id(conversation_id: int, seq: int) -> str:
    """A message's name there: a number, as tools read it."""
    return str(conversation_id * PLACES + seq)
