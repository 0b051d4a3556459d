"""A draft tried on the orders of the last days: how far it is, and each answer that turns."""

from typing import Any

from flask import abort, redirect, render_template, request
from sqlalchemy import select

from shop_help import hx, identity, urls
from shop_help.actions import rule_replays as acts
from shop_help.extensions import db
from shop_help.models import Order, ReplayFinding, RuleReplay
from shop_help.models.request_facts import known_facts
from shop_help.models.shown_orders import SHOWN, shown
from shop_help.operators import door
from shop_help.paging import cut
from shop_help.policy.order_requests import verdict_on
from shop_help.purchases import purchase_of
from shop_help.rules_finding import rules_of
from shop_help.verdict_words import label_of, sentence_of

PAGE = 25


@door.post("/rulebook/versions/<int:version_id>/replays")
def replay_rules(version_id: int) -> Any:
    replay_id = acts.start_replay(identity.current().sign_in_id, version_id)
    return redirect(urls.operator_rule_replay(replay_id), 303)


@door.get("/rulebook/replays/<int:replay_id>")
def rule_replay(replay_id: int) -> str:
    replay = _found(replay_id)
    after = request.args.get("after", 0, type=int)
    template = "operators/_replay_rows.html" if hx.is_fragment() and after else "operators/rule_replay.html"
    return render_template(template, replay=replay, days=acts.DAYS, **_rows(replay, after))


@door.post("/rulebook/replays/<int:replay_id>")
def go_on_replaying(replay_id: int) -> Any:
    """The next piece; without scripts somebody asks for each."""
    acts.go_on(identity.current().sign_in_id, replay_id)
    if not hx.is_fragment():
        return redirect(urls.operator_rule_replay(replay_id), 303)
    replay = _found(replay_id)
    return render_template("operators/_replay.html", replay=replay, days=acts.DAYS, **_rows(replay, 0))


def _found(replay_id: int) -> RuleReplay:
    db.session.expire_all()
    replay = db.session.get(RuleReplay, replay_id)
    if replay is None:
        abort(404)
    return replay


def _rows(replay: RuleReplay, after: int) -> dict[str, Any]:
    """A page of what turns, once all orders were looked at: what is newly refused first."""
    if replay.finished_at is None:
        return {"rows": [], "next_url": None}
    wanted = select(ReplayFinding).where(ReplayFinding.replay_id == replay.id)
    behind = db.session.get(ReplayFinding, after) if after else None
    if behind is not None:
        further = ReplayFinding.id > behind.id
        here = ReplayFinding.is_allowed == behind.is_allowed
        wanted = wanted.where(here & further if behind.is_allowed else (here & further) | ReplayFinding.is_allowed)
    listed = wanted.order_by(ReplayFinding.is_allowed, ReplayFinding.id).limit(PAGE + 1)
    found, last = cut(db.session.scalars(listed).all(), PAGE)
    return {
        "rows": _told(replay, found),
        "next_url": urls.operator_rule_replay(replay.id, last.id) if last else None,
    }


def _told(replay: RuleReplay, found: Any) -> list[dict[str, Any]]:
    """Each with its order and with the reason that the draft would give."""
    orders = {order.id: order for order in shown(_of([finding.order_id for finding in found]), parcels=True)}
    known = known_facts(list(orders))
    told = []
    for finding in found:
        order = orders[finding.order_id]
        rules = rules_of(order.market, replay.version.version, replay.numbers, order.paid_at or order.created_at)
        lines = [line.id for line in order.lines if line.id in finding.lines]
        purchase = purchase_of(order, known)
        verdict = verdict_on(finding.action, purchase, rules, replay.judged_at, lines) if lines else None
        told.append(
            {
                "order": order,
                "action": label_of(finding.action),
                "count": len(finding.lines),
                "is_allowed": finding.is_allowed,
                "reason": sentence_of(verdict) if verdict else "",
            }
        )
    return told


def _of(order_ids: list[int]) -> Any:
    return SHOWN.where(Order.id.in_(order_ids))
