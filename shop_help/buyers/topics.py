"""The questions of Help grouped by topic, those that make no sense for the order left out."""

from dataclasses import dataclass, field

from shop_help.buyers.asking import Asking
from shop_help.models.shown_questions import ShownQuestion
from shop_help.policy.help_questions import makes_sense
from shop_help.speech import gettext as _


@dataclass
class Topic:
    """A topic with its questions in the catalogue's order."""

    slug: str
    title: str
    picture: str
    questions: list[ShownQuestion] = field(default_factory=list)


def by_topic(asked: Asking) -> list[Topic]:
    """Every topic that has a question for this order."""
    topics: dict[str, Topic] = {}
    for question in asked.catalogue.questions:
        if makes_sense(question.candidate, asked.situations):
            topic = Topic(question.topic, _(question.topic_title), question.topic_picture)
            topics.setdefault(question.topic, topic).questions.append(question)
    return list(topics.values())
