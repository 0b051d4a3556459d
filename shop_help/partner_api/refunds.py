"""What a buyer could ask of an order, and what would come back."""

from typing import Any

from sqlalchemy import select

from shop_help import clock
from shop_help.actions.order_requests.paying_back import quote_for
from shop_help.extensions import db
from shop_help.models import Order, OrderLine
from shop_help.models.request_facts import known_facts
from shop_help.models.shown_orders import shown_order
from shop_help.order_feed.money import major_units
from shop_help.partner_api.calling import Call
from shop_help.partner_api.fields import wrong
from shop_help.partner_api.records import NOT_NOW
from shop_help.policy.order_requests import verdict_on
from shop_help.policy.partner_codes import NOT_HERE, Declined
from shop_help.policy.partner_words import REQUEST_TYPES
from shop_help.policy.reasons import REASONS, reasons_for
from shop_help.policy.request_states import ACTION_OF
from shop_help.policy.verdicts import Purchase, Rules
from shop_help.purchases import purchase_of
from shop_help.rules_finding import rules_for
from shop_help.verdict_words import sentence_of


def _order_of(call: Call, number: str) -> Order:
    found = db.session.scalar(select(Order).where(Order.shop_id == call.shop.id, Order.number == number))
    if found is None:
        raise Declined(NOT_HERE, "Invalid parameter: order_id is known to nobody here")
    return found


def get_aftersale_eligibility(call: Call, order_id: str) -> dict[str, Any]:
    order, types = _order_of(call, order_id), call.query.texts("request_types", tuple(REQUEST_TYPES))
    shown = shown_order(order.id)
    purchase, rules = purchase_of(shown, known_facts([order.id])), rules_for(shown)
    by_sku: dict[str, list[OrderLine]] = {}
    for line in order.lines:
        by_sku.setdefault(line.sku, []).append(line)
    return {
        "sku_eligibility": [
            {
                "sku_id": sku,
                "line_item_eligibility": [
                    _eligibility(line, name, purchase, rules) for line in lines for name in types or REQUEST_TYPES
                ],
            }
            for sku, lines in by_sku.items()
        ]
    }


def _eligibility(line: OrderLine, name: str, purchase: Purchase, rules: Rules) -> dict[str, Any]:
    action = ACTION_OF[REQUEST_TYPES[name]]
    verdict = verdict_on(action, purchase, rules, clock.now(), [line.id])
    is_yes = verdict.eligible and not verdict.by_agent
    told = {
        "request_type": name,
        "order_line_items_ids": [line.external_id],
        "order_line_list": [{"order_line_item_id": line.external_id}],
        "eligible": is_yes,
    }
    if not is_yes:
        return told | {"ineligible_code": NOT_NOW, "ineligible_reason": sentence_of(verdict)}
    is_there = next((each.delivered_at is not None for each in purchase.lines if each.id == line.id), False)
    codes = [reason.code for reason in reasons_for(action, [line.item_class], is_there)]
    return told | {"available_reason_names": codes}


def calculate_refund(call: Call) -> dict[str, Any]:
    body = call.body
    body.refuse("skus")
    order, kind = _order_of(call, body.text("order_id")), REQUEST_TYPES[body.chosen("request_type", REQUEST_TYPES)]
    reason = body.chosen("reason_name", [each.code for each in REASONS.values() if ACTION_OF[kind] in each.actions])
    named = set(body.texts("order_line_item_ids"))
    named |= {each.text("order_line_item_id") for each in body.each("order_line_list")}
    lines = [line for line in order.lines if not named or line.external_id in named]
    if len(lines) < len(named):
        raise wrong("order_line_item_ids", "names a line that this order doesn't have")
    quote = quote_for(db.session.connection(), order.id, kind, [line.id for line in lines], reason)
    sums = {
        "refund_total": quote.total,
        "refund_subtotal": quote.of_kind("item"),
        "refund_shipping_fee": quote.shipping,
        "handling_fee": quote.of_kind("fee"),
    }
    amounts = {name: major_units(amount, order.currency) for name, amount in sums.items()}
    return {"order_refund_amount": {"currency": order.currency} | amounts}
