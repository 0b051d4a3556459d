"""Contact us: the ways that lead to somebody today, each with what to expect before one chooses it."""

from dataclasses import dataclass

from shop_help import order_words, urls
from shop_help.buyers.asking import Asking
from shop_help.extensions import db
from shop_help.models import Shop
from shop_help.models.answer_rates import rate_of
from shop_help.models.shown_orders import ShownOrder
from shop_help.policy.answering import AnswerRate
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


def ways_for(asking: Asking) -> list[Way]:
    """The ways open to this person, the nearest first. Customer service will stand behind the seller."""
    if asking.order is not None and asking.viewer is not None:
        return [_seller(asking.order, asking.viewer.zone)]
    if asking.may_buy:
        note = _("Open the order it is about: its seller sees it while you write.")
        return [Way(_("Choose an order"), "clipboard-document-list", urls.orders(), note=note)]
    if asking.viewer is None:
        note = _("Then you can write about your order, and whoever answers sees it.")
        return [Way(_("Sign in"), "user-circle", urls.sign_in(), note=note)]
    return []


def _seller(order: ShownOrder, zone: str) -> Way:
    shop = db.session.get_one(Shop, order.shop.id)
    return Way(
        _("Message %(shop)s", shop=shop.name),
        "chat-bubble-left-right",
        urls.message_shop(shop.id),
        form={"order": order.number},
        rate=rate_of(shop.id),
        absence=order_words.absence_of(shop, zone),
    )
