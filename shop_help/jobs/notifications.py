"""Rounds of mails and pushes, in a thread of their own: servers elsewhere take their time, and chats don't wait.

Several may run beside each other, in one process or many: a delivery is leased before it is sent.
"""

import logging
import threading
from typing import Any

from flask import Flask

from shop_help import branding, letters, mailing, pushing, urls
from shop_help.actions import notification_leasing as leasing
from shop_help.actions import notification_sending as sending
from shop_help.actions.notification_leasing import Leased
from shop_help.jobs.rounds import Rounds
from shop_help.languages import reading
from shop_help.mailing.port import LATER, Outcome
from shop_help.policy.telling import MAIL, PUSH
from shop_help.speech import gettext as _
from shop_help.speech import ngettext
from shop_help.telling_words import words_of

log = logging.getLogger(__name__)


def start(app: Flask) -> threading.Event:
    """Begins the rounds of this process; setting the event that is returned ends them."""
    return Rounds("notifications", go_round).begin(app)


def go_round() -> int:
    """Tells open browsers, then sends what is due. How many mails and pushes went out."""
    sending.announce()
    return sum(_send(channel, *whose) for channel in (MAIL, PUSH) for whose in leasing.due(channel))


def _send(channel: str, person_id: int, target: int) -> int:
    leased = leasing.lease(channel, person_id, target)
    if leased is None:
        return 0
    try:
        outcome = _mailed(leased) if channel == MAIL else _pushed(leased)
    except Exception:
        # The others don't wait for it.
        log.exception("deliveries %s could not be sent", leased.name)
        outcome = Outcome(LATER, "broken")
    sending.note(leased, outcome)
    return 1


def _mailed(leased: Leased) -> Outcome:
    name = f"n{leased.name}"
    return mailing.send(letters.letter(leased.reader, leased.rows, leased.said, name))


def _pushed(leased: Leased) -> Outcome:
    with reading(leased.reader.locale):
        told = _told(leased)
    one = leased.browser
    urgency = "high" if any(row.kind == "messages" for row in leased.rows) else "normal"
    return pushing.send(pushing.Browser(one.endpoint, one.p256dh, one.auth), told, urgency)


def _told(leased: Leased) -> dict[str, Any]:
    """What a browser shows: one thing, or how many there are."""
    if len(leased.rows) > 1:
        many = len(leased.rows)
        title = ngettext("%(num)s notification", "%(num)s notifications", many)
        return {
            "title": title,
            "body": _("Open them in %(name)s.", name=branding.current().name),
            "href": urls.notifications(),
            "tag": "many",
        }
    row = leased.rows[0]
    words = words_of(row)
    tag = f"conversation-{row.conversation_id}" if row.kind == "messages" else f"notification-{row.id}"
    body = leased.said.get(row.id) or words.about
    return {"title": words.title, "body": body, "href": urls.notification(row.id), "tag": tag}
