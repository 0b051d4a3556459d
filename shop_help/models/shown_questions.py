"""The questions of Help as pages show them: each with the words that hold, in the catalogue's order."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from shop_help.models.help_question import HelpQuestion, HelpText, HelpTopic
from shop_help.models.prepared import Prepared
from shop_help.models.reading import row_of, rows_of
from shop_help.models.translations import Translations
from shop_help.policy.help_questions import Candidate, place_in


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """A question with its topic and the version of its words that holds."""

    id: int
    slug: str
    place: tuple[int, int]
    fits: dict[str, int]
    unless: frozenset[str]
    actions: tuple[str, ...]
    version: int
    question: str
    asked: str
    body: str
    translations: Translations
    topic: str
    topic_title: str
    topic_picture: str
    #: Not offered: it is read by who has its address.
    is_hidden: bool

    @property
    def candidate(self) -> Candidate:
        """As the ranking sees it."""
        return Candidate(self.slug, self.place, self.fits, self.unless)


_QUESTIONS = (
    select(
        HelpQuestion.id,
        HelpQuestion.slug,
        HelpTopic.position.label("topic_position"),
        HelpQuestion.position,
        HelpQuestion.fits,
        HelpQuestion.unless,
        HelpQuestion.actions,
        HelpQuestion.version,
        HelpQuestion.hidden_at,
        HelpText.question,
        HelpText.asked,
        HelpText.body,
        HelpQuestion.translations,
        HelpTopic.slug.label("topic"),
        HelpTopic.title,
        HelpTopic.picture,
        HelpTopic.placed,
    )
    .join(HelpTopic, HelpTopic.id == HelpQuestion.topic_id)
    .join(HelpText, (HelpText.question_id == HelpQuestion.id) & (HelpText.version == HelpQuestion.version))
)
_STATE = Prepared(
    select(
        func.coalesce(func.max(HelpText.id), 0).label("newest"),
        func.count().label("texts"),
        select(func.coalesce(func.sum(HelpTopic.order_version), 0)).scalar_subquery().label("orders"),
    )
)


def state_of_texts() -> tuple[int, int, int]:
    """Changes with every version or translation written, with what is offered, and with their order; one cheap
    question."""
    state = row_of(_STATE)
    return state.newest, state.texts, state.orders


def all_questions() -> list[ShownQuestion]:
    """Every question, topic by topic; hidden ones, too."""
    found = sorted(rows_of(_QUESTIONS), key=lambda row: (row.topic_position, *_place(row), row.id))
    return [
        ShownQuestion(
            id=row.id,
            slug=row.slug,
            place=(row.topic_position, number),
            fits=row.fits,
            unless=frozenset(row.unless),
            actions=tuple(row.actions),
            version=row.version,
            question=row.question,
            asked=row.asked,
            body=row.body,
            translations=row.translations,
            topic=row.topic,
            topic_title=row.title,
            topic_picture=row.picture,
            is_hidden=row.hidden_at is not None,
        )
        for number, row in enumerate(found, 1)
    ]


def _place(row: Any) -> tuple[int, int]:
    return place_in(row.placed, row.slug, row.position)
