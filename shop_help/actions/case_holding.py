"""Who has a case: claimed by exactly one, handed on, given back; and looked into with a reason."""

from sqlalchemy import select, update

from shop_help import audit
from shop_help.actions.case_handover import note_handover
from shop_help.actions.case_turning import system_line
from shop_help.actions.case_unit import CaseWork, agent_of, case_unit, holder_of
from shop_help.extensions import db
from shop_help.models import Case, CaseOpening, Person
from shop_help.models.person import Role
from shop_help.policy.case_turns import handed_back, held_by
from shop_help.policy.faults import Fault, Faulty
from shop_help.policy.messages import Refused
from shop_help.policy.permissions import may_hold_case
from shop_help.policy.support import HELD, OPENING, TEAMS
from shop_help.policy.wording import N_
from shop_help.presentation import first_name
from shop_help.speech import gettext as _

LONGEST_REASON = 500


def claim(sign_in_id: str, case_id: int) -> None:
    """An agent takes a case that waits. Raises Refused("stale") for all but the first."""
    with case_unit(sign_in_id, case_id) as work:
        agent = holder_of(work)
        if work.turn.agent_id == agent.person_id:
            return
        if work.turn.state != "queued":
            raise Refused("stale")
        give_to(work, agent.person_id, agent.name, "case.claimed")


def give_to(work: CaseWork, person_id: int, name: str, what: str) -> None:
    """The case is this agent's now; in a chat the buyer is told who came."""
    work.become(held_by(work.turn, person_id, work.now), what, to=person_id)
    if work.turn.mode == "chat":
        work.say(system_line(lambda: _("%(name)s from customer service is here.", name=first_name(name))))


def take_over(sign_in_id: str, case_id: int, why: str) -> None:
    """An agent takes a case from a colleague, and says why. Raises Faulty without a reason."""
    reason = _reason(why)
    with case_unit(sign_in_id, case_id) as work:
        agent = agent_of(work)
        if work.turn.state not in HELD or work.turn.agent_id == agent.person_id:
            raise Refused("stale")
        note_handover(work, agent.person_id, reason)
        held_by_id = work.turn.agent_id
        give_to(work, agent.person_id, agent.name, "case.taken_over")
        work.log("case.taken_over_because", why=reason)
        audit.note("case.taken_over", f"case {case_id}", agent, reason, before={"agent": held_by_id})


def transfer_to_person(sign_in_id: str, case_id: int, to_id: int, why: str) -> None:
    """Who holds a case hands it to a colleague, and says why. Raises Refused where there is no such agent, Faulty."""
    reason = _reason(why)
    with case_unit(sign_in_id, case_id) as work:
        agent, colleague = holder_of(work), _agent(to_id)
        if colleague is None or colleague.id in (agent.person_id, work.row.buyer_id):
            raise Refused("bad_request")
        _refuse_ended(work)
        note_handover(work, agent.person_id, reason)
        give_to(work, colleague.id, colleague.name, "case.transferred")
        work.log("case.transferred_because", why=reason, to=colleague.id)


def transfer_to_team(sign_in_id: str, case_id: int, team: str, why: str) -> None:
    """Who holds a case gives it to a team, and says why: it waits there, at the place it had."""
    if team not in TEAMS:
        raise Refused("bad_request")
    reason = _reason(why)
    with case_unit(sign_in_id, case_id) as work:
        agent = holder_of(work)
        _refuse_ended(work)
        if work.turn.state == "queued" and work.row.team == team:
            return
        note_handover(work, agent.person_id, reason)
        work.connection.execute(update(Case).where(Case.id == case_id).values(team=team))
        work.become(handed_back(work.turn, work.now), "case.given_to_team", team=team)
        work.log("case.transferred_because", why=reason, team=team)


def hand_back(sign_in_id: str, case_id: int) -> None:
    """Who holds a case lets go of it: it waits again, at the place it had."""
    with case_unit(sign_in_id, case_id) as work:
        agent = holder_of(work)
        if work.turn.state in HELD:
            if work.turn.first_answered_at is not None:
                note_handover(work, agent.person_id, "")
            work.become(handed_back(work.turn, work.now), "case.handed_back")


def open_with_reason(sign_in_id: str, case_id: int, reason: str) -> None:
    """An agent looks into a colleague's case. The reason is kept where the buyer's export shows it."""
    why = _reason(reason)
    with case_unit(sign_in_id, case_id) as work:
        agent = agent_of(work)
        if may_hold_case(agent, work.facts):
            return
        opening = CaseOpening(case_id=case_id, person_id=agent.person_id, reason=why, opened_at=work.now)
        opening.until = work.now + OPENING
        db.session.add(opening)
        work.log("case.looked_into", why=why)
        told = {"holder": work.turn.agent_id, "until": opening.until}
        audit.note("case.looked_into", f"case {case_id}", agent, why, after=told)


def _refuse_ended(work: CaseWork) -> None:
    if work.turn.state not in HELD and work.turn.state != "queued":
        raise Refused("closed")


def _reason(text: str) -> str:
    reason = text.strip()
    if not reason:
        raise Faulty({"reason": Fault(N_("Say why."))})
    if len(reason) > LONGEST_REASON:
        raise Faulty({"reason": Fault(N_("At most %(longest)s characters."), {"longest": LONGEST_REASON})})
    return reason


def _agent(person_id: int) -> Person | None:
    wanted = select(Person).where(Person.id == person_id, Person.active, Person.roles.any(Role.name == "agent"))
    return db.session.scalar(wanted)
