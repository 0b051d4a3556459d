"""Random events from all parties never bring a case where it can't be: states, clocks, items, money (PRODUCT 5)."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select, update

from shop_help.actions.order_requests.asking import NotEligible
from shop_help.actions.protection import (
    answering,
    appealing,
    deciding,
    drafting,
    going_back,
    opening,
    reviewing,
    seconding,
    settling,
)
from shop_help.actions.refunds.settling import settle
from shop_help.extensions import db
from shop_help.jobs import deadlines
from shop_help.models import (
    ClaimDraft,
    Deadline,
    Evidence,
    LogEntry,
    Package,
    PaymentPart,
    Person,
    ProtectionCase,
    ProtectionDecision,
    ProtectionLine,
    Refund,
    RefundPart,
    Role,
    Settlement,
    SignIn,
)
from shop_help.models.refund_facts import refund_facts
from shop_help.policy.faults import Faulty
from shop_help.policy.messages import Refused
from shop_help.policy.protection_states import ENDED, OPEN, STATES, TABLE, UNDECIDED
from shop_help.policy.refund_states import Told
from shop_help.policy.refunds import worth_of
from tests.actions.protection.scene import Scene
from tests.checking.whole import faults_but_photos

WALKS, STEPS = 3, 60
PEOPLE = ("buyer", "seller", "agent", "colleague", "third", "other", "rival")


class Walk:
    """A few orders of one buyer, and whatever anybody does next."""

    def __init__(self, scene: Scene, seed: int) -> None:
        self.scene, self.dice = scene, Random(seed)
        self.orders = [self._order(units) for units in (1, 3)]
        self.done: Counter[str] = Counter()
        self.refused: set[str] = set()
        self.this = 0

    def _order(self, units: int) -> int:
        """The id of an order that was delivered forty days ago."""
        order = self.scene.order("DELIVERED", units)
        at = self.scene.clock.now - timedelta(days=40)
        values = {"delivered_at": at, "clocks_by": None}
        db.session.execute(update(Package).where(Package.order_id == order).values(values))
        db.session.commit()
        return order

    def step(self) -> None:
        """One event, of anybody, possible or not."""
        self.this = self._any_case()
        fitting = self._fitting() if self.dice.random() < 0.7 else []
        act = self.dice.choice(fitting or self._acts())
        try:
            act()
            self.done[act.__name__] += 1
        except (Refused, Faulty, NotEligible) as refused:
            self.refused.add(str(refused))
        finally:
            db.session.rollback()

    def _acts(self) -> list[Callable[[], Any]]:
        often = [self.open, self.open, self.decide, self.decide, self.answer, self.pay, self.time]
        return [
            *often,
            self.give,
            self.add,
            self.ask,
            self.offer,
            self.take,
            self.decline,
            self.withdraw,
            self.confirm,
            self.refuse,
            self.ineligible,
            self.ship,
            self.arrived,
            self.appeal,
        ]

    def _fitting(self) -> list[Callable[[], Any]]:
        """Acts that may well be possible with the case as it is."""
        row = db.session.get(ProtectionCase, self.this)
        of_state = {
            "awaiting_seller": [self.answer, self.answer, self.time, self.offer, self.take],
            "under_review": [self.decide, self.decide, self.confirm, self.refuse, self.ask, self.offer, self.take],
            "evidence_requested": [self.give, self.give, self.time, self.decline],
            "decided": [self.appeal, self.pay, self.pay, self.time],
            "return_required": [self.ship, self.ship, self.arrived, self.appeal, self.time],
            "returned": [self.pay, self.appeal],
            "refunded": [self.appeal, self.appeal, self.time],
            "appealed": [self.decide, self.decide, self.confirm, self.appeal, self.pay],
        }
        return of_state.get(row.state if row else "", [self.open, self.pay])

    def who(self, *likely: str) -> str:
        """Mostly somebody it is for, now and then anybody."""
        return self.scene.sign_ins[self.dice.choice(likely if self.dice.random() < 0.8 else PEOPLE)]

    def case(self) -> int:
        return self.this

    def _any_case(self) -> int:
        ids = list(db.session.scalars(select(ProtectionCase.id).order_by(ProtectionCase.id.desc()).limit(3)))
        return self.dice.choice(ids) if ids else 0

    def open(self) -> None:
        if self.dice.random() < 0.2:
            self.orders.append(self._order(self.dice.choice([1, 3])))
        order = self.dice.choice(self.orders[-3:])
        lines = [line for line in self.scene.lines(order) if self.dice.random() < 0.6] or self.scene.lines(order)
        buyer = self.who("buyer")
        draft = drafting.begin(buyer, order, str(uuid4()))
        reason = self.dice.choice(["not_received", "damaged", "damaged"])
        told = {"lines": lines, "reason": reason, "wanted": "refund", "words": "It never came to my door."}
        self._photo(draft.id)
        told["amount"] = self.dice.choice([None, None, 700])
        for step in ("items", "reason", "wanted", "evidence"):
            drafting.keep_step(buyer, draft.id, step, told)
        opening.open_case(buyer, opening.Sent(draft.client_id))

    def _photo(self, draft_id: int) -> None:
        """A photo as if it had been developed: what the darkroom does costs more than the rest of a walk."""
        if db.session.get(ClaimDraft, draft_id) is not None:
            values = {"id": str(uuid4()), "draft_id": draft_id, "side": "BUYER", "kind": "photo"}
            db.session.add(Evidence(**values, person_id=self.scene.people["buyer"].id))
            db.session.commit()

    def decide(self) -> None:
        outcome = self.dice.choice(["for_buyer", "for_seller", "partial"])
        this = self.case()
        by_line = None
        if outcome == "partial":
            lines = db.session.scalars(select(ProtectionLine.line_id).where(ProtectionLine.protection_id == this))
            by_line = {line: self.dice.choice([0, 1, 500, 999, 2000, 5000]) for line in lines}
        made = deciding.Decided(outcome, "So it is.", str(uuid4()), by_line, None, self.dice.random() < 0.4)
        deciding.decide(self.who("agent", "colleague", "third"), this, made)

    def answer(self) -> None:
        answering.answer(self.who("seller"), self.case(), "It was fine.")

    def give(self) -> None:
        answering.give_evidence(self.who("buyer", "seller"), self.case(), "Here.")

    def add(self) -> None:
        answering.add_evidence(self.who("buyer", "seller"), self.case(), "And this.")

    def ask(self) -> None:
        side = self.dice.choice(["BUYER", "SHOP"])
        reviewing.request_evidence(self.who("agent", "colleague"), self.case(), side, "More.", 2)

    def offer(self) -> None:
        amount = self.dice.choice([1, 500, 2000, 9999])
        settling.offer(self.who("buyer", "seller"), self.case(), amount, "", str(uuid4()))

    def _offered(self) -> tuple[int, int]:
        row = db.session.execute(
            select(Settlement.protection_id, Settlement.id).order_by(Settlement.id.desc()).limit(1)
        ).first()
        return (row.protection_id, row.id) if row else (0, 0)

    def take(self) -> None:
        settling.accept(self.who("buyer", "seller"), *self._offered())

    def decline(self) -> None:
        settling.decline(self.who("buyer", "seller"), *self._offered())

    def withdraw(self) -> None:
        if self.dice.random() < 0.3 and self.case():
            settling.withdraw(self.who("buyer"), self.case())

    def confirm(self) -> None:
        seconding.confirm(self.who("agent", "colleague", "third"), self.case())

    def refuse(self) -> None:
        seconding.refuse(self.who("agent", "colleague"), self.case(), "No.")

    def ineligible(self) -> None:
        if self.dice.random() < 0.3:
            reviewing.find_ineligible(self.who("agent"), self.case(), "It isn't.")

    def ship(self) -> None:
        going_back.ship_back(self.who("buyer"), self.case(), "Carrier", str(self.dice.randrange(9)))

    def arrived(self) -> None:
        going_back.mark_arrived(self.who("seller"), self.case())

    def appeal(self) -> None:
        new = " ".join(uuid4().hex for _ in range(6))
        appealing.appeal(self.who("buyer", "seller"), self.case(), new)

    def pay(self) -> None:
        """The payment system says how a refund went."""
        pending = list(db.session.scalars(select(Refund.id).where(Refund.state != "done")))
        if pending:
            failed = self.dice.random() < 0.2
            settle(self.dice.choice(pending), Told("failed", "", "told", "no") if failed else Told("done", "bank"))

    def time(self) -> None:
        """Hours or days go by; the job runs or doesn't."""
        self.scene.clock.on(timedelta(hours=self.dice.choice([1, 20, 49, 24 * 6, 24 * 15])))
        if self.dice.random() < 0.6:
            deadlines.go_round()


