"""The questions we ship: a markdown file each, in a folder for its topic, numbered as they stand there.

`translations/` holds the same folders once more for each other language.
"""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Protocol, TypeVar

from shop_help.policy.wording import N_
from shop_help.speech import SOURCE

HERE = Path(__file__).parent


@dataclass(frozen=True)
class ShippedTopic:
    """A topic under which questions are chosen."""

    slug: str
    title: str
    #: An icon of the sprite.
    picture: str


TOPICS = (
    ShippedTopic("delivery", N_("Delivery"), "truck"),
    ShippedTopic("items", N_("Damaged or wrong items"), "exclamation-triangle"),
    ShippedTopic("returns", N_("Returns and refunds"), "arrow-uturn-left"),
    ShippedTopic("changes", N_("Cancelling and changing"), "pencil"),
    ShippedTopic("payment", N_("Payment"), "credit-card"),
    ShippedTopic("seller", N_("The seller"), "building-storefront"),
    ShippedTopic("account", N_("Account and safety"), "user-circle"),
    ShippedTopic("protection", N_("Buyer Protection"), "shield-check"),
)


class Worded(Protocol):
    """A question with its words, a dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def slug(self) -> str: ...
    @property
    def question(self) -> str: ...
    @property
    def asked(self) -> str: ...
    @property
    def body(self) -> str: ...


Q = TypeVar("Q", bound=Worded)


@dataclass(frozen=True)
class ShippedQuestion:
    """A question as its file has it."""

    slug: str
    topic: str
    position: int
    question: str
    #: What buyers say who mean it, a line each: the search looks here, too.
    asked: str
    body: str
    fits: tuple[tuple[str, int], ...]
    unless: tuple[str, ...]
    actions: tuple[str, ...]


@cache
def questions(language: str = SOURCE) -> tuple[ShippedQuestion, ...]:
    """All of them, topic by topic."""
    folder = HERE if language == SOURCE else HERE / "translations" / language
    return tuple(_read(path) for topic in TOPICS for path in sorted((folder / topic.slug).glob("*.md")))


@cache
def _called(language: str) -> dict[str, ShippedQuestion]:
    return {question.slug: question for question in questions(language)}


def is_ours(slug: str, question: str, asked: str, body: str) -> bool:
    """Are these the words that were shipped, and so there in each language?"""
    shipped = _called(SOURCE).get(slug)
    return shipped is not None and (question, asked, body) == (shipped.question, shipped.asked, shipped.body)


def translated(question: Q, language: str) -> Q:
    """A question in another language: where its words are ours still, for what operators write here is theirs."""
    other = _called(language).get(question.slug)
    if other is None or not is_ours(question.slug, question.question, question.asked, question.body):
        return question
    return replace(question, question=other.question, asked=other.asked, body=other.body)


def shipped_in(language: str, slug: str) -> dict[str, str] | None:
    """The words that we ship of a question in a language."""
    other = _called(language).get(slug)
    return None if other is None else {"question": other.question, "asked": other.asked, "body": other.body}


@cache
def _titles(language: str) -> dict[str, str]:
    others = _called(language)
    return {each.question: others[each.slug].question for each in questions() if each.slug in others}


def question_in(language: str, question: str) -> str:
    """A question as its title alone stands somewhere, in another language; an operator's own stays as it is."""
    return _titles(language).get(question, question)


def _read(path: Path) -> ShippedQuestion:
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    lines = head.splitlines()
    told = dict(line.split(": ", 1) for line in lines if not line.startswith("- "))
    position, _, slug = path.stem.partition("-")
    fits = (each.split("=") for each in told.get("fits", "").split())
    return ShippedQuestion(
        slug=slug,
        topic=path.parent.name,
        position=int(position),
        question=told["question"],
        asked="\n".join(line[2:] for line in lines if line.startswith("- ")),
        body=body.strip(),
        fits=tuple((name, int(weight)) for name, weight in fits),
        unless=tuple(told.get("unless", "").split()),
        actions=tuple(told.get("actions", "").split()),
    )
