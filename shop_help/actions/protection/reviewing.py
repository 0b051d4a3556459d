"""Before it decides, customer service asks a side for more; or finds that the case isn't covered after all."""

from sqlalchemy import insert

from shop_help import audit
from shop_help.actions.protection.answering import require_step
from shop_help.actions.protection.deciding import refuse_second_open
from shop_help.actions.protection.people import decider_of
from shop_help.actions.protection.unit import protection_unit
from shop_help.models import EvidenceRequest
from shop_help.policy.faults import Fault, refuse_faulty
from shop_help.policy.protection_clock import Clock, days_fault, evidence_until
from shop_help.policy.protection_states import SIDES
from shop_help.policy.request_forms import note_faults
from shop_help.policy.wording import N_


def request_evidence(sign_in_id: str, protection_id: int, side: str, words: str, days: object) -> None:
    """Customer service asks a side for more, for so many days."""
    with protection_unit(sign_in_id, protection_id) as work:
        agent = decider_of(work)
        require_step(work, "request_evidence", "CUSTOMER_SERVICE")
        refuse_second_open(work)
        faults = note_faults("words", words, is_needed=True, missing=N_("Say what is missing, and what it is for."))
        faults |= {} if side in SIDES else {"side": Fault(N_("Choose who is asked."))}
        wrong = days_fault(days)
        refuse_faulty(faults | ({"days": wrong} if wrong else {}))
        until = evidence_until(work.now, int(str(days)))
        asked = {"protection_id": work.row.id, "side": side, "words": words.strip(), "person_id": agent.person_id}
        work.connection.execute(insert(EvidenceRequest), asked | {"asked_at": work.now, "due_at": until})
        work.move("request_evidence", "CUSTOMER_SERVICE", until=Clock("no_evidence", side, until))
        work.say(f"request_evidence {side}", words.strip())


def find_ineligible(sign_in_id: str, protection_id: int, why: str) -> None:
    """Customer service finds that it isn't covered after all, and says why."""
    with protection_unit(sign_in_id, protection_id) as work:
        agent = decider_of(work)
        require_step(work, "find_ineligible", "CUSTOMER_SERVICE")
        missing = N_("Say why, in words that both sides understand.")
        refuse_faulty(note_faults("why", why, is_needed=True, missing=missing))
        work.move("find_ineligible", "CUSTOMER_SERVICE", why=why.strip())
        work.say("find_ineligible", why.strip())
        audit.note("protection.found_ineligible", f"protection {protection_id}", agent)
