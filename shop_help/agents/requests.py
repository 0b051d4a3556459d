"""What was asked about a case's order: each request, what the rules say, and both sides of a dispute."""

from collections.abc import Sequence
from typing import Any

from shop_help import clock
from shop_help.agents.found import FoundCase
from shop_help.dates import day_and_time
from shop_help.models.request_facts import known_facts
from shop_help.models.shown_orders import ShownOrder
from shop_help.models.shown_requests import ShownRequest, requests_of_order
from shop_help.policy import deadlines
from shop_help.policy.order_requests import verdict_on, verdicts
from shop_help.policy.permissions import may_run_shop
from shop_help.policy.request_states import ACTION_OF, OPEN, step_for
from shop_help.policy.verdicts import ACTIONS, Purchase, Rules, Verdict
from shop_help.presentation import money
from shop_help.purchases import purchase_of
from shop_help.request_beside import request_beside
from shop_help.rules_finding import rules_for
from shop_help.speech import gettext as _
from shop_help.verdict_words import label_of, verdict_words

#: The rest is never refused to anybody.
JUDGED = tuple(action for action in ACTIONS if action not in ("message", "contact"))
#: For whom a dispute can be decided, and the word for it.
FOR_WHOM = ("buyer", "seller")


def requests_beside(found: FoundCase, order: ShownOrder | None) -> dict[str, Any]:
    """What agents/_requests.html and _disputes.html show."""
    if order is None:
        return {"requests": [], "disputes": [], "judged": []}
    asked, rules = requests_of_order(order.id), rules_for(order)
    purchase, zone = purchase_of(order, known_facts([order.id])), found.viewer.zone
    disputed = [each for each in asked if each.dispute is not None and each.dispute.case_id == found.id]
    return {
        "requests": [_shown(each, zone) for each in asked if each not in disputed],
        # Judged by what was bought and when: that it is disputed is no reason for or against it.
        "disputes": [_dispute(each, purchase_of(order), rules, found) for each in disputed],
        "judged": _judged(purchase, rules, order, zone),
    }


def _shown(asked: ShownRequest, zone: str) -> dict[str, Any]:
    return request_beside(asked, zone) | {"is_open": asked.state in OPEN}


def _judged(purchase: Purchase, rules: Rules, order: ShownOrder, zone: str) -> list[dict[str, Any]]:
    """What the rules say of the order now, action by action; where items are judged apart, each verdict by itself."""
    names = {line.id: line.name for line in order.lines}
    found = [each for each in verdicts(purchase, rules, clock.now()) if each.action in JUDGED]
    return [_verdict(each, names if len(each.lines) < len(names) else {}, zone) for each in found]


def _verdict(verdict: Verdict, names: dict[int, str], zone: str) -> dict[str, Any]:
    items = ", ".join(dict.fromkeys(names[line] for line in verdict.lines if line in names))
    return verdict_words(verdict, {}, zone) | {"label": label_of(verdict.action), "items": items}


def _dispute(asked: ShownRequest, purchase: Purchase, rules: Rules, found: FoundCase) -> dict[str, Any]:
    lines = [line.line_id for line in asked.lines]
    now = verdict_on(ACTION_OF[asked.kind], purchase, rules, clock.now(), lines, asked.reason)
    return {
        "id": asked.dispute.id,
        "is_open": asked.is_disputed,
        "request": request_beside(asked, found.viewer.zone),
        "that_day": asked.verdict,
        "now": verdict_words(now, {}, found.viewer.zone),
        "follows": {name: _follows(name, asked, rules, found) for name in FOR_WHOM},
        "words": {
            "buyer": _("Decide for %(name)s", name=found.buyer),
            "seller": _("Decide for %(name)s", name=found.row.shop_name),
        },
        # Who answers for the shop judges no dispute of its own.
        "may_decide": asked.is_disputed and found.may_hold and not may_run_shop(found.viewer, asked.shop_id),
    }


def _follows(for_whom: str, asked: ShownRequest, rules: Rules, found: FoundCase) -> Sequence[str]:
    """What a decision leads to, said before it is made."""
    told = {
        "buyer": found.buyer,
        "shop": found.row.shop_name,
        "amount": money(asked.amount, asked.currency),
        "most": rules.values["most_disputes"],
    }
    read = _("%(buyer)s and %(shop)s both read your reason.", **told)
    if for_whom == "seller":
        stays = _("The no of %(shop)s stands, the request is closed, and no money goes back.", **told)
        return [stays, _("An item can be disputed %(most)s times at most.", **told), read]
    step = step_for("overrule", "CUSTOMER_SERVICE", asked.kind, asked.state)
    if step is not None and step.to == "awaiting_shipment":
        until = deadlines.last_moment(deadlines.ship_back_until(clock.now(), rules))
        told["until"] = day_and_time(until, found.viewer.zone)
        return [_("%(buyer)s sends it back until %(until)s, and %(shop)s looks at it then.", **told), read]
    if asked.kind == "exchange":
        return [_("It counts as accepted: %(shop)s sends the other one, or gives the money back.", **told), read]
    return [_("%(amount)s goes back to %(buyer)s at once.", **told), read]
