"""What every act on an order request begins and ends with: what is overdue applied, order and conversation locked,
the person asked anew, and one commit."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Connection

from shop_help import clock, request_cards
from shop_help.actions.deadlines import start_clock, stop_clock
from shop_help.actions.order_requests.catching_up import OWNER, catch_up_beside
from shop_help.actions.order_requests.talk import Talk, talk_at
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.identity import Viewer, viewer_of
from shop_help.models import request_log as rows
from shop_help.policy.messages import Refused
from shop_help.policy.permissions import may_contact, may_run_shop
from shop_help.policy.request_deadlines import Clock, clock_after
from shop_help.policy.request_events import PAST, refusal_of
from shop_help.policy.request_states import ENDED, OPEN, step_for
from shop_help.policy.verdicts import Rules
from shop_help.presentation import digits_of
from shop_help.rules_finding import rules_for


@dataclass
class RequestWork:
    """A request under its locks, and who works on it (None: time, or the order itself)."""

    connection: Connection
    row: Any
    #: The order's row, as it was when it was locked.
    order: Any
    talk: Talk
    now: datetime
    viewer: Viewer | None = None

    @cached_property
    def rules(self) -> Rules:
        """The rules that judge the order."""
        return rules_for(self.order)

    @cached_property
    def lines(self) -> Sequence[Any]:
        """The units it is about."""
        return rows.lines_of(self.connection, self.row.id)

    def move(self, event: str, actor: str, *, at: datetime | None = None, why: str = "", **values: Any) -> None:
        """One step of the table: one conditional update, its clock, a line of the timeline and a row of the outbox.

        `at`: when it happened, where that was before now. Raises Refused for what the table doesn't let happen.
        """
        at, was = at or self.now, self.row
        step = step_for(event, actor, was.kind, was.state)
        if step is None:
            raise Refused(refusal_of(event, actor, was.kind, was.state))
        running = self._clock(event, step.to, at)
        values |= {"state": step.to, "moved_at": at, "ended_at": at if step.to in ENDED else None}
        values |= {"mover": running.mover if running else "", "due_at": running.due_at if running else None}
        if not rows.store(self.connection, was.id, was.state, values):
            raise Refused("request_moved")
        if (step.to in OPEN) != (was.state in OPEN):
            rows.hold_lines(self.connection, was.id, step.to in OPEN)
        self._run(running, at)
        self.row = rows.request_row(self.connection, was.id)
        self.tell(f"request.{PAST[event]}", actor, at, why, was=was.state)

    def _clock(self, event: str, state: str, at: datetime) -> Clock | None:
        worth = sum(line.price - line.seller_discount - line.platform_discount + line.tax for line in self.lines)
        return clock_after(event, self.row.kind, state, at, self.rules, worth, digits_of(self.row.currency))

    def begin(self, running: Clock | None, mover: str = "") -> None:
        """Another clock in the same state, or none: then `mover` says who has to move all the same."""
        values = {"mover": running.mover if running else mover, "due_at": running.due_at if running else None}
        if not rows.store(self.connection, self.row.id, self.row.state, values):
            raise Refused("request_moved")
        self._run(running, self.now)
        self.row = rows.request_row(self.connection, self.row.id)

    def _run(self, running: Clock | None, at: datetime) -> None:
        if running is None:
            stop_clock(self.connection, OWNER, self.row.id, at)
        else:
            start_clock(self.connection, OWNER, self.row.id, running.act, running.mover, at, running.due_at)

    def tell(self, what: str, actor: str, at: datetime, why: str = "", **data: Any) -> None:
        """Timeline and outbox."""
        told = {"request": self.row.id, "kind": self.row.kind, "state": self.row.state, **data}
        person_id = self.viewer.person_id if self.viewer and actor != "SYSTEM" else None
        rows.tell(self.connection, self.talk.row, what, at, told, actor, person_id, why)

    def say(self, event: str, **more: Any) -> None:
        """The card of what happened, in the conversation that both sides read."""
        row, lines, zone = self.row, self.lines, self.rules.zone
        self.talk.say(lambda: request_cards.card_of(row, event, lines, zone, self.now, **more), self.now)


@contextmanager
def request_unit(sign_in_id: str | None, request_id: int) -> Iterator[RequestWork]:
    """One act on a request, committed at the end, then announced. Raises Refused where there is no such request.

    `sign_in_id`: who acts; None for time. What they may do with the request is asked by the act. What is overdue of
    its order is applied first, as of when it was due, each in a commit of its own: who comes late is judged by what
    followed.
    """
    arrived = clock.now()
    if sign_in_id is not None:
        catch_up_beside(request_id, arrived)
    with write_unit(db.session) as session:
        viewer = viewer_of(sign_in_id) if sign_in_id is not None else None
        if sign_in_id is not None and viewer is None:
            raise Refused("signed_out")
        work = work_on(session.connection(), request_id, clock.now(), viewer)
        if sign_in_id is not None and work.row.due_at is not None and work.row.due_at <= work.now:
            # It fell due while this act waited for the locks: it was given before, and so it wins.
            work.now = arrived
        yield work
    work.talk.announce()


def work_on(connection: Connection, request_id: int, now: datetime, viewer: Viewer | None = None) -> RequestWork:
    """A request with its locks: order, conversation, and then the request as it is. Raises Refused for none."""
    place = rows.place_of(connection, request_id)
    if place is None:
        raise Refused("forbidden")
    order = rows.locked_order(connection, place.order_id)
    talk = talk_at(connection, place.conversation_id)
    return RequestWork(connection, rows.request_row(connection, request_id), order, talk, now, viewer)


def buyer_of(work: RequestWork) -> Viewer:
    """Whose request it is. Raises Refused for anybody else."""
    if work.viewer is None or work.viewer.person_id != work.row.buyer_id or not may_contact(work.viewer):
        raise Refused("forbidden")
    return work.viewer


def seller_of(work: RequestWork) -> Viewer:
    """Somebody of the shop that was asked. Raises Refused for anybody else."""
    if work.viewer is None or not may_run_shop(work.viewer, work.row.shop_id):
        raise Refused("forbidden")
    return work.viewer
