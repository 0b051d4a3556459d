"""The states of a Buyer Protection case, as a table: what may happen, from where, by whom, and what it is then
(PRODUCT 5).

The buyer is paid as soon as it is decided for them; a side that appeals afterwards asks for another decision, and
what was paid stays paid.
"""

from dataclasses import dataclass

STATES = (
    "opened",
    "awaiting_seller",
    "under_review",
    "evidence_requested",
    "decided",
    "return_required",
    "returned",
    "refunded",
    "appealed",
    "decided_final",
    "settled_with_seller",
    "withdrawn",
    "ineligible",
    "closed",
)
#: Nobody has decided yet: the sides can still agree, and the buyer can still withdraw.
UNDECIDED = frozenset({"opened", "awaiting_seller", "under_review", "evidence_requested"})
#: Its lines can't be asked about again.
OPEN = UNDECIDED | {"decided", "return_required", "returned", "refunded", "appealed", "decided_final"}
OPEN |= {"settled_with_seller"}
#: Nothing happens any more.
ENDED = frozenset({"withdrawn", "ineligible", "closed"})
#: What a side that does not take the decision may appeal from, until the clock of appeals closes it. What goes back
#: meanwhile waits for the final decision.
APPEALABLE = frozenset({"decided", "return_required", "returned", "refunded"})
#: How it can be decided.
OUTCOMES = ("for_buyer", "for_seller", "partial")
#: A side of it.
SIDES = ("BUYER", "SHOP")


@dataclass(frozen=True)
class Step:
    """A row of the table."""

    #: What happens, as a verb.
    event: str
    #: Who does it: BUYER, SHOP, CUSTOMER_SERVICE or SYSTEM.
    actor: str
    origins: frozenset[str]
    to: str


def _steps(event: str, actors: str, origins: str | frozenset[str], to: str) -> tuple[Step, ...]:
    known = frozenset(origins.split()) if isinstance(origins, str) else origins
    return tuple(Step(event, actor, known, to) for actor in actors.split())


TABLE: tuple[Step, ...] = (
    # The seller is asked first, unless there is nobody to ask, or it goes to an agent anyway.
    *_steps("ask_seller", "SYSTEM", "opened", "awaiting_seller"),
    *_steps("review", "SYSTEM", "opened", "under_review"),
    *_steps("answer", "SHOP", "awaiting_seller", "under_review"),
    *_steps("no_answer", "SYSTEM", "awaiting_seller", "under_review"),
    # More is asked of a side, until a due time.
    *_steps("request_evidence", "CUSTOMER_SERVICE", "under_review", "evidence_requested"),
    *_steps("give_evidence", "BUYER SHOP", "evidence_requested", "under_review"),
    *_steps("no_evidence", "SYSTEM", "evidence_requested", "under_review"),
    # It ends before a decision.
    *_steps("settle", "BUYER SHOP", UNDECIDED, "settled_with_seller"),
    *_steps("withdraw", "BUYER", UNDECIDED, "withdrawn"),
    *_steps("find_ineligible", "CUSTOMER_SERVICE", UNDECIDED, "ineligible"),
    # It is decided, and what that means is done.
    *_steps("decide", "CUSTOMER_SERVICE", "under_review", "decided"),
    *_steps("require_return", "SYSTEM", "decided decided_final", "return_required"),
    *_steps("return", "SHOP SYSTEM", "return_required", "returned"),
    *_steps("not_returned", "SYSTEM", "return_required", "closed"),
    *_steps("refund", "SYSTEM", "decided returned decided_final settled_with_seller", "refunded"),
    # A side appeals once, with something new; then it is final.
    *_steps("appeal", "BUYER SHOP", APPEALABLE | {"appealed"}, "appealed"),
    *_steps("decide_finally", "CUSTOMER_SERVICE", "appealed", "decided_final"),
    *_steps("close", "SYSTEM", "decided refunded decided_final settled_with_seller", "closed"),
)

EVENTS = tuple(dict.fromkeys(step.event for step in TABLE))


def step_for(event: str, actor: str, state: str) -> Step | None:
    """The row that lets this happen; None where nothing does."""
    return next(
        (step for step in TABLE if (step.event, step.actor) == (event, actor) and state in step.origins), None
    )


def events_for(actor: str, state: str) -> tuple[str, ...]:
    """What this actor can do with a case now: the buttons of a page ask the same table as the acts."""
    return tuple(step.event for step in TABLE if step.actor == actor and state in step.origins)


def is_asked(side: str, state: str, mover: str) -> bool:
    """Does a clock wait for what this side brings: its answer, or what customer service asked it for?"""
    return state in ("awaiting_seller", "evidence_requested") and side == mover


def may_add(side: str, state: str, mover: str) -> bool:
    """May a side bring something unasked? Whoever was asked answers instead, which stops their clock."""
    return not is_asked(side, state, mover) and state in UNDECIDED | {"appealed"}
