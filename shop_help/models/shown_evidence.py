"""Photos and words of a claim: one by its name, with what decides who may see it; and those not sent yet."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, select

from shop_help.models.case import Case
from shop_help.models.claim import Evidence
from shop_help.models.prepared import Prepared
from shop_help.models.protection import ProtectionCase, ProtectionDecision
from shop_help.models.reading import facts_of, row_of, rows_of
from shop_help.policy.protection_rights import ClaimFacts

_EVIDENCE_CALLED = Prepared(
    select(
        *Evidence.__table__.columns,
        ProtectionCase.buyer_id,
        ProtectionCase.shop_id,
        ProtectionCase.case_id,
    )
    .outerjoin(ProtectionCase, ProtectionCase.id == Evidence.protection_id)
    .where(Evidence.id == bindparam("evidence", ""))
)


def evidence_called(evidence_id: str) -> Any:
    """A photo or words with whose case it is; None for none. Who may see it: policy.protection_rights."""
    return row_of(_EVIDENCE_CALLED, evidence=evidence_id)


_TALK = Prepared(
    select(Case.conversation_id, ProtectionDecision.id.label("proposal"))
    .outerjoin(ProtectionDecision, ProtectionDecision.open_protection_id == bindparam("this", 0))
    .where(Case.id == bindparam("case", 0))
)


def claim_facts_of(row: Any) -> ClaimFacts:
    """What decides who sees a case: of a row with buyer_id, shop_id, case_id and protection_id, or a case's own."""
    protection_id = getattr(row, "protection_id", None) or row.id
    found = row_of(_TALK, this=protection_id, case=row.case_id)
    talk = facts_of(found.conversation_id)
    if talk is None:
        raise LookupError(f"no talk of case {row.case_id}")
    return ClaimFacts(row.buyer_id, row.shop_id, talk, found.proposal is not None)


_STAGED = Prepared(
    select(*Evidence.__table__.columns)
    .where(
        Evidence.protection_id == bindparam("this", 0),
        Evidence.sent_at.is_(None),
        Evidence.person_id == bindparam("person", 0),
    )
    .order_by(Evidence.created_at, Evidence.id)
)


def staged_photos(protection_id: int, person_id: int) -> Sequence[Any]:
    """Photos that somebody added to a case and has not sent yet; nobody else sees them."""
    return rows_of(_STAGED, this=protection_id, person=person_id)
