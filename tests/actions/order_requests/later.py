"""What happens to an order later on, told without a feed."""

from shop_help.extensions import db
from shop_help.models import Order, Package
from shop_help.policy.deadlines import clocks_of
from shop_help.rules_finding import rules_in
from tests.actions.counter import Counter


def delivered(counter: Counter, order_id: int) -> None:
    """All of it is there, since just now."""
    db.session.rollback()
    order, now = db.session.get_one(Order, order_id), counter.clock.now
    clocks = clocks_of(now, rules_in("US", now))
    package = Package(order_id=order_id, external_id="later", shipped_at=now, delivered_at=now)
    package.returns_close_at, package.protection_closes_at = clocks.returns_close_at, clocks.protection_closes_at
    package.clocks_by = clocks.version
    db.session.add(package)
    db.session.flush()
    for line in order.lines:
        line.package_id = package.id
    order.state, order.delivered_at = "DELIVERED", now
    db.session.commit()
