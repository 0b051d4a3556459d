"""Questions for the conversations of every shop that has none of its own: operators add, change and delete them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from shop_help import audit, clock
from shop_help.actions.one_at_a_time import operators_one_at_a_time
from shop_help.actions.staff import By, staff_at
from shop_help.actions.texts import Removal, bring_back, removal, removed_at, removed_before
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.identity import Viewer
from shop_help.models import LogEntry, StandardFaq
from shop_help.policy.faults import refuse_faulty
from shop_help.policy.messages import Refused
from shop_help.policy.orders import STATES
from shop_help.policy.permissions import may_edit_help
from shop_help.policy.shop_texts import faq_faults
from shop_help.policy.standard_faqs import FULL, MOST_STANDARD, SHIPPED_FAQS, STALE

NOUN = "standard_faq"
INSTALLED = f"{NOUN}s.installed"
#: Of a deleted one, for taking it back.
KEPT = ("question", "answer", "states", "asked", "version", "translations")


def install_standard_faqs() -> int:
    """Puts in those that we ship, once: what operators make of them stays. How many."""
    with write_unit(db.session) as session:
        operators_one_at_a_time()
        if session.scalar(select(LogEntry.id).where(LogEntry.what == INSTALLED).limit(1)) is not None:
            return 0
        session.add_all(
            StandardFaq(question=each.question, answer=each.answer, states=list(each.states)) for each in SHIPPED_FAQS
        )
        session.add(LogEntry(what=INSTALLED, voice="SYSTEM", data={"added": len(SHIPPED_FAQS)}))
    return len(SHIPPED_FAQS)


def add_faq(by: By, question: str, answer: str, states: Sequence[str]) -> int:
    """A new one; its id. Raises Faulty for what can't be, and where there is no room."""
    refuse_faulty(faq_faults(question, answer, states))
    with write_unit(db.session) as session:
        operator = staff_at(by, may_edit_help)
        operators_one_at_a_time()
        same = select(StandardFaq).where(StandardFaq.question == question, StandardFaq.answer == answer)
        for there in session.scalars(same):
            if there.states == in_order(states):
                return there.id
        many = session.scalar(select(func.count()).select_from(StandardFaq)) or 0
        refuse_faulty({"question": FULL} if many >= MOST_STANDARD else {})
        added = StandardFaq(question=question, answer=answer, states=in_order(states))
        session.add(added)
        session.flush()
        _say("added", operator, added.id, None, _kept(added))
    return added.id


def change_faq(by: By, faq_id: int, seen: datetime | None, question: str, answer: str, states: Sequence[str]) -> None:
    """Other words, or other states. `seen`: when it was last changed as the person saw it, None for a command.

    Raises Faulty for what can't be, and where a colleague was quicker.
    """
    refuse_faulty(faq_faults(question, answer, states))
    with write_unit(db.session):
        operator, faq = staff_at(by, may_edit_help), _locked(faq_id)
        before = _kept(faq)
        after = {"question": question, "answer": answer, "states": in_order(states)}
        if before == after:
            return
        refuse_faulty({"answer": STALE} if by is not None and seen != faq.updated_at else {})
        faq.version += (faq.question, faq.answer) != (question, answer)
        faq.question, faq.answer, faq.states, faq.updated_at = question, answer, in_order(states), clock.now()
        _say("changed", operator, faq_id, before, after)


def remove_faq(by: By, faq_id: int) -> Removal:
    """It is gone; the log keeps it whole, and the id of that line takes it back; a second tap finds the first's."""
    with write_unit(db.session) as session:
        operator = staff_at(by, may_edit_help)
        faq = session.get(StandardFaq, faq_id, with_for_update=True)
        if faq is None:
            return removed_before(session, faq_id, NOUN, LogEntry.shop_id.is_(None))
        audit.note(f"{NOUN}.removed", f"question {faq_id}", operator, before=_kept(faq))
        return removal(session, faq, _log("removed", operator), KEPT)


def restore_faq(by: By, entry_id: int) -> None:
    """Takes a removal back, once. Raises Refused where there is none."""
    with write_unit(db.session) as session:
        operator = staff_at(by, may_edit_help)
        operators_one_at_a_time()
        entry = removed_at(session, entry_id, NOUN)
        if bring_back(session, entry, StandardFaq, _log("restored", operator)):
            audit.note(f"{NOUN}.restored", f"question {entry.data['id']}", operator, after=entry.data["kept"])


def in_order(states: Sequence[str]) -> list[str]:
    """The states as orders go through them, each once."""
    return [state for state in STATES if state in states]


def _locked(faq_id: int) -> StandardFaq:
    found = db.session.get(StandardFaq, faq_id, with_for_update=True)
    if found is None:
        raise Refused("forbidden")
    return found


def _kept(faq: StandardFaq) -> dict[str, Any]:
    return {"question": faq.question, "answer": faq.answer, "states": list(faq.states)}


def _log(what: str, operator: Viewer | None, **data: object) -> LogEntry:
    person_id = operator.person_id if operator else None
    return LogEntry(what=f"{NOUN}.{what}", voice="OPERATOR", person_id=person_id, data=data)


def _say(
    what: str, operator: Viewer | None, faq_id: int, before: Mapping[str, Any] | None, after: Mapping[str, Any]
) -> None:
    db.session.add(_log(what, operator, faq=faq_id, before=before))
    audit.note(f"{NOUN}.{what}", f"question {faq_id}", operator, before=before, after=after)
