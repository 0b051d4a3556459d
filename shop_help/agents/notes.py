"""Notes of a case: what agents tell each other, and nobody else reads."""

from typing import Any

from flask import redirect, request

from shop_help import hx, identity, urls
from shop_help.actions.case_notes import add_note as add
from shop_help.agents import door
from shop_help.agents.case import case_page, panel_part
from shop_help.agents.found import found_case, readable_case
from shop_help.forms import in_words, text_of
from shop_help.policy.faults import Faulty


@door.post("/cases/<int:case_id>/notes")
def add_note(case_id: int) -> Any:
    found = readable_case(case_id)
    try:
        add(identity.current().sign_in_id, case_id, request.form.get("client_id", ""), text_of("note"))
    except Faulty as faulty:
        page = panel_part if hx.is_fragment() else case_page
        return page(found, errors=in_words(faulty.faults), written=request.form), 422
    if hx.is_fragment():
        return panel_part(found_case(case_id))
    return redirect(f"{urls.agent_case(case_id)}#panel", 303)
