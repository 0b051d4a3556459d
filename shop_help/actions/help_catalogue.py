"""Installs the questions we ship: adds what is missing and renews what nobody here has edited."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.help_catalogue import TOPICS, ShippedQuestion, questions
from shop_help.models import HelpQuestion, HelpText, HelpTopic, LogEntry

Writer = Session | scoped_session[Session]


@dataclass
class Installed:
    """What an installation did with the questions."""

    added: int = 0
    renewed: int = 0
    #: Written by an operator here, and left as they are.
    kept: int = 0


def install_questions() -> Installed:
    """Puts the catalogue in; a second time it changes nothing, and an operator's words stay."""
    done = Installed()
    with write_unit(db.session) as session:
        topics = _topics(session)
        known = {row.slug: row for row in session.scalars(select(HelpQuestion))}
        texts = {(text.question_id, text.version): text for text in session.scalars(select(HelpText))}
        for shipped in questions():
            row = known.get(shipped.slug)
            if row is None:
                _add(session, shipped, topics[shipped.topic])
                done.added += 1
            else:
                _place(row, shipped, topics[shipped.topic])
                _renew(session, row, texts[row.id, row.version], shipped, done)
        if done.added or done.renewed:
            counts = {"added": done.added, "renewed": done.renewed}
            session.add(LogEntry(what="help_questions.installed", voice="SYSTEM", data=counts))
    return done


def _topics(session: Writer) -> dict[str, HelpTopic]:
    known = {topic.slug: topic for topic in session.scalars(select(HelpTopic))}
    for position, shipped in enumerate(TOPICS, 1):
        topic = known.get(shipped.slug)
        if topic is None:
            topic = known[shipped.slug] = HelpTopic(slug=shipped.slug)
            session.add(topic)
        topic.title, topic.picture, topic.position = shipped.title, shipped.picture, position
    session.flush()
    return known


def _add(session: Writer, shipped: ShippedQuestion, topic: HelpTopic) -> None:
    row = HelpQuestion(slug=shipped.slug, version=1)
    _place(row, shipped, topic)
    session.add(row)
    session.flush()
    session.add(_text(row, 1, shipped))


def _place(row: HelpQuestion, shipped: ShippedQuestion, topic: HelpTopic) -> None:
    """Where it stands and when it is offered is ours: operators edit its words."""
    row.topic_id, row.position = topic.id, shipped.position
    row.fits, row.unless, row.actions = dict(shipped.fits), list(shipped.unless), list(shipped.actions)


def _renew(session: Writer, row: HelpQuestion, now: HelpText, shipped: ShippedQuestion, done: Installed) -> None:
    if (now.question, now.asked, now.body) == (shipped.question, shipped.asked, shipped.body):
        return
    if not now.is_shipped:
        done.kept += 1
        return
    row.version += 1
    session.add(_text(row, row.version, shipped))
    done.renewed += 1


def _text(row: HelpQuestion, version: int, shipped: ShippedQuestion) -> HelpText:
    return HelpText(
        question_id=row.id, version=version, question=shipped.question, asked=shipped.asked, body=shipped.body
    )
