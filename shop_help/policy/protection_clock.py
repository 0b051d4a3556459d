"""The clock of a Buyer Protection case: who has to move until when, and what follows by itself (PRODUCT 4, 5)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from shop_help.policy.deadlines import (
    appeal_until,
    arrives_until,
    business_days_close_at,
    protection_answer_by,
    ship_back_until,
)
from shop_help.policy.faults import Fault
from shop_help.policy.verdicts import Rules
from shop_help.policy.wording import N_

#: Days that an agent can give a side for more evidence, and what is offered.
FEWEST_DAYS, MOST_DAYS, USUAL_DAYS = 1, 14, 3


@dataclass(frozen=True)
class Clock:
    """`mover` has until `due_at`; then the event `act` of the table follows, or nothing where it is empty."""

    act: str
    mover: str
    due_at: datetime


def clock_after(state: str, at: datetime, rules: Rules) -> Clock | None:
    """The clock that begins when a case comes into a state; None where nobody has to move.

    Of evidence_requested the agent says until when, and of what was decided the appeals' clock is `closing`.
    """
    if state == "awaiting_seller":
        return Clock("no_answer", "SHOP", protection_answer_by(at, rules))
    if state in ("under_review", "appealed"):
        return Clock("", "CUSTOMER_SERVICE", decide_by(at, rules))
    if state == "return_required":
        return Clock("not_returned", "BUYER", ship_back_until(at, rules))
    return None


def decide_by(at: datetime, rules: Rules) -> datetime:
    """By when customer service means to decide, once it is their turn."""
    return business_days_close_at(at, rules.days("protection_decide_days"), rules.zone, rules.days_off)


def on_its_way(shipped_at: datetime, rules: Rules) -> Clock:
    """What goes back is with the carrier: the seller says when it is there, or it counts as arrived."""
    return Clock("return", "SHOP", arrives_until(shipped_at, rules))


def evidence_until(asked_at: datetime, days: int) -> datetime:
    """Until when a side brings what it was asked for."""
    return asked_at + timedelta(days=days)


def days_fault(days: object) -> Fault | None:
    """What is wrong with the days that an agent gives."""
    if type(days) is int and FEWEST_DAYS <= days <= MOST_DAYS:
        return None
    return Fault(N_("From %(fewest)s to %(most)s days, please."), {"fewest": FEWEST_DAYS, "most": MOST_DAYS})


def closing(decided_at: datetime, is_final: bool, rules: Rules) -> Clock | None:
    """When a decision can't be appealed any more; None for a final one."""
    return None if is_final else Clock("close", "", appeal_until(decided_at, rules))
