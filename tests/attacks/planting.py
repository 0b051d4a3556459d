"""Words that stand in things of ana's, and who may come upon each; tests/test_gates.py planted the first four."""

from typing import Any
from uuid import uuid4

from sqlalchemy import update

from shop_help import clock
from shop_help.extensions import db
from shop_help.models import (
    Case,
    CaseNote,
    CaseOpening,
    CaseRating,
    ClaimDraft,
    Evidence,
    Message,
    Order,
    OrderRequest,
    Person,
    ProtectionCase,
    Refund,
    ReplyDraft,
    RuleVersion,
    ServiceReply,
    Settlement,
)
from tests.buyers.claims import DAY_31
from tests.test_gates import READERS as FIRST

#: Buyer, seller of the shop, the agent of the case; or fewer of them.
PARTIES, HOUSE = {"ana", "sol", "gus"}, {"gus"}

NOTE, OPENING, DRAFT, MACRO = (
    "a newt in the ledger",
    "a hare at the lock",
    "a wren in the sleeve",
    "a mole by a key",
)
REQUEST, CLAIM, CASE_WORDS = "a crane on the scale", "a finch in the hinge", "a stork on the sill"
STATEMENT, OFFER, EVIDENCE = "a badger at the kerb", "a marten on the rope", "a plover in the tin"
RECIPIENT, ASIDE, EMAIL = "Heronia Kilnworth", "a lapwing in the hay", "heronia@kiln.example"
RULES, PAID, RATING = "a vole in the sum", "a stoat in the till", "a teal on the wire"
TALK = "a bittern in the loft"

READERS: dict[str, set[str]] = FIRST | {
    NOTE: HOUSE,
    OPENING: HOUSE,
    DRAFT: HOUSE,
    MACRO: {"gus", "noor"},
    REQUEST: PARTIES,
    CLAIM: {"ana"},
    CASE_WORDS: PARTIES,
    STATEMENT: PARTIES,
    OFFER: PARTIES,
    EVIDENCE: PARTIES,
    RECIPIENT: PARTIES,
    ASIDE: PARTIES,
    EMAIL: {"ana"},
    RULES: {"noor"},
    PAID: {"noor"},
    RATING: {"ana", "gus", "noor"},
    # The talk of a claim's support case.
    TALK: {"ana", "gus"},
}
#: Of these, agents read the words beside a case about that order (PRODUCT 2 and 7).
BESIDE_A_CASE = {word for word, people in FIRST.items() if "sol" in people and "ana" in people}
#: What no page shows to anybody yet: kept for an export, or for nobody.
UNSHOWN = {OPENING}


def plant(things: dict[str, Any]) -> dict[str, Any]:
    """Writes them into rows that are there, behind the acts' backs: who may read is what is tried here."""
    gus = db.session.query(Person).filter_by(cast_name="gus").one()
    ana = db.session.query(Person).filter_by(cast_name="ana").one()
    now, case = clock.now(), db.session.get_one(Case, things["case_id"])
    of_claim = db.session.get_one(ProtectionCase, things["protection_id"])
    talk = db.session.get_one(Case, of_claim.case_id).conversation_id
    ana.email = EMAIL
    note = {"person_id": gus.id, "client_id": str(uuid4()), "body": NOTE, "after_seq": 1}
    db.session.add(CaseNote(case_id=case.id, **note))
    db.session.add(CaseOpening(case_id=case.id, person_id=gus.id, reason=OPENING, opened_at=now, until=now))
    db.session.add(ReplyDraft(person_id=gus.id, conversation_id=case.conversation_id, body=DRAFT, seen=1))
    db.session.merge(CaseRating(case_id=things["buyers.case_id"], score=2, comment=RATING, agent_id=gus.id))
    order = db.session.query(Order).filter_by(number=things["number"]).one()
    order.address, order.buyer_note = {**order.address, "name": RECIPIENT}, ASIDE
    for row, values in (
        (ServiceReply.id == things["service_reply_id"], {"body": MACRO}),
        (OrderRequest.id == things["request_id"], {"note": REQUEST}),
        (ProtectionCase.id == of_claim.id, {"words": CASE_WORDS, "statement": STATEMENT, "answered_at": now}),
        (Settlement.id == things["settlement_id"], {"words": OFFER}),
        (RuleVersion.id == things["version_id"], {"note": RULES}),
        (Refund.id == things["refund_id"], {"failure": PAID}),
    ):
        db.session.execute(update(row.left.table).where(row).values(values))
    _words_of_the_claim(of_claim.id, talk)
    db.session.commit()
    return {}


def _words_of_the_claim(protection_id: int, conversation_id: int) -> None:
    order = db.session.query(Order).filter_by(number=DAY_31).one()
    draft = db.session.query(ClaimDraft).filter_by(order_id=order.id).one()
    draft.data = {**draft.data, "words": CLAIM}
    brought = db.session.query(Evidence).filter_by(protection_id=protection_id).first()
    assert brought
    given = {"person_id": brought.person_id, "side": "BUYER", "kind": "words", "words": EVIDENCE}
    db.session.add(Evidence(id=str(uuid4()), protection_id=protection_id, sent_at=clock.now(), **given))
    said = db.session.query(Message).filter_by(conversation_id=conversation_id, seq=1).one()
    said.body = TALK
