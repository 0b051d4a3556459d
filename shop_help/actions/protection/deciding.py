"""Customer service decides: for the buyer, for the seller or in part, with a reason that both read. Above an amount a
second agent confirms it first."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app
from sqlalchemy import insert, select, update

from shop_help import audit
from shop_help.actions.protection.answering import require_step
from shop_help.actions.protection.deciding_facts import basis_of
from shop_help.actions.protection.following import follow_decision
from shop_help.actions.protection.paying import paid_by, room_of
from shop_help.actions.protection.people import decider_of
from shop_help.actions.protection.unit import protection_unit
from shop_help.actions.protection.work import ProtectionWork
from shop_help.models import Appeal, ProtectionDecision, ProtectionLine
from shop_help.models.protection_log import open_proposal
from shop_help.policy.deadlines import appeal_until
from shop_help.policy.faults import refuse_faulty
from shop_help.policy.messages import Refused, is_client_id
from shop_help.policy.protection_clock import closing
from shop_help.policy.protection_deciding import decision_faults, limits_of
from shop_help.policy.protection_replay import as_data, judge
from shop_help.presentation import digits_of
from shop_help.verdict_words import verdict_data


@dataclass(frozen=True)
class Decided:
    """A decision as an agent fills it in. Amounts in minor units; None: what the buyer claims, or nothing for the
    seller. After an appeal they are what the buyer has in all, what was paid before included."""

    outcome: str
    why: str
    client_id: str
    by_line: Mapping[int, int] | None = None
    shipping: int | None = None
    requires_return: bool = False


@dataclass(frozen=True)
class Made:
    """What became of it: made, or proposed to a second agent; and whether it was sent before."""

    decision_id: int
    state: str
    is_new: bool


def decide(sign_in_id: str, protection_id: int, decided: Decided) -> Made:
    """Decides a case, for good where it was appealed. The same client_id twice is one decision."""
    if not is_client_id(decided.client_id):
        raise Refused("bad_request")
    with protection_unit(sign_in_id, protection_id) as work:
        earlier = _earlier(work, decided.client_id)
        if earlier is not None:
            return earlier
        agent = decider_of(work)
        is_final = work.row.state == "appealed"
        require_step(work, "decide_finally" if is_final else "decide", "CUSTOMER_SERVICE")
        refuse_second_open(work)
        row = _write(work, decided, agent.person_id, is_final)
        told = {"outcome": row.outcome, "amount": row.amount, "currency": work.row.currency, "final": is_final}
        what = "protection.proposed" if row.state == "proposed" else "protection.decided"
        audit.note(what, f"protection {protection_id}", agent, before={"state": work.row.state}, after=told)
        if row.state == "proposed":
            work.tell("propose", "CUSTOMER_SERVICE", work.now, outcome=row.outcome, amount=row.amount)
            work.say("propose")
        else:
            apply(work, row)
        return Made(row.id, row.state, True)


def _earlier(work: ProtectionWork, client_id: str) -> Made | None:
    wanted = select(*ProtectionDecision.__table__.columns).where(ProtectionDecision.client_id == client_id)
    found = work.connection.execute(wanted).one_or_none()
    if found is None:
        return None
    if work.viewer is None or (found.protection_id, found.person_id) != (work.row.id, work.viewer.person_id):
        raise Refused("client_id_reused")
    return Made(found.id, found.state, False)


def refuse_second_open(work: ProtectionWork) -> None:
    """While a colleague looks at a decision, nothing else is done with the case."""
    if open_proposal(work.connection, work.row.id) is not None:
        raise Refused("second_agent_open")


def _write(work: ProtectionWork, decided: Decided, person_id: int, is_final: bool) -> Any:
    most, most_shipping = room_of(work)
    by_line, shipping = _amounts(work, decided, most, most_shipping)
    refuse_faulty(decision_faults(decided.outcome, by_line, shipping, most, most_shipping, decided.why))
    basis = basis_of(work)
    is_proposed = needs_second(work.row)
    values = {
        "protection_id": work.row.id,
        "open_protection_id": work.row.id if is_proposed else None,
        "client_id": decided.client_id,
        "outcome": decided.outcome,
        "is_final": is_final,
        "amount": sum(by_line.values()) + shipping,
        "shipping_amount": shipping,
        "by_line": {str(line): amount for line, amount in by_line.items()},
        "requires_return": decided.requires_return and decided.outcome != "for_seller" and can_go_back(work.row),
        "why": decided.why.strip(),
        "state": "proposed" if is_proposed else "made",
        "person_id": person_id,
        "verdict": verdict_data(judge(basis)),
        "facts": as_data(basis),
        "made_at": work.now,
    }
    made = insert(ProtectionDecision).returning(*ProtectionDecision.__table__.columns)
    return work.connection.execute(made, values).one()


def _amounts(
    work: ProtectionWork, decided: Decided, most: Mapping[int, int], most_shipping: int
) -> tuple[dict[int, int], int]:
    """As they were filled in; else all that is claimed, or nothing."""
    lines = {line.id: line.amount for line in work.lines}
    if decided.by_line is not None:
        return dict.fromkeys(lines, 0) | dict(decided.by_line), decided.shipping or 0
    if decided.outcome == "for_seller":
        return dict.fromkeys(lines, 0), decided.shipping or 0
    by_line, usual = claimed_in(lines, work.row.shipping_amount, most, most_shipping)
    return by_line, usual if decided.shipping is None else decided.shipping


def claimed_in(
    lines: Mapping[int, int], shipping: int, most: Mapping[int, int], most_shipping: int
) -> tuple[dict[int, int], int]:
    """All that is claimed, line by line and for shipping, as far as it is there."""
    return {line: min(amount, most[line]) for line, amount in lines.items()}, min(shipping, most_shipping)


def can_go_back(row: Any) -> bool:
    """What never arrived, or came back by now, can't be asked back."""
    return row.reason != "not_received" and row.arrived_back_at is None


def needs_second(row: Any) -> bool:
    """Does a second agent look at the decision of this case? What is claimed counts, for whomever it is decided."""
    limits = limits_of(current_app.config["SECOND_AGENT_ABOVE"])
    return limits.above(row.amount, row.currency, digits_of(row.currency))


def apply(work: ProtectionWork, decision: Any) -> None:
    """It counts: both sides hear it, and what it means begins."""
    event = "decide_finally" if decision.is_final else "decide"
    until = None if decision.is_final else appeal_until(work.now, work.rules)
    borne = max(0, paid_by(work.connection, work.row.id).total - decision.amount)
    values: dict[str, Any] = {"outcome": decision.outcome, "decided_amount": decision.amount}
    work.move(
        event,
        "CUSTOMER_SERVICE",
        why=decision.why,
        until=closing(work.now, decision.is_final, work.rules),
        appeal_until=until,
        borne_amount=borne,
        decided_at=work.now,
        **values,
    )
    for line, amount in decision.by_line.items():
        of_line = (ProtectionLine.protection_id == work.row.id, ProtectionLine.line_id == int(line))
        work.connection.execute(update(ProtectionLine).where(*of_line).values(decided_amount=amount))
    if decision.is_final:
        appealed = update(Appeal).where(Appeal.protection_id == work.row.id, Appeal.decided_at.is_(None))
        work.connection.execute(appealed.values(decided_at=work.now))
    work.say(f"{event} {decision.outcome}", decision.why, amount=decision.amount)
    follow_decision(work, decision)
