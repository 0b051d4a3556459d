"""Writes a planned case as the rows that asking and answering would have left: its steps are the rulebook's own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy.orm import Session

from shop_help.actions.case_turning import resolved_line, system_line
from shop_help.actions.cases import about_line
from shop_help.demo.case_plans import CasePlan, Word
from shop_help.languages import spoken
from shop_help.models import (
    Case,
    CaseRating,
    Conversation,
    HelpQuestion,
    HelpText,
    HelpTopic,
    Order,
    Person,
    ReadCursor,
)
from shop_help.models.case_log import log, record_answer
from shop_help.models.case_text import begin_case_text, keep_said
from shop_help.models.message_log import Draft, PostedMessage, append
from shop_help.policy.case_turns import Turn, after_agent, after_buyer, as_message, first_turn
from shop_help.policy.service_hours import Hours
from shop_help.policy.support import RESOLVED_FOR, open_key, team_of
from shop_help.policy.wording import N_
from shop_help.service_calendar import hours_in
from shop_help.speech import SOURCE
from shop_help.speech import gettext as _


@dataclass
class _Told:
    """A case as far as it is told; as a row of the timeline's: case_id, conversation_id, order_id, buyer_id."""

    case_id: int
    conversation_id: int
    order_id: int | None
    buyer_id: int
    turn: Turn
    head: int = 0
    #: How far each has read, by person and voice: up to their own last word.
    read: dict[tuple[int, str], int] = field(default_factory=dict)


class CaseWriter:
    """Tells plans into the database, in hours before `now`."""

    def __init__(self, session: Session, now: datetime, people: Mapping[str | None, Person]) -> None:
        self.session, self.now, self.people = session, now, people

    def write(self, plan: CasePlan, order: Order | None, question: HelpQuestion, earlier_id: int | None) -> int:
        """The id of the case that was written."""
        case = self._opened(plan, order, question)
        case.earlier_id = earlier_id
        hours = hours_in(case.market, case.opened_at)
        turn = first_turn(plan.mode, case.opened_at, hours)
        told = _Told(case.id, case.conversation_id, case.order_id, case.buyer_id, turn)
        words = self.session.query(HelpText).filter_by(question_id=question.id, version=question.version).one()
        said = self._say(told, [about_line(words.question, order.number if order else "")], case.opened_at)
        buyer, number = self.people[plan.buyer].name, order.number if order else ""
        begin_case_text(self.session.connection(), case.id, buyer, number, said)
        self._log(told, "case.opened", plan.buyer, case.opened_at)
        for word in plan.said:
            self._tell(told, plan, word, hours)
        self._end(case, told, plan)
        return case.id

    def _opened(self, plan: CasePlan, order: Order | None, question: HelpQuestion) -> Case:
        buyer, at = self.people[plan.buyer], self._at(plan.said[0])
        talk = Conversation(kind="support", buyer_id=buyer.id, order_id=order.id if order else None, created_at=at)
        self.session.add(talk)
        self.session.flush()
        topic = self.session.get_one(HelpTopic, question.topic_id)
        case = Case(
            conversation_id=talk.id,
            buyer_id=buyer.id,
            order_id=talk.order_id,
            question_id=question.id,
            open_key=None if plan.is_closed else open_key(buyer.id, talk.order_id, question.id),
            market=order.market if order else buyer.market,
            language=spoken(buyer.locale) or SOURCE,
            team=team_of(topic.slug),
            mode=plan.mode,
            opened_at=at,
            queued_at=at,
        )
        self.session.add(case)
        self.session.flush()
        return case

    def _tell(self, told: _Told, plan: CasePlan, word: Word, hours: Hours) -> None:
        is_buyer = word.who == "buyer"
        at, person_id = self._at(word), self.people[plan.buyer if is_buyer else word.who].id
        name = str(uuid5(NAMESPACE_URL, f"{told.conversation_id}/{word.hours}/{word.body}"))
        if not word.body:
            told.turn = as_message(told.turn, at, hours)
            left = N_("The chat goes on as a message, because nobody was there. Nothing is lost.")
            self._say(told, [system_line(lambda: _(left))], at)
            self._log(told, "case.became_message", "", at)
        elif is_buyer:
            told.turn = after_buyer(told.turn, at, hours)
            self._say(told, [Draft("BUYER", person_id, name, "text", word.body)], at)
        else:
            self._answer(told, word, Draft("CUSTOMER_SERVICE", person_id, name, "text", word.body), at, hours)
        voice = "BUYER" if is_buyer else "CUSTOMER_SERVICE"
        told.read[person_id, voice] = told.head

    def _answer(self, told: _Told, word: Word, draft: Draft, at: datetime, hours: Hours) -> None:
        before, person_id = told.turn, self.people[word.who].id
        if before.asked_at is not None:
            seconds = hours.seconds_between(before.asked_at, at)
            record_answer(self.session.connection(), told.case_id, person_id, before, at, seconds, hours.zone)
        told.turn = after_agent(before, person_id, word.then, at, hours)
        said = [draft]
        if before.agent_id is None:
            self._log(told, "case.claimed", word.who, at)
            here = partial(_, "%(name)s from customer service is here.", name=self.people[word.who].name)
            said = [system_line(here), draft] if before.mode == "chat" else said
        if word.then == "resolved":
            said.append(resolved_line())
        if told.turn.state != before.state:
            self._log(told, f"case.{told.turn.state}", word.who, at)
        self._say(told, said, at)

    def _end(self, case: Case, told: _Told, plan: CasePlan) -> None:
        """The case as its last word left it, who has read how far, and what the buyer thought of it."""
        for name, value in vars(told.turn).items():
            setattr(case, name, value)
        for (person_id, voice), seq in told.read.items():
            cursor = ReadCursor(conversation_id=told.conversation_id, person_id=person_id, voice=voice, seq=seq)
            self.session.add(cursor)
        resolved_at = told.turn.resolved_at
        if plan.rating is not None and resolved_at is not None:
            score, comment = plan.rating
            rating = CaseRating(case_id=case.id, score=score, comment=comment, agent_id=told.turn.agent_id)
            rating.rated_at = resolved_at + timedelta(minutes=3)
            self.session.add(rating)
        if plan.is_closed and resolved_at is not None:
            case.state, case.closed_at = "closed", resolved_at + RESOLVED_FOR
            self.session.get_one(Conversation, told.conversation_id).closed_at = case.closed_at
            self._log(told, "case.closed", "", case.closed_at)
        self.session.flush()

    def _at(self, word: Word) -> datetime:
        return self.now - timedelta(hours=word.hours)

    def _say(self, told: _Told, drafts: Sequence[Draft], at: datetime) -> Sequence[PostedMessage]:
        named = [
            replace(draft, client_id=str(uuid5(NAMESPACE_URL, f"{told.conversation_id}/{told.head + place}")))
            if draft.person_id is None
            else draft
            for place, draft in enumerate(drafts, 1)
        ]
        said = append(self.session.connection(), told.conversation_id, told.head, named, None, at)
        keep_said(self.session.connection(), told.case_id, said)
        told.head = said[-1].seq
        return said

    def _log(self, told: _Told, what: str, who: str, at: datetime) -> None:
        """A line of the timeline; without a name the clockwork's."""
        person = self.people.get(who) if who else None
        voice = "SYSTEM" if person is None else "BUYER" if what == "case.opened" else "CUSTOMER_SERVICE"
        log(self.session.connection(), told, what, voice, person.id if person else None, at)
