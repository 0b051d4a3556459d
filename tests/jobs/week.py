"""A week of requests and answers, made up by a seed, that can be played again with another clockwork."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from shop_help.actions.order_requests import answering, deciding, disputing, going_back, shipping
from shop_help.actions.order_requests.judging import NotEligible
from shop_help.extensions import db
from shop_help.jobs import deadlines
from shop_help.models import Deadline, Dispute, LogEntry, Message, Refund
from shop_help.policy.faults import Faulty
from shop_help.policy.messages import Refused
from shop_help.policy.request_states import ENDED, REFUSED, events_for
from tests.actions.counter import DAY, HOUR, NOON, Counter

ORDERS, STEPS = 10, 80
MS = timedelta(milliseconds=1)
KINDS = {
    "AWAITING_SHIPMENT": ("cancellation", "address_change", "order_change"),
    "DELIVERED": ("refund", "return", "exchange"),
}


@dataclass(frozen=True)
class Step:
    """Something that somebody does then to the order or the request in that place; `dice` says the rest."""

    at: datetime
    what: str
    place: int
    dice: float


def instants(chance: random.Random) -> list[datetime]:
    """When something happens: half of it on the hour or a millisecond beside it, where deadlines meet answers."""
    hours = [NOON + chance.randrange(1, 7 * 24) * HOUR for _ in range(STEPS)]
    beside = (-MS, 0 * MS, MS)
    return sorted(at + (chance.choice(beside) if chance.random() < 0.5 else chance.random() * HOUR) for at in hours)


@dataclass
class Play:
    """One play of a script, on orders of its own."""

    counter: Counter
    orders: list[int] = field(default_factory=list)
    requests: list[int] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)

    def improvise(self, chance: random.Random) -> list[Step]:
        """Plays a week with a clockwork that never stands still, and writes down what was done."""
        script = []
        self._begin()
        for at in instants(chance):
            self._until(at, stands_still=False)
            step = self._thought_of(at, chance)
            script.append(step)
            self.answers.append(self._answer(step))
        self._finish(stands_still=False)
        return script

    def again(self, script: list[Step]) -> "Play":
        """Plays what was written down, with a clockwork that stands still until the week is over."""
        self._begin()
        for step in script:
            self._until(step.at, stands_still=True)
            self.answers.append(self._answer(step))
        self._finish(stands_still=True)
        return self

    def _begin(self) -> None:
        self.counter.clock.now = NOON
        for number in range(ORDERS):
            state = ("AWAITING_SHIPMENT", "DELIVERED")[number % 2]
            self.orders.append(self.counter.order(state, units=1 + number % 3, paid=(number % 5) * DAY + HOUR))

    def _finish(self, stands_still: bool) -> None:
        self._until(NOON + 8 * DAY, stands_still)
        deadlines.go_round()

    def _thought_of(self, at: datetime, chance: random.Random) -> Step:
        """Mostly what can be done just then, now and then what can't."""
        place, dice = chance.randrange(ORDERS), chance.random()
        if not self.requests or chance.random() < 0.35:
            return Step(at, "ask", place, dice)
        if chance.random() < 0.07:
            return Step(at, "ship", place, dice)
        rows = {place: self.counter.request(made) for place, made in enumerate(self.requests)}
        running = [place for place, row in rows.items() if row.state not in ENDED] or list(rows)
        place = chance.choice(running if chance.random() < 0.9 else list(rows))
        wanted = self._possible(rows[place]) if chance.random() < 0.9 else []
        return Step(at, chance.choice(wanted or sorted(ANSWERS)), place, dice)

    def _possible(self, row: Any) -> list[str]:
        fitting = [each for actor in ("BUYER", "SHOP") for each in events_for(actor, row.kind, row.state)]
        fitting += ["dispute", "decide"] if row.state in REFUSED else []
        # What is taken back is over: it is done more seldom than all else.
        return [each for each in fitting if each in ANSWERS for _ in range(1 if each == "withdraw" else 3)]

    def on(self, by: timedelta) -> "Play":
        """Time goes on, with a clockwork that runs."""
        self._until(self.counter.clock.now + by, stands_still=False)
        return self

    def _until(self, end: datetime, stands_still: bool) -> None:
        """The clockwork has a round whenever something is due."""
        while not stands_still:
            db.session.rollback()
            due = db.session.scalar(select(func.min(Deadline.due_at)).where(Deadline.settled_at.is_(None)))
            if due is None or due > end:
                break
            self.counter.clock.now = due
            deadlines.go_round()
        self.counter.clock.now = end

    def _answer(self, step: Step) -> str:
        try:
            return f"{step.what}: {self._do(step) or 'done'}"
        except Refused as refused:
            return f"{step.what}: {refused.code}"
        except NotEligible as refused:
            return f"{step.what}: {refused.verdict.code}"
        except Faulty as faulty:
            return f"{step.what}: {sorted(faulty.faults)}"

    def _do(self, step: Step) -> Any:
        dice = random.Random(step.dice)
        if step.what == "ask":
            return self._ask(step.place, dice)
        if step.what == "ship":
            return self._ship(self.orders[step.place], dice)
        return ANSWERS[step.what](self.counter, self.requests[step.place], dice)

    def _some(self, dice: random.Random, order: int) -> list[int]:
        lines = self.counter.lines(order)
        return sorted(dice.sample(lines, dice.randint(1, len(lines))))

    def _ask(self, place: int, dice: random.Random) -> None:
        order, kinds = self.orders[place], KINDS[("AWAITING_SHIPMENT", "DELIVERED")[place % 2]]
        made = self.counter.ask(order, dice.choice(kinds), line_ids=self._some(dice, order))
        self.requests.append(made.request_id)

    def _ship(self, order: int, dice: random.Random) -> None:
        name = str(UUID(int=dice.getrandbits(128), version=4))
        shipping.ship(self.counter.sign_ins["seller"], order, self._some(dice, order), "Carrier", "T9", name)

    def end(self) -> dict[str, Any]:
        """All that a play comes to, told without the ids that the database gave."""
        return {
            "answers": self.answers,
            "requests": [self._request(made) for made in self.requests],
            "orders": [self._order(order) for order in self.orders],
            "money": sorted(self._refunds()),
            "clocks": sorted(self._clocks()),
            "timeline": self._timeline(),
            "cards": [self._cards(order) for order in self.orders],
        }

    def _request(self, made: int) -> tuple[Any, ...]:
        row, running = self.counter.request(made), self.counter.clock_row(made)
        # Pages show the request's clock, the clockwork goes by the deadline's: both sides see the one that acts.
        assert (row.due_at, row.mover) == ((running.due_at, running.mover) if running else (None, row.mover))
        told = ("kind", "state", "mover", "due_at", "moved_at", "offered", "amount", "went_unanswered")
        told += ("rejected_at", "shipped_back_at", "arrived_back_at", "ended_at")
        return tuple(getattr(row, name) for name in told)

    def _order(self, order_id: int) -> tuple[Any, ...]:
        order = self.counter.order_row(order_id)
        return (order.state, order.cancelled_at, order.shipped_at, order.address)

    def _refunds(self) -> list[tuple[Any, ...]]:
        found = db.session.scalars(select(Refund).where(Refund.order_id.in_(self.orders)))
        return [
            (self.requests.index(row.request_id or 0), row.amount, row.created_at, row.next_try_at, len(row.parts))
            for row in found
        ]

    def _clocks(self) -> list[tuple[Any, ...]]:
        found = db.session.scalars(select(Deadline).where(Deadline.owner_id.in_(self.requests)))
        return [
            (self.requests.index(row.owner_id), row.begun_at, row.act, row.mover, row.due_at, row.outcome)
            for row in found
        ]

    def _timeline(self) -> list[tuple[Any, ...]]:
        # When a row is made by a default of the table, it tells of this machine's time, not of the story's.
        wanted = select(LogEntry).where(LogEntry.order_id.in_(self.orders), LogEntry.what != "conversation.opened")
        told = []
        for row in db.session.scalars(wanted.order_by(LogEntry.happened_at, LogEntry.order_id, LogEntry.id)):
            request = row.data.get("request")
            about = self.requests.index(request) if request in self.requests else None
            place = self.orders.index(row.order_id or 0)
            told.append((row.happened_at, place, row.what, row.voice, row.why, about, row.data.get("state")))
        return told

    def _cards(self, order_id: int) -> list[str]:
        """What the conversation says, but for the reminders: who was to be reminded while it stood still was not."""
        talk = self.counter.talk_of(order_id)
        db.session.rollback()
        wanted = select(Message.body).where(Message.conversation_id == talk, Message.voice == "SYSTEM")
        said = db.session.scalars(wanted.order_by(Message.seq))
        return [body for body in said if not body.startswith("Still open")]


