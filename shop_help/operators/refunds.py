"""Refunds: all of them, those that didn't go through, and what an operator does about one."""

from collections.abc import Sequence
from typing import Any

from flask import Response, abort, flash, redirect, render_template, request

from shop_help import clock, hx, identity, payments, urls
from shop_help.actions.refunds import taking_over as acts
from shop_help.forms import in_words, text_of
from shop_help.models.shown_refunds import count_of, every_refund, listed, listed_one, parts_of
from shop_help.operators import door
from shop_help.operators.files import csv_answer
from shop_help.operators.report_kinds import Column, Table, Value, duration
from shop_help.order_feed.money import major_units
from shop_help.paging import cut
from shop_help.policy.faults import Faulty
from shop_help.policy.markets import market_called
from shop_help.policy.messages import Refused
from shop_help.policy.permissions import may_run_refunds
from shop_help.policy.refund_states import LONGEST_NOTE, STATES, may_mark_done, may_try_again
from shop_help.presentation import MOST_ON_BADGE, on_badge, refusal_sentence
from shop_help.refund_words import ADAPTERS, TONES, failure_words, refund_shown, refund_state_word
from shop_help.speech import gettext as _

PAGE = 25


@door.get("/refunds")
def refunds() -> str:
    state, behind = _asked()
    found, last = cut(listed(state, behind, PAGE + 1), PAGE)
    return render_template(
        "operators/_refund_rows.html" if hx.is_fragment() and behind else "operators/refunds.html",
        refunds=found,
        next_url=urls.operator_refunds(state, last.id) if last else None,
        chips=_chips(),
        chosen=urls.operator_refunds(state),
        state=state,
        adapter=payments.adapter_in_use(),
        age_of=age_of,
        failure_words=failure_words,
        state_word=refund_state_word,
        tones=TONES,
    )


def _asked() -> tuple[str, int | None]:
    if not may_run_refunds(identity.current()):
        abort(404)
    state = request.args.get("state", "")
    return (state if state in STATES else ""), request.args.get("behind", None, type=int)


def _chips() -> list[dict[str, Any]]:
    counted = {state: on_badge(count_of(state, MOST_ON_BADGE + 1)) for state in ("failed", "pending")}
    chips = [{"href": urls.operator_refunds(), "word": _("All"), "count": None}]
    return chips + [
        {"href": urls.operator_refunds(state), "word": refund_state_word(state), "count": counted.get(state)}
        for state in ("failed", "pending", "done")
    ]


def age_of(row: Any) -> str:
    """How long it took, or is owed already."""
    until = row.settled_at if row.state == "done" else clock.now()
    return duration((until - row.created_at).total_seconds())


@door.get("/refunds.csv")
def refunds_file() -> Response:
    """The list as a file, row by row."""
    state, _behind = _asked()
    heads = [
        _("Order"),
        _("Shop"),
        _("Market"),
        _("State"),
        _("Amount"),
        _("Currency"),
        _("Begun (UTC)"),
        _("Settled (UTC)"),
        _("Tries"),
        _("Paid by"),
        _("Key"),
        _("Reference"),
        _("Why it failed"),
        _("Marked by"),
        _("Note"),
    ]
    kinds = {_("Begun (UTC)"): "instant", _("Settled (UTC)"): "instant", _("Tries"): "count"}
    columns = [Column(head, kinds.get(head, "text")) for head in heads]
    table = Table("refunds", columns, (), lambda: map(_line, every_refund(state)))
    named = "-".join(["refunds", *filter(None, [state]), clock.now().date().isoformat()])
    return csv_answer(table, "UTC", f"{named}.csv")


def _line(row: Any) -> Sequence[Value]:
    return (
        row.order_number,
        row.shop_name,
        row.market,
        refund_state_word(row.state),
        major_units(row.amount, row.currency),
        row.currency,
        row.created_at,
        row.settled_at,
        row.tries,
        _(ADAPTERS[row.adapter]),
        row.key,
        row.reference,
        failure_words(row),
        row.settled_by_name or "",
        row.note,
    )


@door.get("/refunds/<int:refund_id>")
def refund(refund_id: int) -> str:
    return _page(_found(refund_id), "", {})


@door.post("/refunds/<int:refund_id>/tries")
def try_refund_again(refund_id: int) -> Any:
    _found(refund_id)
    try:
        acts.try_again(identity.current().sign_in_id, refund_id)
        flash(_("It is sent again."), "good")
    except Refused as refused:
        _say_why(refused)
    return redirect(urls.operator_refund(refund_id), 303)


@door.post("/refunds/<int:refund_id>/payment")
def mark_refund_paid(refund_id: int) -> Any:
    """Paid by hand, with a note that says how."""
    _found(refund_id)
    note = text_of("note")
    try:
        acts.mark_done(identity.current().sign_in_id, refund_id, note)
        flash(_("It is marked as paid. The buyer and the seller read so."), "good")
    except Faulty as faulty:
        return _page(_found(refund_id), note, in_words(faulty.faults)), 422
    except Refused as refused:
        _say_why(refused)
    return redirect(urls.operator_refund(refund_id), 303)


def _say_why(refused: Refused) -> None:
    """It moved on under the operator: the page shows how it stands, and says so."""
    if refused.code != "refund_settled":
        raise refused
    flash(refusal_sentence(refused.code), "warn")


def _found(refund_id: int) -> Any:
    row = listed_one(refund_id) if may_run_refunds(identity.current()) else None
    if row is None:
        abort(404)
    return row


def _page(row: Any, note: str, errors: dict[str, str]) -> str:
    zone, in_use = market_called(row.market).zone, payments.adapter_in_use()
    return render_template(
        "operators/refund.html",
        row=row,
        refund=refund_shown(row, parts_of(row.id), zone),
        market_zone=zone,
        age=age_of(row),
        failure=failure_words(row),
        paid_by=_(ADAPTERS[row.adapter]),
        may_try=may_try_again(row.state, row.adapter, in_use),
        may_mark=may_mark_done(row.state, row.adapter, in_use, row.trying_since, clock.now()),
        note=note,
        longest_note=LONGEST_NOTE,
        errors=errors,
    )


@door.context_processor
def refunds_that_failed() -> dict[str, object]:
    """How many refunds wait for an operator, for the navigation; worked out when a page shows it."""
    return {"count_failed_refunds": lambda: on_badge(count_of("failed", MOST_ON_BADGE + 1))}
