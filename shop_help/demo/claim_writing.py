"""Opens the demo's cases of Buyer Protection by the acts themselves, each at its time."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5

from sqlalchemy import delete, select

from shop_help import clock
from shop_help.actions.deadlines import catch_up
from shop_help.actions.protection import (
    answering,
    appealing,
    deciding,
    drafting,
    evidence,
    opening,
    reviewing,
    settling,
)
from shop_help.actions.protection.work import OWNER
from shop_help.actions.refunds.settling import settle
from shop_help.database import write_unit
from shop_help.demo import evidence as drawings
from shop_help.demo.claim_plans import CLAIMS, ClaimPlan, Step
from shop_help.demo.order_plans import PLANS
from shop_help.extensions import db
from shop_help.models import Order, Person, ProtectionCase, Refund, Settlement, SignIn
from shop_help.models.protection_log import is_refund_of
from shop_help.policy.refund_states import Told


def _name(*parts: object) -> str:
    """The same name at each seed, so that sent twice it is one."""
    return str(uuid5(NAMESPACE_URL, "/".join(["demo", *map(str, parts)])))


def _decide(who: str, this: int, **told: Any) -> None:
    deciding.decide(who, this, deciding.Decided(client_id=_name("decision", this, told["why"]), **told))


def _accept(who: str, this: int) -> None:
    offer = select(Settlement.id).where(Settlement.open_protection_id == this)
    settling.accept(who, this, db.session.scalars(offer).one())


def _pay(who: str, this: int) -> None:
    """The demo's payment says that it is done."""
    refund_id = db.session.scalars(select(Refund.id).where(is_refund_of(this))).one()
    settle(refund_id, Told("done", f"demo-{refund_id}"))


#: By the name in a plan: (the sign-in of who acts, the case, what it says).
ACTS: Mapping[str, Callable[..., Any]] = {
    "answer": answering.answer,
    "ask": reviewing.request_evidence,
    "decide": _decide,
    "offer": lambda who, this, **told: settling.offer(who, this, client_id=_name("offer", this), **told),
    "accept": _accept,
    "appeal": appealing.appeal,
    "withdraw": settling.withdraw,
    "pay": _pay,
}


def seed_claims(now: datetime) -> int:
    """Opens the cases that are not there yet; how many that were. One that people went on with stays theirs."""
    missing = list(_missing())
    db.session.rollback()
    if not missing:
        return 0
    with _signed_in() as sign_ins:
        for plan, order_id, buyer in missing:
            _tell(plan, order_id, buyer, sign_ins, now.replace(microsecond=0))
    return len(missing)


def _missing() -> Iterator[tuple[ClaimPlan, int, str]]:
    plans = {plan.key: plan for plan in PLANS}
    known = set(db.session.scalars(select(ProtectionCase.order_id)))
    orders = {order.number: order.id for order in db.session.scalars(select(Order).where(Order.story != ""))}
    for plan in CLAIMS:
        order_id = orders.get(plans[plan.order].number)
        if order_id is not None and order_id not in known:
            yield plan, order_id, plans[plan.order].buyer


@contextmanager
def _signed_in() -> Iterator[dict[str, str]]:
    """A sign-in of each of the cast, for the acts to ask; gone afterwards."""
    sign_ins: dict[str, str] = {}
    with write_unit(db.session) as session:
        for person in session.scalars(select(Person).where(Person.cast_name.is_not(None))):
            sign_ins[person.cast_name or ""] = str(uuid4())
            session.add(SignIn(id=sign_ins[person.cast_name or ""], person_id=person.id))
    try:
        yield sign_ins
    finally:
        with write_unit(db.session) as session:
            session.execute(delete(SignIn).where(SignIn.id.in_(list(sign_ins.values()))))


def _tell(plan: ClaimPlan, order_id: int, buyer: str, sign_ins: Mapping[str, str], now: datetime) -> None:
    with clock.as_of(now - timedelta(hours=plan.hours)):
        opened = _open(plan, order_id, sign_ins[buyer])
    for step in plan.then:
        _follow(step, opened, sign_ins, now - timedelta(hours=step.hours))


def _open(plan: ClaimPlan, order_id: int, sign_in: str) -> int:
    order = db.session.get_one(Order, order_id)
    lines = [line.id for line in order.lines][: plan.items]
    draft = drafting.begin(sign_in, order_id, _name("claim", order.number), lines)
    if plan.photo:
        content = BytesIO(drawings.DRAWINGS[plan.photo]())
        evidence.add_photo(sign_in, evidence.Place("draft", draft.id), _name(order_id, plan.photo), content, True)
    told = {"reason": plan.reason, "wanted": plan.wanted, "amount": None, "words": plan.words}
    for step in ("reason", "wanted", "evidence"):
        draft = drafting.keep_step(sign_in, draft.id, step, told)
    return opening.open_case(sign_in, opening.Sent(draft.client_id, draft.mark)).protection_id


def _follow(step: Step, protection_id: int, sign_ins: Mapping[str, str], at: datetime) -> None:
    with clock.as_of(at):
        catch_up(OWNER, [protection_id])
        ACTS[step.act](sign_ins[step.who], protection_id, **step.told)
