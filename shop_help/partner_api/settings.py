"""Whether a shop takes chats, and how it answers."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from shop_help.actions.shops import set_absence, zone_of
from shop_help.extensions import db
from shop_help.models import Wait
from shop_help.partner_api.calling import Call
from shop_help.partner_api.fields import wrong
from shop_help.policy.answering import ANSWER_WITHIN

#: Days that can be asked about at once.
LONGEST_TIME = 366


def get_agent_settings(call: Call) -> dict[str, Any]:
    return {"can_accept_chat": not call.shop.is_away}


def update_agent_settings(call: Call) -> dict[str, Any]:
    can_accept, shop = call.body.flag("can_accept_chat"), call.shop
    set_absence(call.sign_in_id, shop.id, not can_accept, shop.away_note)
    return {}


def get_performance(call: Call) -> dict[str, Any]:
    zone = zone_of(call.shop)
    since, until = _day(call, "support_date_ge"), _day(call, "support_date_lt")
    if not 0 < (until - since).days <= LONGEST_TIME:
        raise wrong("support_date_lt", f"is 1 to {LONGEST_TIME} days after support_date_ge")
    begin, end = (datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)) for day in (since, until))
    answered = select(Wait.seconds).where(
        Wait.shop_id == call.shop.id, Wait.answered_at >= begin, Wait.answered_at < end
    )
    waits = db.session.scalars(answered).all()
    in_time = sum(wait <= ANSWER_WITHIN.total_seconds() for wait in waits)
    performance: dict[str, Any] = {"support_session_count": len(waits)}
    if waits:
        performance["response_percentage"] = f"{100 * in_time / len(waits):.2f}"
        performance["response_time_mins"] = f"{sum(waits) / len(waits) / 60:.2f}"
    return {"performance": performance}


def _day(call: Call, name: str) -> date:
    try:
        return date.fromisoformat(call.query.text(name))
    except ValueError as error:
        raise wrong(name, "is a day such as 2026-11-26") from error
