"""The questions we ship: a markdown file each, in a folder for its topic, numbered as they stand there."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from shop_help.policy.wording import N_

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
def questions() -> tuple[ShippedQuestion, ...]:
    """All of them, topic by topic."""
    return tuple(_read(path) for topic in TOPICS for path in sorted((HERE / topic.slug).glob("*.md")))


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
