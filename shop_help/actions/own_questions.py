"""Which questions Help offers: an operator's own are added, and any is hidden or offered again."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from shop_help import audit, clock
from shop_help.actions.one_at_a_time import operators_one_at_a_time
from shop_help.actions.staff import By, Writer, staff_at, writer_at
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.identity import Viewer
from shop_help.models import HelpQuestion, HelpText, HelpTopic, LogEntry
from shop_help.policy.faults import refuse_faulty
from shop_help.policy.help_questions import OWN_WEIGHT, SOLUTIONS, name_for, own_faults
from shop_help.policy.help_texts import text_faults
from shop_help.policy.messages import Refused
from shop_help.policy.permissions import may_edit_help
from shop_help.policy.same_form import SAME_FORM

#: Begins the names of operators' own.
OWN = "own%"
Told = Mapping[str, object] | None


@dataclass(frozen=True)
class WrittenQuestion:
    """A question as an operator wrote it."""

    #: A topic's name.
    topic: str
    question: str
    #: What buyers say who mean it, a line each.
    asked: str
    body: str
    #: Names of SOLUTIONS.
    actions: Collection[str] = ()
    #: Situations of an order for which it comes first.
    fits: Collection[str] = ()


def add_question(by: By, written: WrittenQuestion, writer_id: int | None = None) -> str:
    """Buyers are offered it from now on, behind those of its topic; its name.

    `writer_id`: of a command, the operator whose words they are. Raises Faulty for what can't be,
    Refused where there is no such topic.
    """
    with write_unit(db.session) as session:
        writer = writer_at(by, writer_id, may_edit_help)
        topic = session.scalar(select(HelpTopic).where(HelpTopic.slug == written.topic).with_for_update())
        if topic is None:
            raise Refused("forbidden")
        operators_one_at_a_time()
        faults = text_faults(written.question, written.asked, written.body)
        refuse_faulty(faults | own_faults(0, written.actions, written.fits))
        there = _same_there(written)
        if there is not None:
            return there
        names = session.scalars(select(HelpQuestion.slug).where(HelpQuestion.slug.like(OWN))).all()
        refuse_faulty(own_faults(len(names), written.actions, written.fits))
        row = _row(topic, written, name_for(written.question, names))
        session.add(row)
        session.flush()
        text = HelpText(question=written.question, asked=written.asked, body=written.body, version=1)
        text.question_id, text.person_id = row.id, writer.person_id
        session.add(text)
        _say("help_question.added", row, writer, None, {"topic": topic.slug, "question": written.question})
        return row.slug


def hide_question(by: By, question_id: int) -> bool:
    """It is offered nowhere any more; who has its address still reads it. Was it offered until now?"""
    return _set_hidden(by, question_id, True)


def offer_question(by: By, question_id: int) -> bool:
    """It is offered again. Was it hidden until now?"""
    return _set_hidden(by, question_id, False)


def _set_hidden(by: By, question_id: int, hidden: bool) -> bool:
    with write_unit(db.session) as session:
        operator = staff_at(by, may_edit_help)
        row = session.get(HelpQuestion, question_id)
        if row is None:
            raise Refused("forbidden")
        # The topic is what those wait for who change what is offered in it.
        topic = session.get_one(HelpTopic, row.topic_id, with_for_update=True, populate_existing=True)
        session.refresh(row)
        if (row.hidden_at is not None) == hidden:
            return False
        row.hidden_at = clock.now() if hidden else None
        topic.order_version += 1
        what = "help_question.hidden" if hidden else "help_question.offered"
        _say(what, row, operator, {"hidden": not hidden}, {"hidden": hidden})
        return True


def _same_there(written: WrittenQuestion) -> str | None:
    """The name of one that was added just so a moment ago: the same form sent twice adds one."""
    wanted = (
        select(HelpQuestion)
        .join(HelpText, (HelpText.question_id == HelpQuestion.id) & (HelpText.version == HelpQuestion.version))
        .join(HelpTopic, HelpTopic.id == HelpQuestion.topic_id)
        .where(HelpQuestion.slug.like(OWN), HelpQuestion.hidden_at.is_(None), HelpTopic.slug == written.topic)
        .where(HelpText.question == written.question, HelpText.body == written.body)
        .where(HelpText.asked == written.asked, HelpText.created_at > clock.now() - SAME_FORM)
    )
    chosen = (_in_order(written.actions), dict.fromkeys(written.fits, OWN_WEIGHT))
    found = db.session.scalars(wanted)
    return next((row.slug for row in found if (list(row.actions), dict(row.fits)) == chosen), None)


def _in_order(actions: Collection[str]) -> list[str]:
    return [each for each in SOLUTIONS if each in actions]


def _row(topic: HelpTopic, written: WrittenQuestion, name: str) -> HelpQuestion:
    last = db.session.scalar(select(func.max(HelpQuestion.position)).where(HelpQuestion.topic_id == topic.id))
    return HelpQuestion(
        slug=name,
        topic_id=topic.id,
        position=(last or 0) + 1,
        fits=dict.fromkeys(written.fits, OWN_WEIGHT),
        actions=_in_order(written.actions),
    )


def _say(what: str, row: HelpQuestion, who: Writer | Viewer | None, before: Told, after: Told) -> None:
    viewer = who.viewer if isinstance(who, Writer) else who
    person_id = who.person_id if who else None
    data = {"question": row.slug, "before": before, "after": after}
    db.session.add(LogEntry(what=what, voice="OPERATOR", person_id=person_id, data=data))
    audit.note(what, f"question {row.slug}", viewer, before=before, after=after)
