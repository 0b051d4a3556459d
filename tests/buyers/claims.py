"""Claims and cases of the demo's people, made by the acts, for tests of pages."""

from io import BytesIO
from typing import Any
from uuid import uuid4

from sqlalchemy import delete, select

from shop_help.actions.protection import answering, drafting, evidence, opening, settling
from shop_help.extensions import db
from shop_help.models import ClaimDraft, Evidence, Order, OrderLine, ProtectionCase
from tests.buyers.service import sign_in_of
from tests.pictures import drawn, file_of

#: Delivered 31 days ago by Kicks & Co (mara), and 90 days ago by Luma Home (sol).
DAY_31, DAY_90 = "576461030000000111", "576461030000000112"
SHARP, BLURRED, SMALL = file_of(drawn(1000, 750)), file_of(drawn(1000, 750, blur=12)), file_of(drawn(400, 300))
WORDS = "It came with a crack from top to bottom."


def nothing_claimed() -> None:
    """Without the claims of the demo."""
    for thing in (Evidence, ClaimDraft, ProtectionCase):
        db.session.execute(delete(thing))
    db.session.commit()


def lines_of(number: str) -> list[int]:
    wanted = select(OrderLine.id).join(Order).where(Order.number == number).order_by(OrderLine.position)
    return list(db.session.scalars(wanted))


def drafted(number: str = DAY_31, who: str = "ana", photo: bool = True, **filled: Any) -> drafting.Draft:
    """A claim that is filled in: all items, damaged, the money back."""
    sign_in = sign_in_of(who)
    order_id = db.session.scalars(select(Order.id).where(Order.number == number)).one()
    draft = drafting.begin(sign_in, order_id, str(uuid4()))
    told: dict[str, Any] = {"lines": lines_of(number), "reason": "damaged", "wanted": "refund", "amount": None}
    told |= {"words": WORDS} | filled
    if photo:
        evidence.add_photo(sign_in, evidence.Place("draft", draft.id), str(uuid4()), BytesIO(SHARP))
    for step in ("items", "reason", "wanted", "evidence"):
        draft = drafting.keep_step(sign_in, draft.id, step, told)
    return draft


def opened(number: str = DAY_90, who: str = "ana", **filled: Any) -> int:
    """The id of a case that waits for the seller."""
    draft = drafted(number, who, **filled)
    return opening.open_case(sign_in_of(who), opening.Sent(draft.client_id, draft.mark)).protection_id


def offered(protection_id: int, amount: int = 500, who: str = "sol", words: str = "For your trouble.") -> int:
    """The id of an offer of the seller's."""
    return settling.offer(sign_in_of(who), protection_id, amount, words, str(uuid4()))


def answered(protection_id: int, who: str = "sol", words: str = "It was whole when it left us.") -> None:
    """The seller's statement."""
    answering.answer(sign_in_of(who), protection_id, words)


def asked_for_more(protection_id: int, words: str = "Show us the label, please.") -> None:
    """Customer service asks the buyer for more."""
    from shop_help.actions.protection import reviewing

    reviewing.request_evidence(sign_in_of("gus"), protection_id, "BUYER", words, 3)


def decided(protection_id: int, outcome: str = "for_seller", **more: Any) -> None:
    """Customer service decides."""
    from shop_help.actions.protection import deciding

    why = "The photos don't show a crack."
    deciding.decide(sign_in_of("gus"), protection_id, deciding.Decided(outcome, why, str(uuid4()), **more))


def row_of(protection_id: int) -> ProtectionCase:
    db.session.rollback()
    return db.session.get_one(ProtectionCase, protection_id)
