"""Adds the demo's cases and its business hours; a case that people went on with stays theirs."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from shop_help import clock
from shop_help.database import write_unit
from shop_help.demo.case_plans import CASES, HOURS, CasePlan
from shop_help.demo.case_writing import CaseWriter
from shop_help.demo.order_plans import PLANS
from shop_help.extensions import db
from shop_help.models import Case, HelpQuestion, Order, Person, ServiceHours


def seed_cases() -> int:
    """Adds what is missing; how many cases that were. The questions of Help stand before them."""
    now = clock.now().replace(microsecond=0)
    with write_unit(db.session):
        session = db.session()
        for market, (week, keeps_holidays) in HOURS.items():
            if session.get(ServiceHours, market) is None:
                session.add(ServiceHours(market=market, week=week, keeps_holidays=keeps_holidays))
        session.flush()
        return _add_missing(session, now)


def _add_missing(session: Session, now: datetime) -> int:
    people = {person.cast_name: person for person in session.scalars(select(Person).where(Person.cast_name != ""))}
    writer = CaseWriter(session, now, people)
    orders = {order.number: order for order in session.scalars(select(Order).where(Order.story != ""))}
    questions = {question.slug: question for question in session.scalars(select(HelpQuestion))}
    numbers = {plan.key: plan.number for plan in PLANS}
    written: dict[str, int] = {}
    added = 0
    for plan in CASES:
        order = orders.get(numbers[plan.order]) if plan.order else None
        question = questions.get(plan.question)
        if question is None or (plan.order and order is None):
            continue
        buyer_id, earlier_id = people[plan.buyer].id, written.get(plan.goes_on_from)
        known = _known(session, plan, buyer_id, order.id if order else None, question.id, earlier_id)
        written[plan.key] = known or writer.write(plan, order, question, earlier_id)
        added += known is None
    return added


def _known(
    session: Session, plan: CasePlan, buyer_id: int, order_id: int | None, question_id: int, earlier_id: int | None
) -> int | None:
    """The id of a planned case that is there."""
    asked = Case.of_buyer(buyer_id).where(
        Case.question_id == question_id, Case.order_id.is_not_distinct_from(order_id)
    )
    goes_on = Case.earlier_id == earlier_id if plan.goes_on_from else Case.earlier_id.is_(None)
    found = session.scalars(asked.where(goes_on).order_by(Case.id)).first()
    return found.id if found else None
