"""Webhooks: which programs outside are told what happens, and what came of it."""

from datetime import timedelta
from itertools import groupby
from typing import Any

from flask import abort, flash, redirect, render_template, request

from shop_help import clock, hx, identity, urls
from shop_help.actions.webhooks import endpoints as acts
from shop_help.actions.webhooks import replaying
from shop_help.forms import in_words, text_of
from shop_help.models.shown_webhooks import (
    all_endpoints,
    counts_of,
    deliveries_of,
    endpoint_called,
    paused_for_failing,
)
from shop_help.models.webhook import WebhookEndpoint
from shop_help.operators import door
from shop_help.paging import cut
from shop_help.policy.faults import Faulty
from shop_help.policy.happenings import GOES_OUT, HAPPENINGS
from shop_help.policy.permissions import may_set_webhooks
from shop_help.policy.webhooks import ACTIVE, KEPT, LONGEST_ADDRESS, STATES, TESTED
from shop_help.policy.wording import N_
from shop_help.speech import gettext as _
from shop_help.webhooks.secrets import name_of, signing

PAGE = 25
STATE_WORDS = {"pending": N_("On its way"), "done": N_("Taken"), "failed": N_("Failed")}
TONES = {"pending": "calm", "done": "good", "failed": "bad"}
NOUNS = {
    "person": N_("People"),
    "case": N_("Support cases"),
    "conversation": N_("Conversations"),
    "dispute": N_("Disputes"),
    "message": N_("Messages"),
    "order": N_("Orders"),
    "protection": N_("Buyer Protection"),
    "refund": N_("Refunds"),
    "request": N_("Requests"),
}


@door.get("/webhooks")
def webhooks() -> str:
    _refuse_others()
    return _list("", [], {})


@door.post("/webhooks")
def add_webhook() -> Any:
    """Adds one, and shows its secret: in this answer alone."""
    _refuse_others()
    address, chosen = text_of("address"), request.form.getlist("happening")
    try:
        endpoint_id, secret = acts.add(_by(), address, chosen)
    except Faulty as faulty:
        return _list(address, chosen, in_words(faulty.faults)), 422
    return _page(_found(endpoint_id), secret=secret), 201


def _list(address: str, chosen: list[str], errors: dict[str, str]) -> str:
    return render_template(
        "operators/webhooks.html",
        endpoints=[(endpoint, counts_of(endpoint.id)) for endpoint in all_endpoints()],
        address=address,
        chosen=chosen,
        errors=errors,
        **_words(),
    )


def _words() -> dict[str, Any]:
    nouns = groupby(GOES_OUT, lambda name: name.partition(".")[0])
    return {
        "nouns": [(_(NOUNS[noun]), [(name, _(HAPPENINGS[name].words)) for name in names]) for noun, names in nouns],
        "longest_address": LONGEST_ADDRESS,
        "state_words": {state: _(words) for state, words in STATE_WORDS.items()},
        "tones": TONES,
        "what_word": what_word,
    }


def what_word(what: str) -> str:
    """What a delivery tells of."""
    return _("A test") if what == TESTED else _(HAPPENINGS[what].words) if what in HAPPENINGS else what


@door.get("/webhooks/<int:endpoint_id>")
def webhook(endpoint_id: int) -> str:
    return _page(_found(endpoint_id))


