"""Hours: away, on holiday, and what buyers see of it."""

from datetime import date, timedelta
from typing import Any

from flask import flash, redirect, render_template, request
from werkzeug.exceptions import NotFound

from shop_help import clock, identity, urls
from shop_help.actions import shops as acts
from shop_help.dates import day
from shop_help.forms import in_words, text_of
from shop_help.models import Shop
from shop_help.models.answer_rates import rate_of
from shop_help.order_words import absence_of
from shop_help.policy.answering import ANSWER_GOAL, ANSWER_WITHIN
from shop_help.policy.faults import Faulty
from shop_help.policy.holidays import LONGEST_HOLIDAY_DAYS, days_of
from shop_help.policy.permissions import may_run_shop
from shop_help.policy.shop_texts import LONGEST_AWAY_NOTE
from shop_help.policy.shops import is_absent, is_on_holiday
from shop_help.sellers import door
from shop_help.sellers.forms import day_of
from shop_help.sellers.inbox import shops_of
from shop_help.speech import gettext as _


def _mine(shop_id: int) -> str:
    """The sign-in of somebody who runs this shop; a stranger's shop is not there."""
    viewer = identity.current()
    if not may_run_shop(viewer, shop_id):
        raise NotFound
    return viewer.sign_in_id


@door.get("/hours")
def hours() -> str:
    return _page()


@door.post("/shops/<int:shop_id>/absence")
def absence(shop_id: int) -> Any:
    sign_in_id, is_away = _mine(shop_id), "is_away" in request.form
    try:
        acts.set_absence(sign_in_id, shop_id, is_away, text_of("note"))
    except Faulty as faulty:
        return _page(shop_id, in_words(faulty.faults)), 422
    flash(_("Buyers who write are told that you are away.") if is_away else _("Saved. You are not away."), "good")
    return redirect(urls.seller_hours(), 303)


@door.post("/shops/<int:shop_id>/holiday")
def holiday(shop_id: int) -> Any:
    try:
        acts.set_holiday(_mine(shop_id), shop_id, day_of("from"), day_of("until"))
    except Faulty as faulty:
        return _page(shop_id, in_words(faulty.faults)), 422
    flash(_("The holiday is set. The clock of your answers stands still meanwhile."), "good")
    return redirect(urls.seller_hours(), 303)


@door.post("/shops/<int:shop_id>/holiday/end")
def end_holiday(shop_id: int) -> Any:
    acts.end_holiday(_mine(shop_id), shop_id)
    flash(_("The holiday is over. The clock of your answers runs again."), "good")
    return redirect(urls.seller_hours(), 303)


def _page(at_fault: int = 0, errors: dict[str, str] | None = None) -> str:
    """All shops of the seller; the one whose form is at fault shows what was typed."""
    shown = [_shown(shop, (errors or {}) if shop.id == at_fault else {}) for shop in shops_of(identity.current())]
    return render_template(
        "sellers/hours.html",
        shown=shown,
        goal=ANSWER_GOAL,
        within=ANSWER_WITHIN,
        most_days=LONGEST_HOLIDAY_DAYS,
        longest_note=LONGEST_AWAY_NOTE,
    )


def _shown(shop: Shop, errors: dict[str, str]) -> dict[str, Any]:
    now, zone = clock.now(), acts.zone_of(shop)
    begin, end = shop.holiday_from, shop.holiday_until
    days = days_of(begin, end, zone) if begin and end and end > now else None
    return {
        "shop": shop,
        "zone": zone,
        "days": [day(begin, zone), day(end - timedelta(microseconds=1), zone)] if begin and end and days else None,
        "today": acts.today_of(shop).isoformat(),
        "is_on_holiday": is_on_holiday(begin, end, now),
        "is_absent": is_absent(shop.is_away, begin, end, now),
        "rate": rate_of(shop.id),
        "absence": absence_of(shop, identity.current().zone),
        "typed": _typed(shop, days, bool(errors)),
        "errors": errors,
    }


def _typed(shop: Shop, days: tuple[date, date] | None, is_at_fault: bool) -> dict[str, Any]:
    """What stands in the fields: as it is, or as it was typed where that can't be."""
    first, last = (each.isoformat() for each in days) if days else ("", "")
    there = {"is_away": shop.is_away, "note": shop.away_note, "from": first, "until": last}
    if not is_at_fault:
        return there
    typed = {name: request.form[name] for name in ("note", "from", "until") if name in request.form}
    return there | typed | ({"is_away": "is_away" in request.form} if "note" in typed else {})
