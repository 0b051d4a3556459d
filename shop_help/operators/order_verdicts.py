"""What may be done with an order now: by the rules that judge it, and by a draft beside them."""

from collections.abc import Sequence
from typing import Any

from flask import abort, render_template, request
from sqlalchemy import bindparam

from shop_help import clock
from shop_help.extensions import db
from shop_help.models import Order, RuleVersion
from shop_help.models.prepared import Prepared
from shop_help.models.request_facts import known_facts
from shop_help.models.shown_orders import SHOWN, shown
from shop_help.operators import door
from shop_help.policy.deadlines import last_moment
from shop_help.policy.order_requests import verdict_on
from shop_help.policy.verdicts import ACTIONS, Purchase, Rules, Verdict
from shop_help.purchases import purchase_of
from shop_help.rules_finding import rules_for, rules_of
from shop_help.verdict_words import label_of, sentence_of

_NUMBERED = Prepared(SHOWN.where(Order.number == bindparam("number", "")))


@door.get("/rulebook/orders/<number>")
def order_verdicts(number: str) -> str:
    found = shown(_NUMBERED, parcels=True, number=number)
    if not found:
        abort(404)
    order = found[0]
    draft = db.session.get(RuleVersion, request.args.get("draft", 0, type=int))
    rules = rules_for(order)
    judging = [rules]
    if draft is not None and draft.market == order.market:
        judging.append(rules_of(order.market, draft.version, draft.numbers, order.paid_at or order.created_at))
    return render_template(
        "operators/order_verdicts.html",
        order=order,
        rules=rules,
        draft=draft if len(judging) > 1 else None,
        zone=rules.zone,
        rows=_rows(purchase_of(order, known_facts([order.id])), judging),
    )


def _rows(purchase: Purchase, judging: Sequence[Rules]) -> list[dict[str, Any]]:
    """One for each action and the items that are judged alike by all of these rules."""
    now = clock.now()
    places = {line.id: place for place, line in enumerate(purchase.lines, 1)}
    rows: list[dict[str, Any]] = []
    for action in ACTIONS:
        for line in purchase.lines:
            told = _told([verdict_on(action, purchase, rules, now, [line.id]) for rules in judging])
            known = next((row for row in rows if row["name"] == action and row["told"] == told), None)
            if known is None:
                known = {"name": action, "action": label_of(action), "items": [], "told": told}
                rows.append(known)
            known["items"].append(places[line.id])
    return rows


def _told(each: Sequence[Verdict]) -> list[dict[str, Any]]:
    return [
        {
            "eligible": verdict.eligible,
            "turned": verdict.eligible != each[0].eligible,
            "reason": sentence_of(verdict),
            "code": verdict.code,
            "until": last_moment(verdict.closes_at) if verdict.eligible and verdict.closes_at else None,
        }
        for verdict in each
    ]
