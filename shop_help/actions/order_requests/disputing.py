"""A buyer doesn't take the seller's no: customer service gets a case that holds all there is, and decides."""

from typing import Any
from uuid import uuid4

from sqlalchemy import func, select

from shop_help import audit, clock, request_cards
from shop_help.actions.case_turning import resolved_line, system_line
from shop_help.actions.case_unit import CaseWork, announce_case, holder_of
from shop_help.actions.cases import Asked, OpenedCase, new_case
from shop_help.actions.order_requests.catching_up import catch_up_beside
from shop_help.actions.order_requests.judging import NotEligible
from shop_help.actions.order_requests.paying_back import settle
from shop_help.actions.order_requests.talk import CARD
from shop_help.actions.order_requests.unit import RequestWork, buyer_of, request_unit, work_on
from shop_help.actions.waiting_line import is_in_line
from shop_help.announcements.cases import case_changed
from shop_help.database import write_unit
from shop_help.each_language import in_each_language
from shop_help.extensions import db
from shop_help.identity import Viewer, viewer_of
from shop_help.models import Case, HelpQuestion, RequestPhoto
from shop_help.models.case_log import locked_case, turn_of
from shop_help.models.disputes import begin_dispute, dispute_about, dispute_called, settle_dispute
from shop_help.models.message_log import Draft
from shop_help.models.request_facts import known_facts
from shop_help.models.shown_orders import shown_order
from shop_help.policy.case_turns import held_by, moved
from shop_help.policy.faults import refuse_faulty
from shop_help.policy.messages import Refused, body_refusal, is_client_id
from shop_help.policy.order_requests import verdict_on
from shop_help.policy.permissions import may_run_shop
from shop_help.policy.request_events import refusal_of
from shop_help.policy.request_forms import why_faults
from shop_help.policy.request_states import CHANGES, REFUSED
from shop_help.policy.support import TEAM_OF_DISPUTES
from shop_help.purchases import purchase_of
from shop_help.speech import gettext as _

#: The question of Help that a dispute is one of.
QUESTION = "seller-refused"
#: Whom a dispute is decided for, and the state that it has then.
FOR = {"buyer": "for_buyer", "seller": "for_seller"}


def dispute(sign_in_id: str, request_id: int, words: str, client_id: str) -> int:
    """Opens a case with customer service about a rejection and gives its id; where it is open, that one's.

    `words` may be empty: all that was said to the seller is there. Raises Refused, or NotEligible with the verdict.
    """
    refusal = body_refusal(words) if words else None
    if refusal is not None or not is_client_id(client_id):
        raise Refused(refusal or "bad_request")
    with request_unit(sign_in_id, request_id) as work:
        buyer = buyer_of(work)
        known = _known(work, client_id)
        if known is not None:
            return known
        _refuse_unless_open(work)
        opened = _open_case(work, buyer, words, client_id)
        dispute_id = begin_dispute(work.connection, request_id, opened.case_id, work.now)
        # Nothing ends by itself while customer service looks at it.
        work.begin(None, "CUSTOMER_SERVICE")
        work.tell("dispute.opened", "BUYER", work.now, dispute=dispute_id, case=opened.case_id)
        work.say("dispute", in_dispute=True)
    case_changed(opened.conversation_id)
    return opened.case_id


def _known(work: RequestWork, client_id: str) -> int | None:
    """The case of the dispute that is in progress, or that this very form has opened before."""
    known = dispute_about(work.connection, work.row.id)
    if known is not None:
        return int(known.case_id)
    same = select(Case.id).where(Case.open_key == _key(work, client_id))
    found: int | None = work.connection.execute(same).scalar()
    return found


def _key(work: RequestWork, client_id: str) -> str:
    # What came back may be rejected once the first no was overruled: that is another dispute, and another case.
    return f"dispute:{work.row.id}:{client_id}"


