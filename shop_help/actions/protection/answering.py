"""The seller answers; either side brings what it was asked for, or more."""

from collections.abc import Sequence

from sqlalchemy import select, update

from shop_help.actions.protection.bringing import bring, own_photos, words_of
from shop_help.actions.protection.people import seller_of, side_of
from shop_help.actions.protection.unit import protection_unit
from shop_help.actions.protection.work import ProtectionWork
from shop_help.models import EvidenceRequest
from shop_help.policy.faults import Fault, refuse_faulty
from shop_help.policy.messages import Refused
from shop_help.policy.protection_events import refusal_of
from shop_help.policy.protection_states import ENDED, is_asked, may_add, step_for
from shop_help.policy.request_forms import Faults, note_faults, photo_faults
from shop_help.policy.wording import N_


def answer(sign_in_id: str, protection_id: int, words: str, photo_ids: Sequence[str] = ()) -> None:
    """The seller says what they have to say, with photos. Then customer service decides."""
    with protection_unit(sign_in_id, protection_id) as work:
        seller = seller_of(work)
        require_step(work, "answer", "SHOP")
        missing = N_("Say what you have to say: customer service and the buyer read it.")
        refuse_faulty(note_faults("words", words, is_needed=True, missing=missing) | photo_faults(False, photo_ids))
        photos = own_photos(work, seller.person_id, photo_ids)
        bring(work, "SHOP", seller.person_id, "", list(photos))
        work.move("answer", "SHOP", statement=words.strip(), answered_at=work.now)
        work.say("answer")


def give_evidence(sign_in_id: str, protection_id: int, words: str, photo_ids: Sequence[str] = ()) -> None:
    """A side brings what customer service asked it for."""
    with protection_unit(sign_in_id, protection_id) as work:
        side, viewer = side_of(work)
        if work.row.state != "evidence_requested" or not is_asked(side, work.row.state, work.row.mover):
            raise Refused("claim_over" if work.row.state in ENDED else "not_asked")
        refuse_faulty(_evidence_faults(words, photo_ids))
        photos = own_photos(work, viewer.person_id, photo_ids)
        bring(work, side, viewer.person_id, words, list(photos), asked_id=_answered(work, side))
        work.move("give_evidence", side)
        work.say(f"give_evidence {side}")


def _answered(work: ProtectionWork, side: str) -> int:
    """What was asked of this side is answered now; its id."""
    open_one = EvidenceRequest.answered_at.is_(None)
    wanted = select(EvidenceRequest.id).where(
        EvidenceRequest.protection_id == work.row.id, EvidenceRequest.side == side, open_one
    )
    asked_id = int(work.connection.execute(wanted.order_by(EvidenceRequest.id.desc()).limit(1)).scalar_one())
    answered = update(EvidenceRequest).where(EvidenceRequest.id == asked_id)
    work.connection.execute(answered.values(answered_at=work.now))
    return asked_id


def add_evidence(sign_in_id: str, protection_id: int, words: str, photo_ids: Sequence[str] = ()) -> None:
    """A side adds something unasked, as long as it can still count."""
    with protection_unit(sign_in_id, protection_id) as work:
        side, viewer = side_of(work)
        if is_asked(side, work.row.state, work.row.mover):
            raise Refused("claim_moved")
        if not may_add(side, work.row.state, work.row.mover):
            raise Refused("claim_over" if work.row.state in ENDED else "claim_decided")
        refuse_faulty(_evidence_faults(words, photo_ids))
        photos = own_photos(work, viewer.person_id, photo_ids)
        if not photos and words.strip() in words_of(work, side):
            # The same form once more.
            return
        bring(work, side, viewer.person_id, words, list(photos))
        work.tell("bring", side, work.now)
        work.say(f"bring {side}")


def _evidence_faults(words: str, photo_ids: Sequence[str]) -> Faults:
    faults = note_faults("words", words) | photo_faults(False, photo_ids)
    if not faults and not words.strip() and not photo_ids:
        return {"words": Fault(N_("Add a photo, or say something."))}
    return faults


def require_step(work: ProtectionWork, event: str, actor: str) -> None:
    """What is no longer possible is said before what is wrong with the form. Raises Refused."""
    if step_for(event, actor, work.row.state) is None:
        raise Refused(refusal_of(event, actor, work.row.state))
