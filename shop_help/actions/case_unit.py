"""What every act on a support case begins and ends with: the case locked, the person asked anew, and one commit."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Connection

from shop_help import clock
from shop_help.actions.waiting_line import is_in_line, line_moved
from shop_help.announcements import conversations as announce
from shop_help.announcements.cases import case_changed
from shop_help.announcements.lists import inbox_changed
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.identity import Viewer, viewer_of
from shop_help.models.case_log import has_opened, locked_case, log, store_turn, turn_of
from shop_help.models.message_log import Draft, PostedMessage, append
from shop_help.policy.case_turns import Turn
from shop_help.policy.messages import Refused
from shop_help.policy.permissions import ConversationFacts, may_answer_cases, may_hold_case
from shop_help.policy.service_hours import Hours
from shop_help.service_calendar import hours_in


@dataclass
class CaseWork:
    """A case under its lock, and who works on it (None: the clockwork)."""

    connection: Connection
    row: Any
    turn: Turn
    now: datetime
    viewer: Viewer | None = None
    posted: list[PostedMessage] = field(default_factory=list)

    @cached_property
    def hours(self) -> Hours:
        """The business hours of the case's market."""
        return hours_in(self.row.market, self.now, self.connection)

    @property
    def facts(self) -> ConversationFacts:
        """What decides who may do what with it."""
        return facts_of_case(self.row)

    def become(self, turn: Turn, what: str, voice: str = "CUSTOMER_SERVICE", **data: Any) -> None:
        """The case's next turn, with its line in the timeline; a turn like the last one changes nothing."""
        if turn == self.turn:
            return
        store_turn(self.connection, self.row.case_id, turn)
        self.log(what, voice, was=self.turn.state, **data)
        self.turn = turn

    def log(self, what: str, voice: str = "CUSTOMER_SERVICE", **data: Any) -> None:
        """A line of the timeline."""
        person_id = self.viewer.person_id if self.viewer else None
        log(self.connection, self.row, what, voice if self.viewer else "SYSTEM", person_id, self.now, **data)

    def say(self, line: Draft) -> None:
        """A line of the system in the conversation, which both sides read."""
        seq = self.row.last_seq + len(self.posted)
        self.posted += append(self.connection, self.row.conversation_id, seq, [line], None, self.now)


def facts_of_case(row: Any) -> ConversationFacts:
    """The facts in a locked case's row; who looked in is asked apart."""
    return ConversationFacts(row.buyer_id, None, row.closed_at is not None, row.agent_id)


@contextmanager
def case_unit(sign_in_id: str | None, case_id: int) -> Iterator[CaseWork]:
    """One act on a case, committed at the end, then announced. Raises Refused where there is no such case.

    `sign_in_id`: who acts; None for the clockwork. What they may do with the case is asked by the act.
    """
    with write_unit(db.session) as session:
        viewer = viewer_of(sign_in_id) if sign_in_id is not None else None
        if sign_in_id is not None and viewer is None:
            raise Refused("signed_out")
        connection = session.connection()
        row = locked_case(connection, case_id)
        if row is None:
            raise Refused("forbidden")
        work = CaseWork(connection, row, turn_of(row), clock.now(), viewer)
        waited = is_in_line(work.turn)
        yield work
    announce_case(work, waited)


def announce_case(work: CaseWork, waited: bool) -> None:
    """After the commit. `waited`: it stood in line before."""
    announce.posted(work.row.conversation_id, work.row.buyer_id, None, work.posted)
    case_changed(work.row.conversation_id)
    # The buyer's list of cases says whose turn it is, whether a message came with it or not.
    inbox_changed(work.row.buyer_id, None)
    if waited != is_in_line(work.turn):
        line_moved()


def agent_of(work: CaseWork) -> Viewer:
    """The agent who works on the case. Raises Refused for anybody else."""
    if work.viewer is None or not may_answer_cases(work.viewer, work.facts):
        raise Refused("forbidden")
    return work.viewer


def holder_of(work: CaseWork) -> Viewer:
    """The agent who holds the case, or is about to. Raises Refused("stale") where a colleague has it by now."""
    agent = agent_of(work)
    if not may_hold_case(agent, work.facts):
        raise Refused("stale")
    return agent


def reader_of(work: CaseWork) -> Viewer:
    """An agent who may read the case. Raises Refused for one who would have to say why first."""
    agent = agent_of(work)
    if may_hold_case(agent, work.facts) or has_opened(work.connection, work.row.case_id, agent.person_id, work.now):
        return agent
    raise Refused("forbidden")
