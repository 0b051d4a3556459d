""" "Request a cancellation": at once where the rules say so, else the seller is asked."""

from typing import Any

from flask import request

from shop_help.buyers import door
from shop_help.buyers.giving_back import back_of
from shop_help.buyers.order_actions import CANCEL
from shop_help.buyers.possible import Case
from shop_help.buyers.requesting import (
    NONE,
    Trouble,
    begun,
    clock_to_come,
    form_page,
    is_sent,
    no_page,
    send,
    sent_before,
    sent_to,
)
from shop_help.buyers.units import chosen_of, sent_of, units_of
from shop_help.policy.reasons import reasons_for
from shop_help.speech import gettext as _
from shop_help.verdict_words import CANCEL_NOW


@door.get("/orders/<number>/cancellation")
def cancellation(number: str) -> str:
    return _page(begun(number), NONE)


@door.post("/orders/<number>/cancellation")
def send_cancellation(number: str) -> Any:
    if not is_sent():
        return _page(begun(number), NONE)
    if (known := sent_before()) is not None:
        return known
    case = sent_to(number)
    chosen = sent_of(_units(case))
    reason = request.form.get("reason", "")
    return send(case, "cancellation", chosen, lambda trouble: _page(begun(number), trouble), reason=reason)


def _units(case: Case) -> Any:
    return units_of(case, lambda line_id: case.verdict("cancel", [line_id]), all_at_first=True)


def _page(case: Case, trouble: Trouble) -> str:
    units = _units(case)
    if not any(each.is_open for each in units):
        return no_page(case, CANCEL, units)
    chosen = chosen_of(units)
    verdict = case.verdict("cancel", chosen) if chosen else None
    classes = {line.item_class for line in case.order.lines}
    return form_page(
        "buyers/cancellation.html",
        "buyers/_cancellation.html",
        case,
        CANCEL,
        trouble,
        units=units,
        verdict=verdict,
        reasons=[(each, "") for each in reasons_for("cancel", classes, is_delivered=False)],
        reason=request.values.get("reason", ""),
        is_complete=bool(chosen),
        send_words=_(CANCEL_NOW) if verdict and verdict.at_once else _("Ask the seller to cancel"),
        end_words=_("It is cancelled at once: nobody has to agree.") if verdict and verdict.at_once else "",
        money_back=back_of(case, "cancellation", chosen, request.values.get("reason", "")) if chosen else None,
        clock=clock_to_come("cancellation", case) if verdict and not verdict.at_once else None,
    )