def _page(endpoint: WebhookEndpoint, secret: str = "", errors: dict[str, str] | None = None) -> str:
    state, behind = request.args.get("state", ""), request.args.get("behind", None, type=int)
    state = state if state in STATES else ""
    found, last = cut(deliveries_of(endpoint.id, state, behind, PAGE + 1), PAGE)
    counted = counts_of(endpoint.id)
    chips: list[dict[str, Any]] = [{"href": urls.operator_webhook(endpoint.id), "word": _("All"), "count": None}]
    chips += [
        {"href": urls.operator_webhook(endpoint.id, each), "word": _(STATE_WORDS[each]), "count": counted.get(each)}
        for each in STATES
    ]
    return render_template(
        "operators/_delivery_rows.html" if hx.is_fragment() and behind else "operators/webhook.html",
        endpoint=endpoint,
        secrets=[(name_of(kept), kept["until"]) for kept in signing(endpoint.secrets, clock.now())],
        secret=secret,
        deliveries=found,
        next_url=urls.operator_webhook(endpoint.id, state, last.id) if last else None,
        chips=chips,
        chosen_chip=urls.operator_webhook(endpoint.id, state),
        failed=counted["failed"],
        address=text_of("address") if errors else endpoint.address,
        chosen=request.form.getlist("happening") if errors else endpoint.happenings,
        errors=errors or {},
        **_words(),
    )


@door.post("/webhooks/<int:endpoint_id>/settings")
def change_webhook(endpoint_id: int) -> Any:
    _found(endpoint_id)
    try:
        acts.change(_by(), endpoint_id, text_of("address"), request.form.getlist("happening"))
    except Faulty as faulty:
        return _page(_found(endpoint_id), errors=in_words(faulty.faults)), 422
    return _back(endpoint_id, _("Saved. It holds for what happens from now on."))


@door.post("/webhooks/<int:endpoint_id>/secrets")
def rotate_webhook(endpoint_id: int) -> Any:
    """Makes a new secret, and shows it: in this answer alone."""
    _found(endpoint_id)
    try:
        secret = acts.rotate(_by(), endpoint_id, request.form.get("seen", ""))
    except Faulty as faulty:
        return _back(endpoint_id, in_words(faulty.faults)[""], "warn")
    return _page(_found(endpoint_id), secret=secret), 201


@door.post("/webhooks/<int:endpoint_id>/pause")
def pause_webhook(endpoint_id: int) -> Any:
    _found(endpoint_id)
    if request.form.get("on") == "yes":
        acts.pause(_by(), endpoint_id)
        return _back(endpoint_id, _("It is paused. What happens meanwhile waits."))
    acts.resume(_by(), endpoint_id)
    return _back(endpoint_id, _("It goes on with what waits, the oldest first."))


@door.post("/webhooks/<int:endpoint_id>/removal")
def remove_webhook(endpoint_id: int) -> Any:
    _found(endpoint_id)
    acts.remove(_by(), endpoint_id)
    flash(_("It is removed."), "good")
    return redirect(urls.operator_webhooks(), 303)


@door.post("/webhooks/<int:endpoint_id>/tests")
def test_webhook(endpoint_id: int) -> Any:
    if _found(endpoint_id).state != ACTIVE:
        return _back(endpoint_id, _("It is paused: set it going first."), "warn")
    acts.test(_by(), endpoint_id)
    return _back(endpoint_id, _("A test is on its way. What came of it stands on top in a moment."))


@door.post("/webhooks/<int:endpoint_id>/replays")
def replay_failed(endpoint_id: int) -> Any:
    """All that are kept and have failed."""
    _found(endpoint_id)
    again = replaying.replay_failed(_by(), endpoint_id, clock.now() - KEPT - timedelta(days=1))
    return _back(endpoint_id, _("%(number)s deliveries are sent again.", number=again))


def _back(endpoint_id: int, said: str, tone: str = "good") -> Any:
    flash(said, tone)
    return redirect(urls.operator_webhook(endpoint_id), 303)


def _by() -> str:
    return identity.current().sign_in_id


def _refuse_others() -> None:
    if not may_set_webhooks(identity.current()):
        abort(404)


def _found(endpoint_id: int) -> WebhookEndpoint:
    _refuse_others()
    found = endpoint_called(endpoint_id)
    if found is None:
        abort(404)
    return found


@door.context_processor
def webhooks_that_fail() -> dict[str, object]:
    """How many endpoints were paused because they took nothing, for the navigation."""
    return {"count_failing_webhooks": paused_for_failing}
