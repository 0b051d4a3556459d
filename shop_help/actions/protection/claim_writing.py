"""What a claim becomes: a case with its verdict, its facts and its photos, and the talk that belongs to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from shop_help.actions.order_requests.asking import NotEligible
from shop_help.actions.protection.claim_talk import open_talk
from shop_help.actions.protection.drafting import facts_of, mark_of
from shop_help.actions.protection.judging import judged_as_opened, purchase_now
from shop_help.actions.protection.unit import work_on
from shop_help.actions.protection.work import ProtectionWork
from shop_help.identity import Viewer
from shop_help.models import ClaimDraft, Evidence, ProtectionCase, ProtectionLine
from shop_help.models.refund_facts import refund_facts
from shop_help.models.shown_orders import ShownOrder, shown_order
from shop_help.policy.claims import claim_faults
from shop_help.policy.faults import refuse_faulty
from shop_help.policy.messages import Refused
from shop_help.policy.protection_events import OPENED
from shop_help.policy.protection_opening import goes_to_agent
from shop_help.policy.protection_replay import Basis, as_data, give_back
from shop_help.policy.refunds import Quote, offered
from shop_help.policy.verdicts import Purchase, Verdict
from shop_help.rules_finding import rules_for
from shop_help.verdict_words import verdict_data


@dataclass(frozen=True)
class Sent:
    """A claim as it is sent. `client_id` is the draft's; `seen`: the draft's mark as it was read (empty: unasked);
    `opened_at`: when the form was opened, as form_stamps tells; None counts as now."""

    client_id: str
    seen: str = ""
    opened_at: datetime | None = None


def write_case(
    connection: Connection, buyer: Viewer, draft: Any, sent: Sent, conversation_id: int, now: datetime
) -> ProtectionWork:
    _refuse_unread(connection, draft, sent)
    order = shown_order(draft.order_id)
    purchase = purchase_now(order)
    verdict, came_late, at = _judged(order, purchase, draft.data, sent, now)
    wrong = claim_faults(draft.data, facts_of(connection, draft, draft.data))
    # What is covered was judged just now, as of when the form was opened.
    refuse_faulty({name: fault for step in wrong if step != "items" for name, fault in wrong[step].items()})
    money = refund_facts(connection, order.id)
    basis = Basis(purchase, rules_for(order), at, verdict.lines, draft.data["reason"], money.bill, money.given)
    back = _claimed(give_back(basis), draft.data.get("amount"))
    heard = all(line.disputes for line in purchase.lines if line.id in verdict.lines)
    state = "under_review" if goes_to_agent(verdict, heard) else "awaiting_seller"
    case_id = open_talk(connection, buyer, order, draft, state, now)
    values = _values(order, buyer, draft, verdict, back) | {
        "conversation_id": conversation_id,
        "case_id": case_id,
        "facts": as_data(basis),
        "came_late": came_late,
        "opened_at": now,
        "moved_at": now,
    }
    protection_id = _insert(connection, values, verdict, back)
    _take_over(connection, draft.id, protection_id, now)
    work = work_on(connection, protection_id, now, buyer)
    _begin(work, verdict, state)
    return work


def _refuse_unread(connection: Connection, draft: Any, sent: Sent) -> None:
    """What was changed on another device since it was read is read first."""
    photos = connection.execute(select(Evidence.id).where(Evidence.draft_id == draft.id).order_by(Evidence.id))
    if sent.seen and sent.seen != mark_of(draft.data, list(photos.scalars())):
        raise Refused("draft_changed")


def _judged(
    order: ShownOrder, purchase: Purchase, data: Mapping[str, Any], sent: Sent, now: datetime
) -> tuple[Verdict, bool, datetime]:
    """The verdict it rests on, whether the form came late and is taken all the same, and as of when it was judged."""
    if not data.get("lines") or not data.get("reason"):
        raise Refused("draft_changed")
    times = (min(sent.opened_at or now, now), now)
    try:
        verdict, came_late = judged_as_opened(purchase, order, times, data["lines"], data["reason"])
    except LookupError as error:
        raise Refused("draft_changed") from error
    if not verdict.eligible:
        raise NotEligible(verdict)
    return verdict, came_late, times[0] if came_late else now


def _claimed(most: Quote, amount: int | None) -> Quote:
    """All that comes back, or the part of it that the buyer claims."""
    return most if amount is None else offered(most, min(amount, most.total))


def _values(order: ShownOrder, buyer: Viewer, draft: Any, verdict: Verdict, back: Quote) -> dict[str, Any]:
    return {
        "order_id": order.id,
        "buyer_id": buyer.person_id,
        "shop_id": order.shop.id,
        "client_id": draft.client_id,
        "state": "opened",
        "reason": draft.data["reason"],
        "words": draft.data.get("words") or "",
        "wanted": draft.data.get("wanted") or "refund",
        "market": order.market,
        "currency": order.currency,
        "amount": back.total,
        "shipping_amount": back.shipping,
        "verdict": verdict_data(verdict),
    }


def _insert(connection: Connection, values: dict[str, Any], verdict: Verdict, back: Quote) -> int:
    made = insert(ProtectionCase).returning(ProtectionCase.id)
    protection_id = int(connection.execute(made, values).scalar_one())
    lines = [
        {"protection_id": protection_id, "line_id": line, "open_line_id": line, "amount": back.of_line(line)}
        for line in verdict.lines
    ]
    connection.execute(insert(ProtectionLine), lines)
    return protection_id


def _take_over(connection: Connection, draft_id: int, protection_id: int, now: datetime) -> None:
    """Its photos lie with the case from now on, and the draft is gone."""
    brought = {"draft_id": None, "protection_id": protection_id, "sent_at": now}
    connection.execute(update(Evidence).where(Evidence.draft_id == draft_id).values(brought))
    connection.execute(delete(ClaimDraft).where(ClaimDraft.id == draft_id))


def _begin(work: ProtectionWork, verdict: Verdict, state: str) -> None:
    """Its line in the timeline, its first clock, its first card."""
    work.tell(OPENED, "BUYER", work.now, verdict.code, came_late=work.row.came_late)
    event = "review" if state == "under_review" else "ask_seller"
    work.move(event, "SYSTEM", why=verdict.code)
    work.say(event)