def check(walk: Walk) -> None:
    """What always holds, whatever anybody did."""
    db.session.rollback()
    held: Counter[int] = Counter()
    for row in db.session.scalars(select(ProtectionCase).execution_options(populate_existing=True)):
        _check_case(row)
        held.update(line.line_id for line in row.lines if row.state in OPEN)
    assert not held or max(held.values()) == 1, "two open cases about one item"
    for order in walk.orders:
        _check_money(order)
    _check_steps()


def _check_case(row: ProtectionCase) -> None:
    assert row.state in STATES
    assert row.state != "opened", "that is a moment within the opening"
    assert (row.closed_at is not None) == (row.state in ENDED), row.state
    assert {line.open_line_id is not None for line in row.lines} == {row.state in OPEN}, row.state
    made = [row.state in ("made", "confirmed") for row in _decisions(row.id)]
    assert bool(row.outcome) == any(made)
    if row.state in UNDECIDED:
        assert not row.outcome
        assert not _refunds(row.id)
    running = db.session.scalar(select(Deadline).where(Deadline.open_key == f"protection:{row.id}"))
    acting = {"awaiting_seller", "evidence_requested", "return_required"}
    assert (row.mover != "") == (row.state in acting | {"under_review", "appealed"}), (row.state, row.mover)
    assert (row.due_at is not None) == (row.mover != "")
    if row.state in acting:
        assert running is not None
        assert running.due_at == row.due_at
    if row.state in ("under_review", "appealed", *ENDED):
        assert running is None, (row.state, running.act)
    waiting = [each for each in _decisions(row.id) if each.state == "proposed"]
    assert len(waiting) <= 1
    assert not waiting or row.state in ("under_review", "appealed")
    offered = select(func.count()).where(Settlement.protection_id == row.id, Settlement.state == "offered")
    assert (db.session.scalar(offered) or 0) <= (row.state in UNDECIDED)
    paid = sum(refund.amount for refund in _refunds(row.id))
    assert paid - row.borne_amount <= (row.decided_amount or 0), (row.state, paid, row.decided_amount)


