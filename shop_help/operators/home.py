"""What is in the house: how many of each thing, and what happened last."""

from collections.abc import Sequence

from flask import render_template
from sqlalchemy import Row, func, select

from shop_help.extensions import db
from shop_help.models import Conversation, LogEntry, Order, Person, Shop
from shop_help.operators import door
from shop_help.operators.log_words import event_word, log_voice_word, why_words
from shop_help.presentation import number
from shop_help.speech import gettext as _

#: Of so many things each is counted; of more the highest number given out tells about how many there are.
MOST_COUNTED = 10_000
#: Lines of the log on the page.
NEWEST = 20

Thing = type[Person | Shop | Order | Conversation]


@door.get("/")
def home() -> str:
    things: tuple[tuple[str, Thing], ...] = (
        (_("People"), Person),
        (_("Shops"), Shop),
        (_("Orders"), Order),
        (_("Conversations"), Conversation),
    )
    return render_template(
        "operators/home.html",
        counts=[(word, how_many(thing)) for word, thing in things],
        entries=_newest(),
        event_word=event_word,
        log_voice_word=log_voice_word,
        why_words=why_words,
    )


def how_many(thing: Thing, most: int = MOST_COUNTED) -> str:
    """How many there are, in words, without walking through all of them."""
    some = select(thing.id).limit(most + 1).subquery()
    counted = db.session.scalar(select(func.count()).select_from(some)) or 0
    if counted <= most:
        return number(counted)
    highest = db.session.scalar(select(func.max(thing.id))) or counted
    return _("about %(count)s", count=number(round(highest, 2 - len(str(highest)))))


def _newest() -> Sequence[Row[LogEntry, str, str, str]]:
    wanted = (
        select(LogEntry, Order.number, Shop.name.label("shop_name"), Person.name.label("person_name"))
        .outerjoin(Order, Order.id == LogEntry.order_id)
        .outerjoin(Shop, Shop.id == LogEntry.shop_id)
        .outerjoin(Person, Person.id == LogEntry.person_id)
        .order_by(LogEntry.id.desc())
        .limit(NEWEST)
    )
    return db.session.execute(wanted).all()
