"""What a decision rests on: the rules' verdict on the claim as of when it was made, with what is known today."""

from collections.abc import Collection
from datetime import datetime

from shop_help.actions.protection.paying import paid_by
from shop_help.actions.protection.work import ProtectionWork
from shop_help.models.refund_facts import refund_facts
from shop_help.models.request_facts import known_facts
from shop_help.models.shown_orders import ShownOrder, shown_order
from shop_help.policy.protection_replay import Basis
from shop_help.policy.verdicts import Purchase
from shop_help.purchases import purchase_of

#: What the case itself is the reason of says nothing about whether its claim was right.
_OWN = ("in_protection", "refund_in_flight")


def basis_of(work: ProtectionWork) -> Basis:
    """All that the rules are asked with; kept with the decision, so that it can be judged again."""
    order = shown_order(work.order.id)
    lines = [line.id for line in work.lines]
    paid = paid_by(work.connection, work.row.id).lines
    money = refund_facts(work.connection, order.id)
    at = datetime.fromisoformat(work.row.facts["at"])
    purchase = purchase_beside(order, lines, paid)
    return Basis(purchase, work.rules, at, tuple(lines), work.row.reason, money.bill, money.given)


def purchase_beside(order: ShownOrder, line_ids: Collection[int], paid: Collection[int]) -> Purchase:
    """The order as the rules see it, as if this case of these lines were not there. `paid`: lines it has paid for."""
    known = {line: dict(facts) for line, facts in known_facts([order.id]).items()}
    for line in line_ids:
        for name in _OWN:
            known.get(line, {}).pop(name, None)
        if line in paid:
            known.setdefault(line, {})["is_refunded"] = False
    return purchase_of(order, known)
