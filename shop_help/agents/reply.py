"""While an agent answers a case: the words they keep, the words that were held back, and who else is there."""

from typing import Any

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from shop_help import hx, identity, urls
from shop_help.actions import reply_drafts as acts
from shop_help.agents import door
from shop_help.agents.composing import held_of, presence_of
from shop_help.agents.found import found_case
from shop_help.policy.messages import Refused
from shop_help.speech import gettext as _
from shop_help.twins import STATUS, refusal


@door.post("/cases/<int:case_id>/draft")
def keep_draft(case_id: int) -> Any:
    found_case(case_id)
    try:
        _keep(case_id)
    except Refused as refused:
        return (refused.code, STATUS[refused.code]) if request.form.get("quiet") else refusal(refused)
    if request.form.get("quiet"):
        return "", 204
    if request.form.get("leaves"):
        flash(_("You left it. Your draft is deleted."), "good")
        return redirect(urls.agent_home(), 303)
    flash(_("Your draft is kept.") if request.form.get("body", "").strip() else _("Your draft is deleted."), "good")
    return redirect(urls.agent_case(case_id), 303)


def _keep(case_id: int) -> int:
    """Keeps the form's words. The last message that was in sight of them."""
    form = request.form
    body = form.get("body", "").replace("\r\n", "\n")
    seen = max(0, form.get("seen", 0, type=int))
    acts.keep_draft(identity.current().sign_in_id, case_id, body, seen, bool(form.get("typing")))
    return seen


@door.post("/cases/<int:case_id>/draft/held")
def hold_back(case_id: int) -> Any:
    """A script's words were stale: they are kept, and it is told why and what can be done."""
    found_case(case_id)
    _keep(case_id)
    acts.let_read_on(identity.current().sign_in_id, case_id)
    since = request.args.get("since", 0, type=int)
    if not request.form.get("quiet"):
        return redirect(urls.agent_case(case_id, since=since), 303)
    found = found_case(case_id)
    return render_template("agents/_held.html", case=found, held=held_of(found, since))


@door.get("/cases/<int:case_id>/presence")
def presence(case_id: int) -> str | Response:
    """Who else is there. Asking is looking; whose case a colleague took sees nobody any more."""
    found = found_case(case_id)
    if not hx.is_fragment():
        return redirect(urls.agent_case(case_id), 303)
    if not found.may_read:
        return ""
    acts.note_looking(found.viewer.person_id, case_id, found.row.conversation_id)
    return render_template("agents/_colleagues.html", **presence_of(found))
