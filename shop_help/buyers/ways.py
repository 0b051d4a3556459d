"""The ways that lead to somebody, the nearest first: the seller of the order, then customer service."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from shop_help import order_words, urls
from shop_help.buyers.asking import Asking
from shop_help.doors import platform, platform_label
from shop_help.models import Shop
from shop_help.models.answer_rates import rate_of
from shop_help.models.prepared import Prepared
from shop_help.models.reading import row_of
from shop_help.models.shown_orders import ShownOrder
from shop_help.policy.answering import AnswerRate
from shop_help.policy.numbers import NUMBERS
from shop_help.policy.permissions import may_contact
from shop_help.speech import gettext as _


@dataclass(frozen=True)
class Way:
    """A way to somebody: where a tap leads. `form` is sent by POST; without one it is a link."""

    label: str
    picture: str
    address: str
    form: dict[str, str] | None = None
    #: What to expect: how fast they answer, or why they may take longer.
    rate: AnswerRate | None = None
    absence: str = ""
    note: str = ""


def ways_for(asking: Asking, question: str = "") -> list[Way]:
    """The ways open to this person about a question (its slug). None to who may only read help.

    A visitor is shown them too: they lead to the sign-in and back.
    """
    if asking.viewer is not None and not may_contact(asking.viewer):
        return []
    near = [seller_way(asking.order, asking.viewer.zone)] if asking.order and asking.viewer else []
    return near + _customer_service(asking, question)


_ABSENCE = Prepared(
    select(Shop.is_away, Shop.away_note, Shop.holiday_from, Shop.holiday_until).where(Shop.id == bindparam("shop", 0))
)


def seller_way(order: ShownOrder, zone: str) -> Way:
    """ "Message" to the seller of an order, with how fast they answer."""
    shop = order.shop
    return Way(
        _("Message %(shop)s", shop=shop.name),
        "chat-bubble-left-right",
        urls.message_shop(shop.id),
        form={"order": order.number},
        rate=rate_of(shop.id),
        absence=order_words.absence_of(row_of(_ABSENCE, shop=shop.id), zone),
    )


def _customer_service(asking: Asking, question: str) -> list[Way]:
    """One way to the choice where the platform has "Get Help"; else both ways straight on."""
    here, choice = platform(), urls.contact(asking.number, question)
    sign_in = _("You sign in first, and come back here.") if asking.viewer is None else ""
    if here.has_get_help:
        return [Way(_("Contact us"), "lifebuoy", choice, note=sign_in or _("Customer service, by chat or message"))]
    answered = _("Answered within %(hours)s business hours", hours=NUMBERS["case_answer_hours"].value)
    chat = Way(
        platform_label("chat"), "lifebuoy", choice, note=sign_in or _("You see how long it takes before you begin")
    )
    form = urls.contact_message(asking.number, question)
    return [chat, Way(platform_label("message"), "envelope", form, note=sign_in or answered)]
