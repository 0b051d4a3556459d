"""Agents come on duty, go away and go home; what they leave goes back to the line."""

import re
from collections.abc import Collection

from sqlalchemy import select

from shop_help import clock
from shop_help.actions.case_handover import note_handover
from shop_help.actions.case_unit import case_unit
from shop_help.actions.staff import agent_at
from shop_help.actions.waiting_line import line_moved
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import Case, Duty, LogEntry
from shop_help.policy.case_turns import handed_back
from shop_help.policy.faults import Fault, Faulty
from shop_help.policy.messages import Refused
from shop_help.policy.support import HELD, LEASE, teams_open
from shop_help.policy.wording import N_

STATES = ("on", "away", "off")
MOST_CHATS = 12
MOST_LANGUAGES = 20
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})?")


def set_duty(sign_in_id: str, state: str) -> None:
    """An agent is there, away for a while, or off. Their chats go back to the line unless they are there."""
    if state not in STATES:
        raise Refused("bad_request")
    with write_unit(db.session) as session:
        agent = agent_at(sign_in_id)
        duty = duty_of(agent.person_id)
        if duty.state != state:
            duty.state, duty.since = state, clock.now()
            session.add(_log(f"duty.{state}", agent.person_id))
        duty.seen_at = clock.now()
    if state != "on":
        _give_back_chats(agent.person_id, "away")
    line_moved()


def set_what_is_taken(
    sign_in_id: str, capacity: int, takes_chats: bool, teams: list[str], languages: list[str]
) -> None:
    """What an agent takes: chats at once, by themselves or claimed, of which teams and in which languages.

    Raises Faulty.
    """
    if not 1 <= capacity <= MOST_CHATS:
        raise Faulty({"capacity": Fault(N_("From 1 to %(most)s chats at once."), {"most": MOST_CHATS})})
    spoken = languages_in(languages)
    with write_unit(db.session):
        duty = duty_of(agent_at(sign_in_id).person_id)
        duty.capacity, duty.takes_chats = capacity, takes_chats
        duty.teams = [team for team in teams_open(duty.member_of) if team in teams]
        duty.languages = spoken
    line_moved()


def languages_in(written: Collection[str]) -> list[str]:
    """The languages somebody answers in, as they were typed; English where none was. Raises Faulty."""
    spoken = sorted({language.strip().lower() for language in written if language.strip()})
    if len(spoken) > MOST_LANGUAGES or not all(map(_LANGUAGE.fullmatch, spoken)):
        raise Faulty({"languages": Fault(N_("Short names with commas between them, such as en, de."))})
    return spoken or ["en"]


def renew_lease(person_id: int) -> None:
    """The agent's console is open: said by its pages, kept at most every half lease."""
    now = clock.now()
    seen_at = db.session.scalar(select(Duty.seen_at).where(Duty.person_id == person_id, Duty.state == "on"))
    if seen_at is None or now - seen_at < LEASE / 4:
        return
    with write_unit(db.session):
        duty_of(person_id).seen_at = now


def end_lost_leases() -> int:
    """The clockwork: whose console has been closed for longer than a lease is away. How many."""
    now = clock.now()
    lost = db.session.scalars(select(Duty.person_id).where(Duty.state == "on", Duty.seen_at <= now - LEASE)).all()
    for person_id in lost:
        with write_unit(db.session) as session:
            duty = duty_of(person_id)
            if duty.state != "on" or duty.seen_at > clock.now() - LEASE:
                continue
            duty.state, duty.since = "away", clock.now()
            session.add(_log("duty.lease_ran_out", person_id))
        _give_back_chats(person_id, "lease")
    if lost:
        line_moved()
    return len(lost)


def _give_back_chats(person_id: int, why: str) -> None:
    wanted = select(Case.id).where(Case.agent_id == person_id, Case.mode == "chat", Case.state.in_(HELD))
    for case_id in db.session.scalars(wanted).all():
        with case_unit(None, case_id) as work:
            if work.turn.agent_id == person_id and work.turn.mode == "chat" and work.turn.state in HELD:
                if work.turn.first_answered_at is not None:
                    note_handover(work, person_id, "")
                work.become(handed_back(work.turn, work.now), "case.handed_back", why=why, by=person_id)


def duty_of(person_id: int) -> Duty:
    """An agent's shift, locked; a new one where they never had any."""
    duty = db.session.get(Duty, person_id, with_for_update=True)
    if duty is None:
        duty = Duty(person_id=person_id)
        db.session.add(duty)
        db.session.flush()
    return duty


def _log(what: str, person_id: int) -> LogEntry:
    return LogEntry(what=what, voice="CUSTOMER_SERVICE", person_id=person_id)
