"""What a decision leads to: the item goes back first, the money goes out, or nothing is left to do."""

from datetime import datetime
from typing import Any

from shop_help.actions.protection.paying import owed_of, pay_decision
from shop_help.actions.protection.work import ProtectionWork
from shop_help.policy.protection_clock import on_its_way


def follow_decision(work: ProtectionWork, decision: Any) -> None:
    """In the commit of the decision."""
    if not owed_of(work, decision).parts:
        # For the seller, or paid already: the case waits for an appeal, or is over where none can come.
        if decision.is_final:
            work.move("close", "SYSTEM")
            work.say("close")
        return
    if decision.requires_return and work.row.arrived_back_at is None:
        _ask_back(work)
    else:
        pay_decision(work, work.now)


def _ask_back(work: ProtectionWork) -> None:
    """The item goes back first. What left before an appeal is on its way still."""
    left_at: datetime | None = work.row.shipped_back_at
    until = on_its_way(work.now, work.rules) if left_at is not None else None
    work.move("require_return", "SYSTEM", until=until, return_required_at=work.now)
    work.say("require_return")
