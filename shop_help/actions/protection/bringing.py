"""What a side brings along with what it does: words, and photos that lie with it unsent."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from sqlalchemy import insert, select, update

from shop_help.actions.protection.evidence import staged
from shop_help.actions.protection.work import ProtectionWork
from shop_help.models import Evidence
from shop_help.policy.messages import Refused


def own_photos(work: ProtectionWork, person_id: int, photo_ids: Sequence[str]) -> dict[str, str]:
    """These photos, each once, with their digests, if this person added them all here. Raises Refused for others."""
    wanted = list(dict.fromkeys(photo_ids))
    theirs = {row.id: row.digest for row in staged(work.connection, work.row.id, person_id)}
    if not set(wanted) <= set(theirs):
        raise Refused("photo_not_here")
    return {photo: theirs[photo] for photo in wanted}


def bring(
    work: ProtectionWork, side: str, person_id: int, words: str, photo_ids: Sequence[str], **belongs: Any
) -> None:
    """Puts them into the case, for the other side to see. `belongs`: asked_id or appeal_id."""
    for photo in photo_ids:
        sent = update(Evidence).where(Evidence.id == photo, Evidence.sent_at.is_(None))
        work.connection.execute(sent.values(sent_at=work.now, **belongs))
    if words.strip():
        values = {
            "id": str(uuid4()),
            "protection_id": work.row.id,
            "side": side,
            "person_id": person_id,
            "kind": "words",
            "words": words.strip(),
            "created_at": work.now,
            "sent_at": work.now,
            **belongs,
        }
        work.connection.execute(insert(Evidence), values)


def digests_of(work: ProtectionWork) -> frozenset[str]:
    """The photos that both sides have seen, by their digests."""
    sent = select(Evidence.digest).where(Evidence.protection_id == work.row.id, Evidence.sent_at.is_not(None))
    return frozenset(work.connection.execute(sent).scalars()) - {""}


def words_of(work: ProtectionWork, side: str) -> list[str]:
    """All that a side has said in the case."""
    said = select(Evidence.words).where(
        Evidence.protection_id == work.row.id, Evidence.side == side, Evidence.sent_at.is_not(None)
    )
    own = work.row.words if side == "BUYER" else work.row.statement
    return [own, *work.connection.execute(said).scalars()]
