"""The questions of Help grouped by topic, those that make no sense for the order left out."""

from dataclasses import dataclass, field
from urllib.parse import quote_plus

from flask import current_app
from markupsafe import Markup

from shop_help.buyers.asking import Asking
from shop_help.models.shown_questions import ShownQuestion
from shop_help.policy.help_questions import makes_sense
from shop_help.speech import gettext as _
from shop_help.speech import locale


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


#: Stands for the order's number in what is kept ready.
_NUMBER = "ORDER-NUMBER"
#: Lists kept ready: one for what is the case with an order, and each language.
MOST_KEPT = 64


def topics_html(asked: Asking) -> Markup:
    """The topics with their questions as they stand on a page, rendered once for all orders that they fit."""
    kept, key = asked.catalogue.kept, (locale(), bool(asked.number), asked.situations)
    html = kept.get(key)
    if html is None:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        template = current_app.jinja_env.get_template("buyers/_help_topics.html")
        html = kept[key] = template.render(topics=by_topic(asked), order_number=_NUMBER if asked.number else "")
    return Markup(html.replace(_NUMBER, quote_plus(asked.number)))  # noqa: S704 - the partial escapes the rest
