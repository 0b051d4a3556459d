"""A side doesn't take the decision: once, within its time, with something new. Another agent decides for good."""

from collections.abc import Sequence

from sqlalchemy import insert, select

from shop_help.actions.protection.bringing import bring, digests_of, own_photos, words_of
from shop_help.actions.protection.people import side_of
from shop_help.actions.protection.unit import protection_unit
from shop_help.actions.protection.work import ProtectionWork
from shop_help.models import Appeal
from shop_help.models.protection_log import makers_of
from shop_help.policy.faults import refuse_faulty
from shop_help.policy.messages import Refused
from shop_help.policy.protection_appeals import appeal_faults, may_appeal
from shop_help.policy.protection_clock import Clock
from shop_help.policy.protection_events import refusal_of
from shop_help.policy.protection_states import step_for
from shop_help.policy.request_forms import photo_faults


def appeal(sign_in_id: str, protection_id: int, words: str, photo_ids: Sequence[str] = ()) -> None:
    """Raises Refused for a side that can't, or can't any more; Faulty where nothing new is brought."""
    with protection_unit(sign_in_id, protection_id) as work:
        side, viewer = side_of(work)
        _refuse_impossible(work, side)
        photos = own_photos(work, viewer.person_id, photo_ids)
        faults = appeal_faults(words, list(photos.values()), words_of(work, side), digests_of(work))
        refuse_faulty(faults | photo_faults(False, photo_ids))
        values = {"protection_id": protection_id, "side": side, "person_id": viewer.person_id}
        values |= {"words": words.strip(), "opened_at": work.now}
        appeal_id = int(work.connection.execute(insert(Appeal).returning(Appeal.id), values).scalar_one())
        bring(work, side, viewer.person_id, "", list(photos), appeal_id=appeal_id)
        # The second side's appeal doesn't put off the decision on the first one's.
        running = Clock("", "CUSTOMER_SERVICE", work.row.due_at) if work.row.state == "appealed" else None
        work.move("appeal", side, until=running)
        work.say(f"appeal {side}")


def _refuse_impossible(work: ProtectionWork, side: str) -> None:
    row = work.row
    if step_for("appeal", side, row.state) is None:
        raise Refused(refusal_of("appeal", side, row.state))
    appealed = select(Appeal.side).where(Appeal.protection_id == row.id)
    sides = frozenset(work.connection.execute(appealed).scalars())
    if side in sides:
        raise Refused("appealed_before")
    if row.appeal_until is None or work.now >= row.appeal_until or not makers_of(work.connection, row.id):
        raise Refused("appeal_over")
    if not may_appeal(side, row.outcome, row.decided_amount or 0, row.amount, sides, is_final=False):
        raise Refused("nothing_to_appeal")
