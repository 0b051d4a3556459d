"""A draft of the rules tried on the orders of the last days: piece by piece, so that nobody waits for all of them."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, update

from shop_help import clock
from shop_help.actions.rule_versions import draft_called, rule_setter
from shop_help.actions.staff import By
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import Order, ReplayFinding, RuleReplay
from shop_help.models.request_facts import known_facts
from shop_help.models.shown_orders import SHOWN, ShownOrder, shown
from shop_help.policy.messages import Refused
from shop_help.policy.replaying import changes
from shop_help.purchases import purchase_of
from shop_help.rules_finding import published_in, rules_among, rules_of

#: How far back it looks.
DAYS = 90
#: Orders that are looked at in one piece.
PIECE = 300


def start_replay(by: By, version_id: int, writer_id: int | None = None) -> int:
    """A replay of the draft as it is now, in place of the one before; its id."""
    with write_unit(db.session) as session:
        writer = rule_setter(by, writer_id)
        draft = draft_called(version_id)
        session.execute(delete(RuleReplay).where(RuleReplay.version_id == draft.id))
        now = clock.now()
        replay = RuleReplay(
            version_id=draft.id,
            person_id=writer.person_id,
            revision=draft.revision,
            numbers=draft.numbers,
            judged_at=now,
            since=now - timedelta(days=DAYS),
        )
        replay.total = session.scalar(_wanted(replay, draft.market).with_only_columns(func.count(Order.id))) or 0
        replay.finished_at = now if replay.total == 0 else None
        session.add(replay)
    return replay.id


def go_on(by: By, replay_id: int, writer_id: int | None = None) -> None:
    """The next piece. Two who do the same piece at once count it once."""
    rule_setter(by, writer_id)
    replay = db.session.get(RuleReplay, replay_id)
    if replay is None:
        raise Refused("forbidden")
    if replay.finished_at is not None:
        return
    behind = replay.behind
    wanted = _wanted(replay, replay.version.market).where(Order.id > behind).order_by(Order.id).limit(PIECE)
    orders = shown(wanted, parcels=True)
    findings = _findings(replay, orders)
    values = {
        "behind": orders[-1].id if orders else behind,
        "done": RuleReplay.done + len(orders),
        "allowed": RuleReplay.allowed + sum(finding.is_allowed for finding in findings),
        "refused": RuleReplay.refused + sum(not finding.is_allowed for finding in findings),
        "finished_at": clock.now() if len(orders) < PIECE else None,
    }
    with write_unit(db.session) as session:
        moved: Any = session.execute(
            update(RuleReplay).where(RuleReplay.id == replay_id, RuleReplay.behind == behind).values(values)
        )
        if moved.rowcount:
            session.add_all(findings)


def _wanted(replay: RuleReplay, market: str) -> Any:
    return SHOWN.where(Order.market == market, Order.created_at >= replay.since, Order.created_at <= replay.judged_at)


def _findings(replay: RuleReplay, orders: Sequence[ShownOrder]) -> list[ReplayFinding]:
    market, version = replay.version.market, replay.version.version
    published, known = published_in(market), known_facts([order.id for order in orders])
    found = []
    for order in orders:
        bought_at = order.paid_at or order.created_at
        before = rules_among(published, market, bought_at)
        after = rules_of(market, version, replay.numbers, bought_at)
        for change in changes(purchase_of(order, known), before, after, replay.judged_at):
            found.append(
                ReplayFinding(
                    replay_id=replay.id,
                    order_id=order.id,
                    action=change.action,
                    lines=list(change.lines),
                    is_allowed=change.is_allowed,
                    before=change.before,
                    after=change.after,
                )
            )
    return found
