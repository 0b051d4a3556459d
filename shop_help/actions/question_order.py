"""In which order the questions of a topic of Help stand: as an operator puts them, or as they were shipped."""

from collections.abc import Sequence

from sqlalchemy import select

from shop_help import audit
from shop_help.actions.staff import By, staff_at
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.identity import Viewer
from shop_help.models import HelpQuestion, HelpTopic, LogEntry
from shop_help.policy.help_questions import place_in
from shop_help.policy.messages import Refused
from shop_help.policy.permissions import may_edit_help


def move_question(by: By, question_id: int, place: int) -> None:
    """It stands at this place of its topic, from 1; the others close up. Raises Refused for a place there is not."""
    with write_unit(db.session) as session:
        operator = staff_at(by, may_edit_help)
        row = session.get(HelpQuestion, question_id)
        if row is None:
            raise Refused("forbidden")
        topic = session.get_one(HelpTopic, row.topic_id, with_for_update=True, populate_existing=True)
        order = order_of(topic)
        was = order.index(row.slug) + 1
        if not 1 <= place <= len(order):
            raise Refused("bad_request")
        if was == place:
            return
        order.remove(row.slug)
        order.insert(place - 1, row.slug)
        _put(topic, order)
        _say("help_question.moved", f"question {row.slug}", operator, {"place": was}, {"place": place})


def reset_order(by: By, slug: str) -> None:
    """The questions of a topic stand as they were shipped. Raises Refused where there is no such topic."""
    with write_unit(db.session) as session:
        operator = staff_at(by, may_edit_help)
        topic = session.scalar(select(HelpTopic).where(HelpTopic.slug == slug).with_for_update())
        if topic is None:
            raise Refused("forbidden")
        if topic.placed is None:
            return
        before = order_of(topic)
        _put(topic, None)
        after = order_of(topic)
        _say("help_question.order_reset", f"topic {slug}", operator, {"order": before}, {"order": after})


def order_of(topic: HelpTopic) -> list[str]:
    """Its questions by slug, as they stand now."""
    rows = db.session.scalars(select(HelpQuestion).where(HelpQuestion.topic_id == topic.id))
    stand = {row.slug: (*place_in(topic.placed, row.slug, row.position), row.id) for row in rows}
    return sorted(stand, key=stand.__getitem__)


def _put(topic: HelpTopic, order: Sequence[str] | None) -> None:
    topic.placed = list(order) if order is not None else None
    topic.order_version += 1


def _say(what: str, thing: str, operator: Viewer | None, before: dict[str, object], after: dict[str, object]) -> None:
    person_id = operator.person_id if operator else None
    data = {"thing": thing, "before": before, "after": after}
    db.session.add(LogEntry(what=what, voice="OPERATOR", person_id=person_id, data=data))
    audit.note(what, thing, operator, before=before, after=after)