def _as(who: str, act: Callable[..., Any], *more: Any) -> Callable[[Counter, int, random.Random], Any]:
    return lambda counter, made, dice: act(counter.sign_ins[who], made, *more)


def _reject(counter: Counter, made: int, dice: random.Random) -> None:
    deciding.reject(counter.sign_ins["seller"], made, "other", "No, sorry")


def _reject_receipt(counter: Counter, made: int, dice: random.Random) -> None:
    photo = counter.photo(counter.request(made).order_id, "seller")
    going_back.reject_receipt(counter.sign_ins["seller"], made, "came_back_used", "It was worn", [photo])


def _dispute(counter: Counter, made: int, dice: random.Random) -> None:
    disputing.dispute(counter.sign_ins["buyer"], made, "", str(UUID(int=dice.getrandbits(128), version=4)))


def _decide(counter: Counter, made: int, dice: random.Random) -> str | None:
    db.session.rollback()
    open_one = db.session.scalar(select(Dispute.id).where(Dispute.open_request_id == made))
    if open_one is None:
        return "nothing to decide"
    disputing.decide(counter.sign_ins["agent"], open_one, dice.choice(("buyer", "seller")), "So it is.")
    return None


#: What may be done to a request; whether it can be, the acts say.
ANSWERS: dict[str, Callable[[Counter, int, random.Random], Any]] = {
    "approve": _as("seller", deciding.approve),
    "reject": _reject,
    "offer": _as("seller", deciding.offer, 700),
    "accept": _as("buyer", answering.accept_offer),
    "decline": _as("buyer", answering.decline_offer),
    "withdraw": _as("buyer", answering.withdraw),
    "ship_back": _as("buyer", going_back.ship_back, "Carrier", "T2"),
    "arrive": _as("seller", going_back.mark_arrived),
    "accept_receipt": _as("seller", going_back.accept_receipt),
    "reject_receipt": _reject_receipt,
    "exchange": _as("seller", going_back.send_replacement, "Carrier", "T3"),
    "refund_instead": _as("seller", going_back.refund_instead),
    "dispute": _dispute,
    "decide": _decide,
}
