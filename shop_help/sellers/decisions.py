"""What a shop's people may do with a request just now, and what follows from each, said before it is done."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shop_help import clock
from shop_help.dates import day_and_time
from shop_help.models.shown_requests import ShownRequest
from shop_help.policy import deadlines
from shop_help.policy.changes import BY_KIND
from shop_help.policy.request_states import SENT_BACK, events_for
from shop_help.policy.request_wording import SAID
from shop_help.policy.seller_reasons import SellerReason, seller_reasons
from shop_help.policy.verdicts import Rules
from shop_help.presentation import digits_of, first_name, money
from shop_help.request_words import items_of
from shop_help.speech import gettext as _

#: By the event of policy.request_states: the end of the address it is sent to.
PLACES = {
    "approve": "approval",
    "reject": "rejection",
    "offer": "offer",
    "arrive": "arrival",
    "accept_receipt": "receipt",
    "reject_receipt": "refusal",
    "exchange": "replacement",
    "refund_instead": "refund",
}
#: The key of each: the first letter of what one does.
KEYS = {"approve": "a", "accept_receipt": "a", "reject": "x", "reject_receipt": "x", "offer": "o", "exchange": "s"}


@dataclass(frozen=True)
class Decision:
    """A button that opens a small form, with what follows from it."""

    event: str
    place: str
    #: What the button says that opens it, and the one that does it.
    word: str
    act: str
    #: What follows, a sentence each.
    follows: list[str]
    key: str = ""
    moves_money: bool = False
    #: reason, note, photos, amount, parcel: what its form asks for.
    asks: frozenset[str] = frozenset()
    reasons: list[SellerReason] = field(default_factory=list)


def decisions_on(asked: ShownRequest, rules: Rules, zone: str, instead: int = 0) -> list[Decision]:
    """In the order of the table, the yes before the no. `instead`: what an exchange's items are worth."""
    row = asked.row
    # Where the money goes back in place of another one, nothing else is to be done.
    if asked.is_disputed or asked.refund is not None:
        return []
    facts = _Facts(asked, rules, zone, instead)
    return [facts.decision(event) for event in events_for("SHOP", row.kind, row.state) if event in PLACES]