def _decisions(protection_id: int) -> list[ProtectionDecision]:
    return list(
        db.session.scalars(select(ProtectionDecision).where(ProtectionDecision.protection_id == protection_id))
    )


def _refunds(protection_id: int) -> list[Refund]:
    return list(db.session.scalars(select(Refund).where(Refund.key.like(f"protection:{protection_id}:%"))))


def _check_money(order: int) -> None:
    """Neither the order nor one of its items gives back more than was paid for it."""
    total = select(PaymentPart.amount).where(PaymentPart.order_id == order, PaymentPart.kind == "total")
    given = select(func.sum(Refund.amount)).where(Refund.order_id == order)
    assert int(db.session.scalar(given) or 0) <= int(db.session.scalar(total) or 0)
    worth = worth_of(refund_facts(db.session.connection(), order).bill)
    parts = (
        select(RefundPart.line_id, func.sum(RefundPart.amount).label("amount"))
        .join(Refund, Refund.id == RefundPart.refund_id)
        .where(Refund.order_id == order, RefundPart.line_id.is_not(None))
        .group_by(RefundPart.line_id)
    )
    for row in db.session.execute(parts):
        assert int(row.amount) <= worth[row.line_id]


def _check_steps() -> None:
    """Each change of state in the timeline is a row of the table."""
    allowed = {(origin, step.to) for step in TABLE for origin in step.origins}
    for entry in db.session.scalars(select(LogEntry).where(LogEntry.what.like("protection.%"))):
        if "was" in entry.data:
            assert (entry.data["was"], entry.data["state"]) in allowed, entry.what


@pytest.mark.parametrize("seed", range(WALKS))
def test_whatever_anybody_does_a_case_stays_possible(scene: Scene, seed: int) -> None:
    scene.app.config["SECOND_AGENT_ABOVE"] = "30"
    _third_agent(scene)
    walk = Walk(scene, seed)
    for _ in range(STEPS):
        walk.step()
        check(walk)
    assert {"open", "decide"} <= set(walk.done), (walk.done, walk.refused)
    assert faults_but_photos() == []


def _third_agent(scene: Scene) -> None:
    role = db.session.scalars(select(Role).where(Role.name == "agent")).one()
    third = Person(name="Third", fs_uniquifier="third", roles=[role], adult_confirmed_by="the test")
    db.session.add(third)
    db.session.flush()
    scene.sign_ins["third"] = str(uuid4())
    db.session.add(SignIn(id=scene.sign_ins["third"], person_id=third.id))
    db.session.commit()
