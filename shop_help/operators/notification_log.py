"""Mails and pushes: what went out, to whom, what waits, and why something didn't arrive."""

from typing import Any

from flask import abort, render_template, request

from shop_help import hx, identity, mailing, urls
from shop_help.models.shown_deliveries import DeliveryFilter, deliveries
from shop_help.operators import door
from shop_help.operators.log_words import event_word
from shop_help.paging import cut
from shop_help.policy.delivery_log import STATES, TONES, reason_of
from shop_help.policy.permissions import may_see_deliveries
from shop_help.policy.telling import CHANNELS, TEST_ASKED
from shop_help.speech import gettext as _

PAGE = 25


@door.get("/notifications")
def notification_log() -> str:
    if not may_see_deliveries(identity.current()):
        abort(404)
    asked, behind = _asked(), request.args.get("behind", None, type=int)
    wanted = DeliveryFilter(asked["state"], asked["channel"], int(asked["person"]) if asked["person"] else None)
    found, last = cut(deliveries(wanted, behind, PAGE + 1), PAGE)
    return render_template(
        "operators/_notification_rows.html" if hx.is_fragment() and behind else "operators/notification_log.html",
        rows=found,
        next_url=urls.operator_notifications(**asked, behind=last.NotificationDelivery.id) if last else None,
        asked=asked,
        states=[("", _("Every state")), *((state, _(words)) for state, words in STATES.items())],
        channels=[("", _("Every way")), *((channel, _(words)) for channel, words in CHANNELS.items())],
        has_mail=mailing.is_set_up(),
        is_demo_mail=mailing.is_demo(),
        state_word=lambda state: _(STATES[state]),
        channel_word=lambda channel: _(CHANNELS[channel]),
        reason_words=reason_words,
        happening_word=happening_word,
        tones=TONES,
    )


def _asked() -> dict[str, str]:
    state, channel, person = (request.args.get(name, "") for name in ("state", "channel", "person"))
    return {
        "state": state if state in STATES else "",
        "channel": channel if channel in CHANNELS else "",
        "person": person if person.isascii() and person.isdigit() and len(person) < 10 else "",
    }


def reason_words(kept: str) -> str:
    """Why it went no further, in words; empty for none."""
    sentence, code = reason_of(kept)
    return _(sentence, code=code) if sentence else ""


def happening_word(what: str) -> Any:
    """What they were told of."""
    return _("A test") if what == TEST_ASKED else event_word(what)
