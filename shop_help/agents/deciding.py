"""A dispute is decided, by the agent who holds its case and nobody else."""

from typing import Any

from flask import abort, flash, redirect, render_template, request

from shop_help import hx, identity, urls
from shop_help.actions.order_requests import disputing
from shop_help.agents import door
from shop_help.agents.case import case_page, panel_part
from shop_help.agents.found import FoundCase, found_case
from shop_help.agents.requests import FOR_WHOM
from shop_help.extensions import db
from shop_help.forms import in_words, text_of
from shop_help.models import Dispute
from shop_help.policy.faults import Faulty
from shop_help.policy.messages import Refused
from shop_help.presentation import refusal_sentence
from shop_help.speech import gettext as _


@door.post("/cases/<int:case_id>/disputes/<int:dispute_id>/decision")
def decide_dispute(case_id: int, dispute_id: int) -> Any:
    """For the buyer or for the seller, with a reason that both read."""
    found, for_whom, why = found_case(case_id), request.form.get("for", ""), text_of("why")
    dispute = db.session.get(Dispute, dispute_id)
    if for_whom not in FOR_WHOM or dispute is None or dispute.case_id != case_id:
        abort(404)
    typed = {"id": dispute_id, "for": for_whom, "why": why}
    try:
        disputing.decide(identity.current().sign_in_id, dispute_id, for_whom, why)
    except Faulty as faulty:
        return _shown(found, decision=typed, decision_errors=in_words(faulty.faults)), 422
    except Refused as refused:
        if refused.code in ("signed_out", "forbidden"):
            raise
        words = _("Nothing was decided.") + " " + refusal_sentence(refused.code)
        return _shown(found_case(case_id), decision_told={"tone": "warn", "words": words}), 409
    words = _("Decided. %(buyer)s and %(shop)s read it.", buyer=found.buyer, shop=found.row.shop_name)
    if hx.is_fragment():
        return _shown(found_case(case_id), decision_told={"tone": "good", "words": words})
    flash(words, "good")
    return redirect(f"{urls.agent_case(case_id)}#panel", 303)


def _shown(found: FoundCase, **more: Any) -> str:
    if not hx.is_fragment():
        return case_page(found, **more)
    return panel_part(found, **more) if found.may_read else render_template("agents/_lost.html", case=found)
