"""How a case goes on and ends: whose turn it is, resolved, rated, closed; and a chat that becomes a message."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import and_, or_, select, update

from shop_help import clock
from shop_help.actions.case_turning import resolved_line, system_line
from shop_help.actions.case_unit import CaseWork, case_unit, holder_of
from shop_help.database import write_unit
from shop_help.dates import day_and_time
from shop_help.extensions import db
from shop_help.models import Case, CaseRating, Conversation
from shop_help.models.disputes import is_undecided
from shop_help.policy.case_turns import as_message, held_by, moved
from shop_help.policy.faults import Fault, Faulty
from shop_help.policy.markets import market_called
from shop_help.policy.messages import Refused
from shop_help.policy.permissions import may_rate
from shop_help.policy.support import AFTER_REPLY, BUYER_AWAY_AFTER, OPEN, RESOLVED_FOR, may_move
from shop_help.policy.wording import N_
from shop_help.speech import gettext as _

LONGEST_COMMENT = 1000


def set_state(sign_in_id: str, case_id: int, to: str) -> None:
    """Who holds a case says whose turn it is, or that it is resolved. Raises Refused for what the table forbids."""
    if to not in AFTER_REPLY:
        raise Refused("bad_request")
    with case_unit(sign_in_id, case_id) as work:
        agent = holder_of(work)
        if work.turn.state == to:
            return
        if work.turn.state not in OPEN:
            raise Refused("closed")
        if to == "resolved" and is_undecided(work.connection, case_id):
            raise Refused("dispute_undecided")
        # Who says so of a case that waits, takes it.
        held = held_by(work.turn, agent.person_id, work.now)
        if held.state != to and not may_move(held.state, to):
            raise Refused("closed")
        work.become(moved(held, to, work.now, work.hours), f"case.{to}")
        if to == "resolved":
            work.say(resolved_line())


def become_message(sign_in_id: str | None, case_id: int, why: str) -> bool:
    """A chat goes on as a message: by the buyer's wish, by the agent who holds it, or (None) by the clockwork.

    `why`: chosen, not_taken or buyer_away. False where it is one already.
    """
    with case_unit(sign_in_id, case_id) as work:
        if work.viewer is not None and work.viewer.person_id != work.row.buyer_id:
            holder_of(work)
        if work.turn.mode != "chat" or work.turn.state not in OPEN:
            return False
        if sign_in_id is None and not _is_due(work, why):
            return False
        voice = "BUYER" if work.viewer and work.viewer.person_id == work.row.buyer_id else "CUSTOMER_SERVICE"
        work.become(as_message(work.turn, work.now, work.hours), "case.became_message", voice, why=why)
        work.say(system_line(lambda: _as_message_words(work, why)))
    return True


def _is_due(work: CaseWork, why: str) -> bool:
    """Is what the clockwork found still so? Meanwhile an agent may have taken the chat, or its buyer come back."""
    if why == "not_taken":
        return work.turn.state == "queued" and work.turn.take_by is not None and work.turn.take_by <= work.now
    seen = work.row.buyer_seen_at
    return seen is None or seen <= work.now - BUYER_AWAY_AFTER


def _as_message_words(work: CaseWork, why: str) -> str:
    said = {
        "not_taken": _("Nobody could take the chat in time. It goes on as a message; nothing is lost."),
        "buyer_away": _("The chat goes on as a message, because nobody was there. Nothing is lost."),
    }.get(why, _("The chat goes on as a message."))
    if work.turn.answer_by is None:
        return said
    until = day_and_time(work.turn.answer_by, market_called(work.row.market).zone)
    return f"{said} {_('We answer by %(time)s.', time=until)}"


def rate(sign_in_id: str, case_id: int, score: int, comment: str) -> None:
    """The buyer says how it went, from 1 to 5; said again, the last counts. Raises Faulty."""
    if not 1 <= score <= 5:
        raise Faulty({"score": Fault(N_("Choose from one to five."))})
    if len(comment) > LONGEST_COMMENT:
        raise Faulty({"comment": Fault(N_("At most %(longest)s characters."), {"longest": LONGEST_COMMENT})})
    with case_unit(sign_in_id, case_id) as work:
        if work.viewer is None or not may_rate(work.viewer, work.row.buyer_id, work.turn.state):
            raise Refused("forbidden")
        rating = db.session.get(CaseRating, case_id) or CaseRating(case_id=case_id)
        if (rating.score, rating.comment) == (score, comment.strip()):
            return
        rating.score, rating.comment, rating.rated_at = score, comment.strip(), work.now
        rating.agent_id = work.turn.agent_id or work.turn.last_agent_id
        db.session.add(rating)
        work.log("case.rated", "BUYER", score=score)


def close(case_id: int) -> bool:
    """The clockwork ends what stayed resolved for long enough; from then on a message opens a linked case."""
    with case_unit(None, case_id) as work:
        resolved_at = work.turn.resolved_at
        if work.turn.state != "resolved" or resolved_at is None or work.now < resolved_at + RESOLVED_FOR:
            return False
        ended = {"state": "closed", "open_key": None, "closed_at": work.now}
        work.connection.execute(update(Case).where(Case.id == case_id).values(ended))
        talk = update(Conversation).where(Conversation.id == work.row.conversation_id)
        work.connection.execute(talk.values(closed_at=work.now))
        work.log("case.closed", was="resolved")
    return True


#: A buyer's browser is noted again after so long; it says that it is there every fifteen seconds.
NOTED_FOR = timedelta(seconds=20)


def note_buyer(buyer_id: int, conversation_ids: Sequence[int]) -> None:
    """The buyer's browser has these conversations open: their chats stay chats. Kept now and then, not each time."""
    now = clock.now()
    about = and_(Case.conversation_id.in_(conversation_ids), Case.buyer_id == buyer_id, Case.mode == "chat")
    is_old = or_(Case.buyer_seen_at.is_(None), Case.buyer_seen_at < now - NOTED_FOR)
    if db.session.scalar(select(Case.id).where(about, is_old, Case.state.in_(OPEN)).limit(1)) is None:
        return
    with write_unit(db.session) as session:
        session.connection().execute(update(Case).where(about, is_old).values(buyer_seen_at=now))
