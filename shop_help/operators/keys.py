"""Keys: which there are, how old they are and how each is changed; no secret is shown here."""

from itertools import groupby
from typing import Any

from flask import abort, flash, redirect, render_template

from shop_help import identity, urls
from shop_help.actions.keys import end_tool as end
from shop_help.kept_keys import kept_keys
from shop_help.operators import door
from shop_help.policy.keys import IN_USE, PURPOSES, STATES
from shop_help.policy.permissions import may_manage_keys
from shop_help.speech import gettext as _


@door.get("/keys")
def keys() -> str:
    _refuse_others()
    found = groupby(kept_keys(), lambda key: key.purpose)
    return render_template(
        "operators/keys.html",
        groups=[(PURPOSES[purpose], list(group)) for purpose, group in found],
        state_words=STATES,
        in_use=IN_USE,
    )


@door.post("/keys/tools/<int:tool_id>/end")
def end_tool(tool_id: int) -> Any:
    _refuse_others()
    flash(_("%(name)s acts for nobody any more.", name=end(identity.current().sign_in_id, tool_id)), "good")
    return redirect(urls.operator_keys(), 303)


def _refuse_others() -> None:
    if not may_manage_keys(identity.current()):
        abort(404)
