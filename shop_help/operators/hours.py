"""Business hours: when customer service of each market is open, with the next seven days as buyers meet them."""

from typing import Any

from flask import abort, flash, redirect, render_template, request

from shop_help import clock, identity, service_calendar, urls
from shop_help.actions import service_hours as acts
from shop_help.dates import calendar_day, weekday_names
from shop_help.extensions import db
from shop_help.forms import in_words
from shop_help.models import ServiceHours
from shop_help.operators import door
from shop_help.policy.faults import Fault, Faulty
from shop_help.policy.markets import MARKETS, Market
from shop_help.policy.opening_times import MOST_PERIODS, days_off_of, week_of
from shop_help.policy.service_hours import Hours
from shop_help.service_words import open_words, week_shown
from shop_help.speech import gettext as _

#: Public holidays ahead that are named.
MOST_HOLIDAYS = 4


@door.get("/hours")
def hours() -> str:
    now = clock.now()
    shown = []
    for market in MARKETS.values():
        there = service_calendar.hours_in(market.code, now)
        shown.append(
            {"market": market, "now": open_words(there, now), "is_open": there.is_open(now), "week": there.week}
        )
    return render_template("operators/hours.html", shown=shown, days=weekday_names())


@door.get("/hours/<market>")
def market_hours(market: str) -> str:
    return _form(_market(market), _written_of(market), {}, acts.version_of(_row(market)))


@door.post("/hours/<market>")
def set_market_hours(market: str) -> Any:
    found, written, seen = _market(market), _written(), request.form.get("seen", "")
    if "save" not in request.form:
        return _form(found, _rearranged(written), {}, seen)
    try:
        acts.set_hours(identity.current().sign_in_id, market, written, seen)
    except Faulty as faulty:
        return _form(found, written, in_words(faulty.faults), acts.version_of(_row(market))), 422
    flash(_("The hours of %(market)s hold from now on.", market=_(found.name)), "good")
    return redirect(urls.operator_market_hours(market), 303)


@door.post("/hours/<market>/preview")
def hours_preview(market: str) -> str:
    """The hours as they are being written, as buyers would meet them."""
    found = _market(market)
    return render_template("operators/_hours_preview.html", preview=_preview(found, _written()))


def _market(code: str) -> Market:
    if code not in MARKETS:
        abort(404)
    return MARKETS[code]


def _row(market: str) -> ServiceHours | None:
    return db.session.get(ServiceHours, market, populate_existing=True)


def _written_of(market: str) -> acts.WrittenHours:
    """The hours that hold, as the form shows them."""
    week = service_calendar.hours_in(market, clock.now()).week
    return acts.written_hours(_row(market), week, acts.today_in(market))


def _written() -> acts.WrittenHours:
    """What stands in the form."""
    form = request.form
    week = [
        list(zip(form.getlist(f"day{day}-begin"), form.getlist(f"day{day}-end"), strict=False)) for day in range(7)
    ]
    return acts.WrittenHours(week, "keeps_holidays" in form, form.getlist("day_off"))


def _rearranged(written: acts.WrittenHours) -> acts.WrittenHours:
    """Monday's periods on all days, where that button was pressed. Nothing is saved by it."""
    if "copy" not in request.form:
        return written
    return acts.WrittenHours([written.week[0]] * 7, written.keeps_holidays, written.days_off)


def _form(market: Market, written: acts.WrittenHours, errors: dict[str, str], seen: str) -> str:
    added = request.form.get("add", "")
    names = weekday_names()
    rows = []
    for number, day in enumerate(written.week):
        filled = [pair for pair in day if any(pair)]
        # Empty fields to write into: on a day that is closed, and where that button was pressed.
        blank = (not filled or added == f"day{number}") and len(filled) < MOST_PERIODS
        pairs = filled + [("", "")] * blank
        rows.append({"key": f"day{number}", "name": names[number], "pairs": pairs, "is_closed": not filled})
    days_off = [*filter(None, written.days_off), *[""] * (2 + 2 * (added == "days_off"))]
    return render_template(
        "operators/market_hours.html",
        market=market,
        days=rows,
        keeps_holidays=written.keeps_holidays,
        days_off=days_off,
        today=acts.today_in(market.code).isoformat(),
        next_holidays=_holidays_ahead(market),
        errors=errors,
        seen=seen,
        preview=_preview(market, written),
    )


def _holidays_ahead(market: Market) -> str:
    """The next public holidays, each with its day."""
    today = acts.today_in(market.code)
    names = service_calendar.holiday_names(market.code, today.year)
    ahead = sorted((day, name) for day, name in names.items() if day >= today)[:MOST_HOLIDAYS]
    return "; ".join(f"{name}, {calendar_day(day)}" for day, name in ahead)


def _preview(market: Market, written: acts.WrittenHours) -> dict[str, Any]:
    """As it would be with what is written; where that can't be, what is to be put right first."""
    today, now = acts.today_in(market.code), clock.now()
    week, faults = week_of(written.week)
    off, more = days_off_of(written.days_off, today)
    if faults | more:
        return {"market": market, "errors": _named(faults | more)}
    names = service_calendar.holiday_names(market.code, today.year) if written.keeps_holidays else {}
    hours = Hours(market.zone, tuple(tuple(day) for day in week), frozenset(names) | frozenset(off))
    shown = week_shown(hours, today, names, frozenset(off))
    return {
        "market": market,
        "now": open_words(hours, now),
        "is_open": hours.is_open(now),
        "days": shown,
        "errors": [],
    }


def _named(faults: dict[str, Fault]) -> list[str]:
    """Each fault with the day it is on."""
    names = {f"day{number}": name for number, name in enumerate(weekday_names())} | {"days_off": _("Days off")}
    return [f"{names[field]}: {sentence}" for field, sentence in in_words(faults).items()]
