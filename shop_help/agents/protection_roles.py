"""What the agent who looks may do with a case of Buyer Protection: the buttons ask what the acts ask."""

from dataclasses import dataclass
from typing import Any

from shop_help.agents.found import FoundCase
from shop_help.extensions import db
from shop_help.models.protection_log import makers_of
from shop_help.models.shown_protection import ShownProtection
from shop_help.policy.protection_rights import may_confirm, may_decide
from shop_help.policy.protection_states import events_for
from shop_help.speech import gettext as _

AGENT = "CUSTOMER_SERVICE"
_DECIDES = ("decide", "decide_finally")


@dataclass(frozen=True)
class Roles:
    """`acts`: events of the table that they can do; `confirms`: they are the second agent; `why_not`: a sentence for
    who may do nothing of what is there to do."""

    acts: tuple[str, ...] = ()
    confirms: bool = False
    why_not: str = ""

    @property
    def decides(self) -> bool:
        """Can they decide it now?"""
        return any(event in self.acts for event in _DECIDES)


def roles_of(found: FoundCase, case: ShownProtection, proposal: Any) -> Roles:
    """What there is to do, as far as it is theirs."""
    events = events_for(AGENT, case.state)
    if not events:
        return Roles()
    made_before = makers_of(db.session.connection(), case.id)
    if proposal is not None:
        return _before_second(found, case, proposal, made_before)
    if may_decide(found.viewer, found.facts, case.shop_id, made_before):
        return Roles(events)
    return Roles(why_not=_why_not(found, case, made_before))


def _before_second(found: FoundCase, case: ShownProtection, proposal: Any, made_before: frozenset[int]) -> Roles:
    if may_confirm(found.viewer, found.facts, case.shop_id, proposal.person_id, made_before):
        return Roles(confirms=True)
    if found.viewer.person_id == proposal.person_id:
        return Roles(why_not=_("You proposed this decision: a colleague confirms it, or says why not."))
    return Roles(why_not=_("You decided this case before, so another colleague confirms it."))


def _why_not(found: FoundCase, case: ShownProtection, made_before: frozenset[int]) -> str:
    if case.shop_id in found.viewer.shop_ids:
        return _("You answer for this shop, so a colleague decides.")
    if found.viewer.person_id in made_before:
        return _("You made the decision that was appealed, so another agent decides.")
    return _("%(name)s holds this case and decides it.", name=found.holder or _("A colleague"))
