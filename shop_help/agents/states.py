"""Whose turn it is in a case, and whether it goes on as a chat or as a message."""

from typing import Any

from flask import request

from shop_help import identity
from shop_help.actions import case_states as acts
from shop_help.agents import door
from shop_help.agents.found import found_case
from shop_help.agents.holding import after_act


@door.post("/cases/<int:case_id>/state")
def set_state(case_id: int) -> Any:
    found_case(case_id)
    acts.set_state(identity.current().sign_in_id, case_id, request.form.get("state", ""))
    return after_act(case_id)


@door.post("/cases/<int:case_id>/message-mode")
def become_message(case_id: int) -> Any:
    found_case(case_id)
    acts.become_message(identity.current().sign_in_id, case_id, "chosen")
    return after_act(case_id)
