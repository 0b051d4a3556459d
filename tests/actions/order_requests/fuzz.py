"""Random events from all parties, and what must hold after each of them."""

import random
from collections import Counter as Tally
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from shop_help.actions.order_requests import answering, deciding, disputing, going_back, shipping
from shop_help.actions.order_requests.asking import NotEligible
from shop_help.actions.refunds.settling import settle
from shop_help.extensions import db
from shop_help.jobs import deadlines
from shop_help.models import Deadline, Dispute, LogEntry, Order, OrderRequest, OutboxEntry, Refund, RequestLine
from shop_help.models.refund_facts import refund_facts
from shop_help.policy.faults import Faulty
from shop_help.policy.messages import Refused
from shop_help.policy.refund_states import Told
from shop_help.policy.refunds import worth_of
from shop_help.policy.request_events import PAST
from shop_help.policy.request_states import CHANGES, KINDS, OPEN, REFUSED, step_for
from tests.actions.at_once import at_once
from tests.actions.counter import DAY, Counter
from tests.actions.order_requests.later import delivered

EVENTS = {past: event for event, past in PAST.items()}
PEOPLE = ("buyer", "other", "seller", "rival", "agent", "colleague")
#: In these somebody always has to move, and something follows if they don't.
WITH_A_CLOCK = frozenset({"pending", "partial_offered", "awaiting_shipment", "in_return", "inspecting"})
BEFORE, AFTER = ("cancellation", "address_change", "order_change"), ("refund", "return", "exchange")
REASON = {"cancellation": "by_mistake", "refund": "damaged", "return": "does_not_fit", "exchange": "does_not_fit"}
STATES = ("UNPAID", *["AWAITING_SHIPMENT"] * 4, "IN_TRANSIT", *["DELIVERED"] * 6)


