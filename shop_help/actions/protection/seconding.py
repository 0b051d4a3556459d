"""A second agent looks at what another one decided, where the claim is above an amount: never the same person."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import update

from shop_help import audit
from shop_help.actions.protection.deciding import apply
from shop_help.actions.protection.unit import protection_unit
from shop_help.actions.protection.work import ProtectionWork
from shop_help.models import ProtectionDecision
from shop_help.models.protection_log import makers_of, open_proposal
from shop_help.policy.faults import refuse_faulty
from shop_help.policy.messages import Refused
from shop_help.policy.permissions import may_answer_cases
from shop_help.policy.protection_rights import may_confirm
from shop_help.policy.request_forms import note_faults
from shop_help.policy.wording import N_


def confirm(sign_in_id: str, protection_id: int) -> None:
    """A second agent agrees: from now on it counts, and both sides hear of it."""
    with protection_unit(sign_in_id, protection_id) as work:
        proposal, second = _second_of(work)
        values: dict[str, Any] = {"state": "confirmed", "open_protection_id": None}
        values |= {"confirmed_by": second, "confirmed_at": work.now}
        apply(work, _store(work, proposal, values))
        _note(work, proposal, "protection.confirmed")


def refuse(sign_in_id: str, protection_id: int, why: str) -> None:
    """A second agent doesn't agree and says why, to agents alone. The case is to be decided again."""
    with protection_unit(sign_in_id, protection_id) as work:
        proposal, second = _second_of(work)
        refuse_faulty(note_faults("why", why, is_needed=True, missing=N_("Say why, for your colleague.")))
        values = {"state": "refused", "open_protection_id": None, "confirmed_by": second}
        _store(work, proposal, values | {"confirmed_at": work.now, "refused_why": why.strip()})
        work.tell("refuse", "CUSTOMER_SERVICE", work.now, outcome=proposal.outcome, amount=proposal.amount)
        work.say("refuse")
        _note(work, proposal, "protection.refused")


def _note(work: ProtectionWork, proposal: Any, what: str) -> None:
    """A second agent's own reason to be in a colleague's case."""
    told = {"outcome": proposal.outcome, "amount": proposal.amount, "proposed_by": proposal.person_id}
    audit.note(what, f"protection {work.row.id}", work.viewer, after=told)


def _second_of(work: ProtectionWork) -> tuple[Any, int]:
    """The decision that waits, and the second agent. Raises Refused for whoever can't be one."""
    viewer = work.viewer
    if viewer is None or not may_answer_cases(viewer, work.case.facts):
        raise Refused("forbidden")
    proposal = open_proposal(work.connection, work.row.id)
    if proposal is None:
        raise Refused("no_second_agent_open")
    made_before = makers_of(work.connection, work.row.id)
    if not may_confirm(viewer, work.case.facts, work.row.shop_id, proposal.person_id, made_before):
        own = viewer.person_id == proposal.person_id or viewer.person_id in made_before
        raise Refused("same_agent" if own else "forbidden")
    return proposal, viewer.person_id


def _store(work: ProtectionWork, proposal: Any, values: Mapping[str, Any]) -> Any:
    waiting = (ProtectionDecision.id == proposal.id, ProtectionDecision.state == "proposed")
    changed = update(ProtectionDecision).where(*waiting).values(values)
    found = work.connection.execute(changed.returning(*ProtectionDecision.__table__.columns)).one_or_none()
    if found is None:
        raise Refused("no_second_agent_open")
    return found
