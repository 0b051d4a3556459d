"""What a decision rests on: the rules' verdict on the claim as of when it was made, with what is known today."""

from datetime import datetime

from shop_help.actions.protection.paying import paid_by
from shop_help.actions.protection.work import ProtectionWork
from shop_help.models.refund_facts import refund_facts
from shop_help.models.request_facts import known_facts
from shop_help.models.shown_orders import shown_order
from shop_help.policy.protection_replay import Basis
from shop_help.purchases import purchase_of

#: What the case itself is the reason of says nothing about whether its claim was right.
_OWN = ("in_protection", "refund_in_flight")


def basis_of(work: ProtectionWork) -> Basis:
    """All that the rules are asked with; kept with the decision, so that it can be judged again."""
    order = shown_order(work.order.id)
    lines = [line.id for line in work.lines]
    paid = paid_by(work.connection, work.row.id).lines
    known = {line: dict(facts) for line, facts in known_facts([order.id]).items()}
    for line in lines:
        for name in _OWN:
            known.get(line, {}).pop(name, None)
        if line in paid:
            known.setdefault(line, {})["is_refunded"] = False
    money = refund_facts(work.connection, order.id)
    at = datetime.fromisoformat(work.row.facts["at"])
    purchase = purchase_of(order, known)
    return Basis(purchase, work.rules, at, tuple(lines), work.row.reason, money.bill, money.given)