class _Facts:
    """A request, and the words that its decisions are told in."""

    def __init__(self, asked: ShownRequest, rules: Rules, zone: str, instead: int) -> None:
        self.row, self.lines, self.rules, self.zone = asked.row, asked.lines, rules, zone
        self.buyer = first_name(asked.row.buyer_name)
        self.now = clock.now()
        amount = instead if self.row.kind == "exchange" else self.row.amount
        self.amount = money(amount, self.row.currency)
        self.is_change = self.row.kind in BY_KIND
        self.is_money = bool(amount)

    def decision(self, event: str) -> Decision:
        word, act = self.words(event)
        refuses = event in ("reject", "reject_receipt")
        asks = {"offer": {"amount", "note"}, "exchange": {"parcel"}}.get(event, set())
        return Decision(
            event=event,
            place=PLACES[event],
            word=word,
            act=act,
            follows=self.follows(event),
            key=KEYS.get(event, ""),
            moves_money=self.is_money and self.pays(event),
            asks=frozenset({"reason", "note", "photos"} if refuses else asks),
            reasons=seller_reasons(self.row.kind, event == "reject_receipt") if refuses else [],
        )

    def pays(self, event: str) -> bool:
        """Does money go back with it at once?"""
        if event == "approve":
            return self.is_money and self.row.kind not in {*SENT_BACK, *BY_KIND}
        return self.is_money and (event == "refund_instead" or (event, self.row.kind) == ("accept_receipt", "return"))

    def words(self, event: str) -> tuple[str, str]:
        """What the button says that opens it, and the one that does it."""
        if event == "approve" and self.is_change:
            return _("Confirm the change"), _("Confirm the change")
        if event == "reject" and self.is_change:
            return _("Decline"), _("Decline the change")
        refund = _("Approve and refund %(amount)s", amount=self.amount) if self.pays(event) else _("Approve")
        return {
            "approve": (_("Approve"), refund),
            "reject": (_("Reject"), _("Reject the request")),
            "offer": (_("Offer a part"), _("Send the offer")),
            "arrive": (_("It has arrived"), _("It has arrived")),
            "accept_receipt": (_("It is as it should be"), refund if self.pays(event) else _("Accept it")),
            "reject_receipt": (_("Something is wrong with it"), _("Don't take it back")),
            "exchange": (_("Send the other one"), _("It is on its way")),
            "refund_instead": (_("Refund instead"), _("Refund %(amount)s", amount=self.amount)),
        }[event]

    def follows(self, event: str) -> list[str]:
        """What happens then, in sentences."""
        told = {"buyer": self.buyer, "amount": self.amount}
        if self.pays(event):
            keeps = self.row.kind == "refund" or event == "refund_instead"
            goes = _("%(amount)s goes back to %(buyer)s at once.", **told)
            rest = (
                [_("The items stay with %(buyer)s, nothing is sent back.", **told)]
                if self.row.kind == "refund"
                else []
            )
            rest += [_("Nothing else is sent.")] if event == "refund_instead" else []
            rest += [_("The items are cancelled: don't ship them.")] if self.row.kind == "cancellation" else []
            return [goes, *rest] if keeps or rest else [goes]
        if event == "approve":
            return self._approved(told)
        return {
            "reject": lambda: self._refused(told),
            "reject_receipt": lambda: self._refused(told),
            "offer": lambda: self._offered(told),
            "arrive": lambda: self._arrived(told),
            "accept_receipt": lambda: [_("Then you send %(buyer)s the other one, or give the money back.", **told)],
            "exchange": lambda: [_("%(buyer)s reads the tracking number, and the exchange is done.", **told)],
        }[event]()

    def _approved(self, told: dict[str, Any]) -> list[str]:
        if self.row.kind in BY_KIND:
            return [_(BY_KIND[self.row.kind].follows)]
        if self.row.kind == "cancellation":
            return [_("The items are cancelled: don't ship them. Nothing was paid.")]
        until = self._until(deadlines.ship_back_until(self.now, self.rules))
        back = _("%(buyer)s sends it back until %(until)s; after that it is closed.", until=until, **told)
        if self.row.kind == "exchange":
            return [back, _("You look at it, and then you send the other one.")]
        return [back, _("You look at it, and then %(amount)s goes back.", **told)]

    def _refused(self, told: dict[str, Any]) -> list[str]:
        if self.is_change:
            return [
                _("The order stays as it is. %(buyer)s reads your reason, and may ask for a cancellation.", **told)
            ]
        until = self._until(deadlines.dispute_until(self.now, self.rules))
        return [
            _("No money goes back. %(buyer)s reads your reason and sees your photos.", **told),
            _("Until %(until)s customer service can be asked to look at it.", until=until),
        ]

    def _offered(self, told: dict[str, Any]) -> list[str]:
        until = self._until(deadlines.offer_until(self.now, self.rules))
        return [
            _("%(buyer)s reads: “%(words)s”", words=_(SAID["offer"], items=items_of(self.lines), amount="…"), **told),
            _("Taken until %(until)s, it goes back at once, and the request is over.", until=until),
            _("Else it is your turn again, for %(hours)s hours.", hours=self.rules.values["offer_lapsed_hours"]),
        ]

    def _arrived(self, told: dict[str, Any]) -> list[str]:
        worth = sum(each.price - each.seller_discount - each.platform_discount + each.tax for each in self.lines)
        until = deadlines.inspect_until(self.now, worth, digits_of(self.row.currency), self.rules)
        return [_("You look at it until %(until)s; after that the system accepts it.", until=self._until(until))]

    def _until(self, closes: datetime) -> str:
        return day_and_time(deadlines.last_moment(closes), self.zone)
