"""A Buyer Protection case under its locks: moved by its table, with its clock, told to those who hear of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, partial
from typing import Any

from sqlalchemy import Connection

from shop_help import protection_words
from shop_help.actions.case_unit import CaseWork
from shop_help.actions.deadlines import start_clock, stop_clock
from shop_help.actions.order_requests.talk import Talk
from shop_help.announcements import protection as announce
from shop_help.announcements.protection import HEARS
from shop_help.identity import Viewer
from shop_help.models import protection_log as rows
from shop_help.models.case_log import store_turn
from shop_help.models.request_log import tell
from shop_help.policy.case_turns import held_by
from shop_help.policy.messages import Refused
from shop_help.policy.protection_clock import Clock, clock_after
from shop_help.policy.protection_events import PAST, refusal_of
from shop_help.policy.protection_states import ENDED, OPEN, UNDECIDED, step_for
from shop_help.policy.protection_turns import turn_after
from shop_help.policy.verdicts import Rules
from shop_help.rules_finding import rules_for

#: What its deadlines belong to.
OWNER = "protection"


@dataclass
class ProtectionWork:
    """A case under its locks, and who works on it (None: time, or the payment of a refund)."""

    connection: Connection
    row: Any
    #: The order's row, as it was when it was locked.
    order: Any
    #: The conversation of buyer and shop, and the buyer's with customer service.
    sides: Talk
    talk: Talk
    case: CaseWork
    now: datetime
    viewer: Viewer | None = None
    said: list[str] = field(default_factory=list)

    @cached_property
    def rules(self) -> Rules:
        """The rules that judge the order."""
        return rules_for(self.order)

    @property
    def lines(self) -> Sequence[Any]:
        """The units it is about."""
        return rows.lines_of(self.connection, self.row.id)

    def move(
        self,
        event: str,
        actor: str,
        *,
        at: datetime | None = None,
        why: str = "",
        until: Clock | None = None,
        **values: Any,
    ) -> None:
        """One step of the table: one conditional update, its clock, a line of the timeline and a row of the outbox.

        `at`: when it happened, where that was before now. `until`: a clock that is not the state's own. Raises
        Refused for what the table doesn't let happen.
        """
        at, was = at or self.now, self.row
        step = step_for(event, actor, was.state)
        if step is None:
            raise Refused(refusal_of(event, actor, was.state))
        running = until or clock_after(step.to, at, self.rules)
        values |= {"state": step.to, "moved_at": at, "closed_at": at if step.to in ENDED else None}
        self._store(values | _mover_of(running))
        self._end_what_waits(was.state, step.to, at)
        self._run(running, at)
        self.tell(event, actor, at, why, was=was.state)
        self._turn()

    def begin(self, running: Clock | None, **values: Any) -> None:
        """Another clock in the same state, or none."""
        self._store(values | _mover_of(running))
        self._run(running, self.now)
        self._turn()

    def keep(self, **values: Any) -> None:
        """Something that changes neither state nor clock."""
        self._store(values)

    def _store(self, values: dict[str, Any]) -> None:
        if not rows.store(self.connection, self.row.id, self.row.state, values):
            raise Refused("claim_moved")
        self.row = rows.protection_row(self.connection, self.row.id)

    def _end_what_waits(self, was: str, to: str, at: datetime) -> None:
        if (to in OPEN) != (was in OPEN):
            rows.hold_lines(self.connection, self.row.id, to in OPEN)
        if to not in UNDECIDED:
            rows.end_offers(self.connection, self.row.id, at)
        if to != was:
            rows.end_proposals(self.connection, self.row.id)

    def _run(self, running: Clock | None, at: datetime) -> None:
        if running is None or not running.act:
            # Customer service means to be done by then; nothing follows by itself.
            stop_clock(self.connection, OWNER, self.row.id, at)
        else:
            start_clock(self.connection, OWNER, self.row.id, running.act, running.mover, at, running.due_at)

    def _turn(self) -> None:
        """Whose turn it is in the buyer's talk with customer service."""
        turn = turn_after(self.case.turn, self.row.state, self.row.mover, self.now, self.case.hours)
        if turn != self.case.turn:
            store_turn(self.connection, self.case.row.case_id, turn)
            self.case.turn = turn

    def take_up(self, agent: Viewer) -> None:
        """Who works on what nobody holds, holds it from now on."""
        if self.case.row.agent_id is None and self.case.turn.state == "queued":
            self.case.become(held_by(self.case.turn, agent.person_id, self.now), "case.claimed")

    def tell(self, event: str, actor: str, at: datetime, why: str = "", **data: Any) -> None:
        """Timeline and outbox."""
        told = {"protection": self.row.id, "case": self.row.case_id, "state": self.row.state, **data}
        person_id = self.viewer.person_id if self.viewer and actor != "SYSTEM" else None
        past = PAST.get(event, event)
        what = past if "." in past else f"protection.{past}"
        # What agents prepare among themselves stands in the timeline of their talk alone.
        among_agents = event in HEARS and not HEARS[event].sides
        place = self.talk.row if among_agents else self.sides.row
        tell(self.connection, place, what, at, told, actor, person_id, why)

    def say(self, event: str, words: str = "", **more: Any) -> None:
        """The cards of what happened, to those who hear of it."""
        hears = HEARS[event]
        self.said.append(event)
        for talk, is_heard, place in ((self.sides, hears.sides, "sides"), (self.talk, hears.talk, "talk")):
            if is_heard:
                told = more | ({"words": words} if place in hears.words else {})
                to_buyer = place == "talk"
                facts = (self.row, event, self.lines, self.rules.zone, to_buyer)
                talk.say(partial(protection_words.card_of, *facts, **told), self.now)

    def announce(self) -> None:
        """After the commit: those who hear of it hear it."""
        if self.sides.posted:
            self.sides.announce()
        if self.talk.posted:
            self.talk.announce()
        announce.moved(self.row.buyer_id, self.row.shop_id, self.talk.row.id, self.said)


def _mover_of(running: Clock | None) -> dict[str, Any]:
    """Of the clock of appeals nobody has to move in, the case itself says nothing."""
    if running is None or not running.mover:
        return {"mover": "", "due_at": None}
    return {"mover": running.mover, "due_at": running.due_at}
