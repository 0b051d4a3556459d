"""One delivery of a webhook: its body as it is sent, what was answered, and sending it again."""

import json
from typing import Any

from flask import abort, flash, redirect, render_template

from shop_help import identity, urls
from shop_help.actions.webhooks import replaying
from shop_help.actions.webhooks.bodies import body_of
from shop_help.extensions import db
from shop_help.models.shown_webhooks import delivery_called
from shop_help.models.webhook import WebhookDelivery
from shop_help.operators import door
from shop_help.operators.webhooks import STATE_WORDS, TONES, what_word
from shop_help.policy.permissions import may_set_webhooks
from shop_help.speech import gettext as _


@door.get("/webhooks/<int:endpoint_id>/deliveries/<int:delivery_id>")
def delivery(endpoint_id: int, delivery_id: int) -> str:
    found = _found(endpoint_id, delivery_id)
    body = json.loads(body_of(db.session.connection(), found))
    return render_template(
        "operators/delivery.html",
        delivery=found,
        body=json.dumps(body, ensure_ascii=False, indent=2),
        state_word=_(STATE_WORDS[found.state]),
        tone=TONES[found.state],
        what=what_word(found.what),
    )


@door.post("/webhooks/<int:endpoint_id>/deliveries/<int:delivery_id>/replays")
def replay_delivery(endpoint_id: int, delivery_id: int) -> Any:
    _found(endpoint_id, delivery_id)
    replaying.replay(identity.current().sign_in_id, delivery_id)
    flash(_("It is sent again, under the same name."), "good")
    return redirect(urls.operator_delivery(endpoint_id, delivery_id), 303)


def _found(endpoint_id: int, delivery_id: int) -> WebhookDelivery:
    found = delivery_called(endpoint_id, delivery_id) if may_set_webhooks(identity.current()) else None
    if found is None:
        abort(404)
    return found