class Fuzz:
    """A small market in which people do things at random; `done` tells what, for whoever has to find out why."""

    def __init__(self, counter: Counter, seed: int, orders: int = 3) -> None:
        self.counter, self.chance, self.seed = counter, random.Random(seed), seed
        self.done: list[str] = []
        self.met: Tally[str] = Tally()
        self.orders: list[int] = []
        self.photos: dict[int, str] = {}
        self.evidence: dict[int, str] = {}
        for _ in range(orders):
            self._order()

    def _order(self) -> None:
        """Somebody bought something."""
        paid = timedelta(minutes=self.chance.choice([30, 120, 3000]))
        order = self.counter.order(self.chance.choice(STATES), self.chance.randint(1, 3), paid)
        self.orders.append(order)
        self.photos[order] = self.counter.photo(order, "seller")
        self.evidence[order] = self.counter.photo(order, "buyer")
        self.done.append(f"order {order}")

    def step(self) -> None:
        """Somebody does something, time goes on, or the clockwork comes round."""
        self.counter.clock.on(timedelta(milliseconds=1))
        act = self.chance.choices(
            [
                *(self._order, self._ask, self._move, self._several, self._ship, self._pay),
                *(self._time, self._round, self._deliver),
            ],
            [4, 24, 45, 4, 3, 7, 6, 4, 3],
        )[0]
        act()
        try:
            self.check()
        except AssertionError as error:
            raise AssertionError(f"seed {self.seed}: {self.done[-30:]}") from error

    def try_(self, name: str, call: Callable[[], Any]) -> None:
        """A refusal is an answer; any other error is a fault."""
        self.done.append(name)
        try:
            call()
        except (Refused, Faulty, NotEligible) as refused:
            self.met[type(refused).__name__] += 1
            db.session.rollback()
        else:
            self.met["done"] += 1

    def _person(self, likely: str) -> str:
        return self.counter.sign_ins[likely if self.chance.random() < 0.9 else self.chance.choice(PEOPLE)]

    def _ask(self) -> None:
        order = self.chance.choice(self.orders[-4:])
        state = self.counter.order_row(order).state
        likely = AFTER if state in ("IN_TRANSIT", "DELIVERED") else BEFORE
        kind = self.chance.choice(likely if self.chance.random() < 0.9 else KINDS)
        lines = self.counter.lines(order)
        chosen = self.chance.sample(lines, self.chance.randint(1, len(lines)))
        reason = REASON.get(kind, "")
        if self.chance.random() < 0.1:
            reason = self.chance.choice(["by_mistake", "damaged", "does_not_fit", "not_received", "nonsense"])
        asked = {"line_ids": chosen, "reason": reason, "photo_ids": [self.evidence[order]]}
        asked |= {"details": {"variant": "Blue"}} if kind != "address_change" else {}
        self.try_(f"ask {kind} {chosen} {reason}", lambda: self.counter.ask(order, kind, **asked))

    def _requests(self) -> list[Any]:
        db.session.rollback()
        wanted = select(OrderRequest.id, OrderRequest.order_id, OrderRequest.kind, OrderRequest.state)
        return list(db.session.execute(wanted.order_by(OrderRequest.id)))

    def _act(self, request: Any) -> tuple[str, Callable[[], Any]]:
        """Something that one can do with a request: mostly what its state lets happen."""
        chance, which = self.chance, request.id
        buyer, seller = self._person("buyer"), self._person("seller")
        note, photo = "So it is.", [self.photos[request.order_id]]
        acts: dict[str, Callable[[], Any]] = {
            "approve": lambda: deciding.approve(seller, which),
            "reject": lambda: deciding.reject(seller, which, "other", note),
            "offer": lambda: deciding.offer(seller, which, chance.randint(1, 3000)),
            "accept": lambda: answering.accept_offer(buyer, which),
            "decline": lambda: answering.decline_offer(buyer, which),
            "withdraw": lambda: answering.withdraw(buyer, which),
            "ship_back": lambda: going_back.ship_back(buyer, which, "Carrier", "B1"),
            "arrive": lambda: going_back.mark_arrived(seller, which),
            "accept_receipt": lambda: going_back.accept_receipt(seller, which),
            "reject_receipt": lambda: going_back.reject_receipt(seller, which, "came_back_used", note, photo),
            "exchange": lambda: going_back.send_replacement(seller, which, "Carrier", "R1"),
            "refund_instead": lambda: going_back.refund_instead(seller, which),
            "dispute": lambda: disputing.dispute(buyer, which, "", str(uuid4())),
            "decide": lambda: self._decide(which),
        }
        fits = [
            name
            for name in acts
            if any(step_for(name, actor, request.kind, request.state) for actor in ("BUYER", "SHOP"))
        ] + (["dispute", "decide"] if request.state in REFUSED else [])
        name = chance.choice(fits) if fits and chance.random() < 0.85 else chance.choice(list(acts))
        return f"{name} {which}", acts[name]

    def _decide(self, request_id: int) -> None:
        dispute = db.session.scalar(select(Dispute.id).where(Dispute.open_request_id == request_id))
        db.session.rollback()
        for_whom = self.chance.choice(["buyer", "seller"])
        disputing.decide(self._person("agent"), dispute or 0, for_whom, "Because.")

    def _move(self) -> None:
        requests = self._requests()
        if not requests:
            return self._ask()
        is_open = [request for request in requests if request.state in OPEN | REFUSED]
        return self.try_(*self._act(self.chance.choice(is_open or requests)))

    def _several(self) -> None:
        """Up to four do something at the same time, mostly with the same request."""
        requests = self._requests()
        if not requests:
            return
        chosen = self.chance.choice(requests)
        acts = [self._act(chosen) for _ in range(self.chance.randint(2, 4))]
        self.done.append(f"at once {[name for name, _ in acts]}")
        for answer in at_once(self.counter.app, *[act for _, act in acts]):
            assert (
                answer is None
                or not isinstance(answer, Exception)
                or isinstance(answer, Refused | Faulty | NotEligible)
            ), (self.seed, self.done[-10:], answer)

    def _ship(self) -> None:
        order = self.chance.choice(self.orders)
        lines = self.counter.lines(order)
        chosen = self.chance.sample(lines, self.chance.randint(1, len(lines)))
        who = self._person("seller")
        self.try_(f"ship {chosen}", lambda: shipping.ship(who, order, chosen, "Carrier", "T9", str(uuid4())))

    def _deliver(self) -> None:
        db.session.rollback()
        order = db.session.get_one(Order, self.chance.choice(self.orders), populate_existing=True)
        if order.state == "IN_TRANSIT":
            self.done.append(f"delivered {order.id}")
            delivered(self.counter, order.id)

    def _pay(self) -> None:
        """The payment system says how a refund went."""
        db.session.rollback()
        pending = list(db.session.scalars(select(Refund.id).where(Refund.state != "done")))
        db.session.rollback()
        if pending:
            state = self.chance.choice(["done", "done", "failed"])
            refund = self.chance.choice(pending)
            self.try_(f"refund {refund} {state}", lambda: settle(refund, Told(state, code="refused")))

    def _time(self) -> None:
        """Some of it passes, now and then to the very instant at which something is due."""
        db.session.rollback()
        due = list(db.session.scalars(select(Deadline.due_at).where(Deadline.settled_at.is_(None))))
        db.session.rollback()
        if due and self.chance.random() < 0.6:
            edge = timedelta(milliseconds=self.chance.choice([-1, 0, 1]))
            self.counter.clock.now = max(self.counter.clock.now, self.chance.choice(due) + edge)
        else:
            self.counter.clock.on(DAY * self.chance.choice([0.01, 0.2, 0.9, 2, 11]))
        self.done.append(f"it is {self.counter.clock.now:%d %H:%M:%S}")

    def _round(self) -> None:
        self.done.append("clockwork")
        deadlines.go_round()
        late = select(Deadline).where(Deadline.settled_at.is_(None), Deadline.due_at <= self.counter.clock.now)
        db.session.rollback()
        assert db.session.scalars(late).all() == [], "each deadline can be applied"

    def check(self) -> None:
        """What must hold, whatever happened."""
        db.session.rollback()
        requests = list(db.session.execute(select(*OrderRequest.__table__.columns).order_by(OrderRequest.id)))
        self._check_paths(requests)
        self._check_lines(requests)
        self._check_clocks(requests)
        self._check_money()
        db.session.rollback()

    def _check_paths(self, requests: list[Any]) -> None:
        """Each state was reached by rows of the table alone, and timeline and outbox tell each step."""
        logged = [
            (row.data["request"], row.what, row.voice, row.data)
            for row in db.session.scalars(
                select(LogEntry).where(LogEntry.what.like("request.%")).order_by(LogEntry.id)
            )
        ]
        outbox = select(OutboxEntry).where(OutboxEntry.what.like("request.%")).order_by(OutboxEntry.id)
        told = [(row.data["request"], row.what) for row in db.session.scalars(outbox)]
        assert [(request, what) for request, what, _, _ in logged] == told
        states = {request.id: "pending" for request in requests}
        kinds = {request.id: request.kind for request in requests}
        for request, what, voice, data in logged:
            if what == "request.asked":
                continue
            step = step_for(EVENTS[what.removeprefix("request.")], voice, kinds[request], states[request])
            assert step is not None, (request, what, voice, states[request])
            assert data["was"] == states[request]
            states[request] = step.to
        assert states == {request.id: request.state for request in requests}

    def _check_lines(self, requests: list[Any]) -> None:
        """No line has two open requests, and only what is open holds its lines."""
        held: Tally[int] = Tally()
        states = {request.id: request.state for request in requests}
        for row in db.session.execute(select(*RequestLine.__table__.columns)):
            is_open = states[row.request_id] in OPEN
            assert (row.open_line_id == row.line_id) == is_open, row
            held[row.line_id] += is_open
        assert max(held.values(), default=0) <= 1

    def _check_clocks(self, requests: list[Any]) -> None:
        """Where somebody has to move, exactly one clock runs, and it is the one that is shown."""
        running = select(Deadline).where(Deadline.settled_at.is_(None), Deadline.owner == "order_request")
        clocks = {row.owner_id: (row.mover, row.due_at) for row in db.session.scalars(running)}
        open_disputes = set(db.session.scalars(select(Dispute.open_request_id).where(Dispute.state == "in_progress")))
        paid_back = set(db.session.scalars(select(Refund.request_id)))
        for request in requests:
            shown = (request.mover, request.due_at) if request.due_at is not None else None
            assert clocks.get(request.id) == shown, request
            expected = request.state in WITH_A_CLOCK
            if request.state in REFUSED and request.kind not in CHANGES:
                expected = request.id not in open_disputes
            if request.state in ("approved", "auto_approved") and request.kind == "exchange":
                expected = request.id not in paid_back
            assert (shown is not None) == expected, (request.id, request.kind, request.state, shown)
            assert (request.ended_at is not None) == (request.state not in OPEN | REFUSED)

    def _check_money(self) -> None:
        """What goes back is never more than what was paid, neither of an order nor of a unit of it."""
        for order in self.orders:
            facts = refund_facts(db.session.connection(), order)
            refunds = select(Refund.amount).where(Refund.order_id == order)
            row = db.session.get_one(Order, order)
            paid = row.total if row.paid_at else 0
            assert sum(db.session.scalars(refunds)) <= paid, (order, paid)
            for line, amount in facts.given.lines.items():
                assert amount <= worth_of(facts.bill)[line], line