def _refuse_unless_open(work: RequestWork) -> None:
    if work.row.kind in CHANGES:
        raise Refused("not_for_this_kind")
    if work.row.state not in REFUSED:
        raise Refused(refusal_of("overrule", "CUSTOMER_SERVICE", work.row.kind, work.row.state))
    purchase = purchase_of(shown_order(work.order.id), known_facts([work.order.id]))
    verdict = verdict_on("dispute", purchase, work.rules, work.now, [line.id for line in work.lines])
    if not verdict.eligible:
        raise NotEligible(verdict)


def _open_case(work: RequestWork, buyer: Viewer, words: str, client_id: str) -> OpenedCase:
    question = select(HelpQuestion.id).where(HelpQuestion.slug == QUESTION)
    question_id = work.connection.execute(question).scalar()
    asked = Asked("message", work.order.id, question_id, words.strip(), client_id)
    by_voice = select(RequestPhoto.voice, func.count().label("photos")).where(RequestPhoto.request_id == work.row.id)
    photos = {row.voice: row.photos for row in work.connection.execute(by_voice.group_by(RequestPhoto.voice))}
    said = in_each_language(lambda: request_cards.dispute_card(work.row, work.lines, photos, work.rules.zone))
    file = Draft("SYSTEM", None, str(uuid4()), CARD, *said)
    return new_case(buyer, asked, _key(work, client_id), work.now, (file,), TEAM_OF_DISPUTES)


def decide(sign_in_id: str, dispute_id: int, for_whom: str, why: str) -> None:
    """Who holds the case decides, for the buyer or for the seller; both read why. A case that waits is theirs then.

    Raises Refused for who may not or comes too late, Faulty without a why.
    """
    if for_whom not in FOR:
        raise Refused("bad_request")
    refuse_faulty(why_faults(why))
    _catch_up(dispute_id)
    with write_unit(db.session) as session:
        viewer, connection = viewer_of(sign_in_id), session.connection()
        row = dispute_called(connection, dispute_id)
        if viewer is None or row is None:
            raise Refused("signed_out" if viewer is None else "forbidden")
        work = work_on(connection, row.request_id, clock.now(), viewer)
        case = locked_case(connection, row.case_id)
        file = CaseWork(connection, case, turn_of(case), work.now, viewer)
        waited = is_in_line(file.turn)
        agent = holder_of(file)
        if may_run_shop(agent, work.row.shop_id):
            raise Refused("forbidden")
        _settle(work, dispute_id, FOR[for_whom], why.strip(), agent)
        _resolve(file, FOR[for_whom], why.strip())
        audit.note(f"dispute.{FOR[for_whom]}", f"dispute {dispute_id}", agent, after={"request": row.request_id})
    work.talk.announce()
    announce_case(file, waited)


def _catch_up(dispute_id: int) -> None:
    """What is overdue of the same order comes first: it shares its money with what is disputed."""
    row = dispute_called(db.session.connection(), dispute_id)
    if row is not None:
        catch_up_beside(row.request_id, clock.now())


def _settle(work: RequestWork, dispute_id: int, state: str, why: str, agent: Viewer) -> None:
    decided: dict[str, Any] = {"state": state, "decided_at": work.now, "decided_by": agent.person_id, "why": why}
    if not settle_dispute(work.connection, dispute_id, **decided):
        raise Refused("dispute_over")
    work.tell(f"dispute.{state}", "CUSTOMER_SERVICE", work.now, why, dispute=dispute_id)
    if state == "for_buyer":
        work.move("overrule", "CUSTOMER_SERVICE", why=why)
        settle(work, work.now)
        work.say("overrule", why=why)
    else:
        work.move("close", "SYSTEM", why=why)
        work.say("for_seller", why=why)


def _resolve(file: CaseWork, state: str, why: str) -> None:
    """The case is resolved with it; whoever isn't content writes there, and it is open again."""
    file.say(system_line(lambda: _decided_words(state, why)))
    if file.viewer is not None:
        held = held_by(file.turn, file.viewer.person_id, file.now)
        file.become(moved(held, "resolved", file.now, file.hours), "case.resolved")
    file.say(resolved_line())


def _decided_words(state: str, why: str) -> str:
    if state == "for_buyer":
        return _("We decided for you, the buyer: %(why)s", why=why)
    return _("We decided for the seller: %(why)s", why=why)
