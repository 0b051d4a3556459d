"""The states of an order request, as a table: what may happen to which kind, from where, by whom, and what it is then
(PRODUCT 5).

A row's guard is its kinds and its states; whose request it is, the act asks. What isn't in the table is refused.
"""

from dataclasses import dataclass

from shop_help.policy.changes import BY_KIND

KINDS = ("cancellation", *BY_KIND, "refund", "return", "exchange")
#: What PRODUCT 4 calls a change: the order is altered, no money moves.
CHANGES = frozenset(BY_KIND)
#: What is sent back before it is settled.
SENT_BACK = frozenset({"return", "exchange"})

STATES = (
    "pending",
    "partial_offered",
    "approved",
    "auto_approved",
    "awaiting_shipment",
    "in_return",
    "inspecting",
    "rejected",
    "receipt_rejected",
    "lapsed",
    "withdrawn",
    "superseded",
    "refunded",
    "exchanged",
    "applied",
    "closed",
)
#: While a request is in one of these, its lines can't be asked about again.
OPEN = frozenset(
    {"pending", "partial_offered", "approved", "auto_approved", "awaiting_shipment", "in_return", "inspecting"}
)
#: It was agreed to; the money, or another one, is on its way.
APPROVED = frozenset({"approved", "auto_approved"})
#: The seller said no: the buyer may dispute it until its clock closes it.
REFUSED = frozenset({"rejected", "receipt_rejected"})
#: Nothing happens any more.
ENDED = frozenset({"lapsed", "withdrawn", "superseded", "refunded", "exchanged", "applied", "closed"})

#: Who may move a request: the buyer, the shop's people, customer service, or time and the order itself.
ACTORS = ("BUYER", "SHOP", "CUSTOMER_SERVICE", "SYSTEM")

#: What a buyer asks for in the words of policy.verdicts.ACTIONS, by the kind of the request.
ACTION_OF = {
    "cancellation": "cancel",
    **{change.kind: change.action for change in BY_KIND.values()},
    "refund": "refund",
    "return": "return",
    "exchange": "exchange",
}


@dataclass(frozen=True)
class Step:
    """A row of the table."""

    #: What happens, as a verb.
    event: str
    #: Who does it.
    actor: str
    kinds: frozenset[str]
    origins: frozenset[str]
    to: str


def _steps(event: str, actor: str, kinds: str | frozenset[str], origins: str, to: str) -> Step:
    known = frozenset(KINDS) if kinds == "all" else frozenset(kinds.split()) if isinstance(kinds, str) else kinds
    return Step(event, actor, known, frozenset(origins.split()), to)


TABLE = (
    # The seller answers, or doesn't.
    _steps("approve", "SHOP", "cancellation refund", "pending", "approved"),
    _steps("approve", "SHOP", SENT_BACK, "pending", "awaiting_shipment"),
    _steps("approve", "SHOP", CHANGES, "pending", "applied"),
    _steps("reject", "SHOP", "all", "pending", "rejected"),
    _steps("offer", "SHOP", "refund return", "pending", "partial_offered"),
    _steps("auto_approve", "SYSTEM", "cancellation refund", "pending", "auto_approved"),
    _steps("auto_approve", "SYSTEM", SENT_BACK, "pending", "awaiting_shipment"),
    _steps("lapse", "SYSTEM", CHANGES, "pending", "lapsed"),
    _steps("supersede", "SYSTEM", CHANGES | {"cancellation"}, "pending", "superseded"),
    # The buyer answers an offer, or doesn't: then it is the seller's turn once more.
    _steps("accept", "BUYER", "refund return", "partial_offered", "approved"),
    _steps("decline", "BUYER", "refund return", "partial_offered", "pending"),
    _steps("offer_lapse", "SYSTEM", "refund return", "partial_offered", "pending"),
    _steps("withdraw", "BUYER", "all", "pending partial_offered", "withdrawn"),
    _steps("withdraw", "BUYER", SENT_BACK, "awaiting_shipment", "withdrawn"),
    # It goes back.
    _steps("ship_back", "BUYER", SENT_BACK, "awaiting_shipment", "in_return"),
    _steps("not_shipped_back", "SYSTEM", SENT_BACK, "awaiting_shipment", "closed"),
    _steps("arrive", "SHOP", SENT_BACK, "in_return", "inspecting"),
    _steps("arrive", "SYSTEM", SENT_BACK, "in_return", "inspecting"),
    _steps("accept_receipt", "SHOP", SENT_BACK, "inspecting", "approved"),
    _steps("reject_receipt", "SHOP", SENT_BACK, "inspecting", "receipt_rejected"),
    _steps("not_inspected", "SYSTEM", SENT_BACK, "inspecting", "auto_approved"),
    # It is settled.
    _steps("refund", "SYSTEM", "cancellation refund return exchange", "approved auto_approved", "refunded"),
    _steps("apply", "SYSTEM", "cancellation", "approved auto_approved", "applied"),
    _steps("exchange", "SHOP", "exchange", "approved auto_approved", "exchanged"),
    _steps("refund_instead", "SHOP", "exchange", "approved auto_approved", "approved"),
    _steps("refund_instead", "SYSTEM", "exchange", "approved auto_approved", "approved"),
    # The seller's no is disputed, or stands.
    _steps("overrule", "CUSTOMER_SERVICE", "cancellation refund", "rejected", "approved"),
    _steps("overrule", "CUSTOMER_SERVICE", SENT_BACK, "rejected", "awaiting_shipment"),
    _steps("overrule", "CUSTOMER_SERVICE", SENT_BACK, "receipt_rejected", "approved"),
    _steps("close", "SYSTEM", "all", "rejected receipt_rejected", "closed"),
)

EVENTS = tuple(dict.fromkeys(step.event for step in TABLE))


def step_for(event: str, actor: str, kind: str, state: str) -> Step | None:
    """The row that lets this happen; None where nothing does."""
    return next(
        (
            step
            for step in TABLE
            if (step.event, step.actor) == (event, actor) and kind in step.kinds and state in step.origins
        ),
        None,
    )


def events_for(actor: str, kind: str, state: str) -> tuple[str, ...]:
    """What this actor can do with a request now: the buttons of a page ask the same table as the acts."""
    return tuple(step.event for step in TABLE if step.actor == actor and kind in step.kinds and state in step.origins)


#: Where a decision of the shop's has led to, further on too.
_FURTHER_ON = {
    "approve": {"approved", "awaiting_shipment", "applied", "refunded", "in_return"},
    "accept_receipt": {"approved", "refunded", "exchanged"},
    "refund_instead": {"approved", "refunded"},
}


def is_where_it_leads(event: str, kind: str, state: str) -> bool:
    """Is this a state that a decision of the shop's leads to? Then one that comes again was done before."""
    origins = ("pending", "in_return", "inspecting", "approved")
    steps = [step_for(event, "SHOP", kind, origin) for origin in origins]
    return state in {step.to for step in steps if step} | _FURTHER_ON.get(event, set())
