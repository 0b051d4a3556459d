"""What a decision of Buyer Protection leads to, said before it is made."""

from dataclasses import dataclass
from typing import Any

from shop_help import clock
from shop_help.agents.found import FoundCase
from shop_help.dates import day_and_time
from shop_help.models.shown_protection import ShownProtection
from shop_help.policy.deadlines import appeal_until, last_moment, ship_back_until
from shop_help.policy.verdicts import Rules
from shop_help.presentation import money
from shop_help.speech import gettext as _


@dataclass(frozen=True)
class Deciding:
    """A case before the agent who decides it. Amounts in minor units."""

    found: FoundCase
    case: ShownProtection
    rules: Rules
    #: What this case has paid before.
    paid: int
    #: Whether a second agent confirms, and above which amount, in words.
    second_above: str
    can_go_back: bool

    @property
    def is_final(self) -> bool:
        """After an appeal nothing comes any more."""
        return bool(self.case.state == "appealed")


def follows(deciding: Deciding, amount: int, requires_return: bool) -> list[str]:
    """Sentences, in the order in which it happens. `amount`: what the buyer has in all."""
    case, told = deciding.case, _told(deciding)
    said = []
    if deciding.second_above:
        above = _(
            "More than %(limit)s is claimed: it counts once a second agent has confirmed it. Until then only agents "
            "know of it.",
            limit=deciding.second_above,
        )
        said.append(above)
    said.append(_money_words(deciding, amount, requires_return, told))
    if amount < deciding.paid:
        borne = money(deciding.paid - amount, case.currency)
        said.append(_("%(amount)s that was paid before stays paid: the marketplace bears it.", amount=borne))
    said.append(_("%(buyer)s and %(shop)s both read your reason.", **told))
    said.append(_appeal_words(deciding))
    return said


def _told(deciding: Deciding) -> dict[str, Any]:
    return {"buyer": deciding.found.buyer, "shop": deciding.case.shop_name}


def _money_words(deciding: Deciding, amount: int, requires_return: bool, told: dict[str, Any]) -> str:
    owed = amount - deciding.paid
    if owed <= 0:
        return _("No money moves.") if deciding.paid else _("Nothing goes back to %(buyer)s.", **told)
    told |= {"amount": money(owed, deciding.case.currency)}
    if not (requires_return and deciding.can_go_back):
        return _("%(amount)s goes back to %(buyer)s at once.", **told)
    until = ship_back_until(clock.now(), deciding.rules)
    told |= {"until": day_and_time(last_moment(until), deciding.rules.zone)}
    return _(
        "%(buyer)s sends it back until %(until)s. Once it is with %(shop)s, %(amount)s goes back to %(buyer)s.",
        **told,
    )


def _appeal_words(deciding: Deciding) -> str:
    if deciding.is_final:
        return _("It is final: nobody can appeal it.")
    until = last_moment(appeal_until(clock.now(), deciding.rules))
    return _(
        "Who got less than they wanted can appeal it once, until %(until)s; then another agent decides for good.",
        until=day_and_time(until, deciding.rules.zone),
    )
