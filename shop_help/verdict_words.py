"""A verdict in words: for the card of a page, for a terminal, and for programs."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shop_help.dates import day, day_and_time
from shop_help.policy.changes import CHANGES
from shop_help.policy.deadlines import last_moment
from shop_help.policy.verdicts import Verdict
from shop_help.policy.wording import N_
from shop_help.presentation import item_class_word
from shop_help.speech import gettext as _

#: What an action is called on its button; the labels of PRODUCT 1 where it has one.
LABELS = {
    "message": N_("Message"),
    "contact": N_("Contact us"),
    "cancel": N_("Request a cancellation"),
    **{change.action: change.label for change in CHANGES},
    "refund": N_("Request a refund"),
    "return": N_("Request a return"),
    "exchange": N_("Request an exchange"),
    "dispute": N_("Dispute the seller's answer"),
    "protect": N_("Open Buyer Protection"),
}
CANCEL_NOW = N_("Cancel now")
#: The answer, yes and no, before its reason.
ANSWERS = {
    "message": (N_("Yes, write to the seller."), N_("You can't write to the seller.")),
    "contact": (N_("Yes, contact us."), N_("You can't contact us.")),
    "cancel": (N_("Yes, you can cancel it."), N_("It can't be cancelled.")),
    **{change.action: (change.yes, change.no) for change in CHANGES},
    "refund": (N_("Yes, you can ask for your money."), N_("A refund can't be asked for.")),
    "return": (N_("Yes, you can ask to return it."), N_("A return can't be asked for.")),
    "exchange": (N_("Yes, you can ask for an exchange."), N_("An exchange can't be asked for.")),
    "dispute": (N_("Yes, you can dispute the seller's answer."), N_("There is nothing to dispute.")),
    "protect": (N_("Yes, Buyer Protection covers it."), N_("Buyer Protection can't be opened.")),
}
BY_AGENT = N_("Customer service decides it with you.")


def label_of(action: str, at_once: bool = False) -> str:
    """What the button of an action says."""
    return _(CANCEL_NOW) if at_once and action == "cancel" else _(LABELS[action])


def sentence_of(verdict: Verdict) -> str:
    """The reason, with its values as the reader's language writes them."""
    values = {name: _shown(name, value, verdict.basis.zone) for name, value in verdict.values.items()}
    return _(verdict.sentence, **values)


def _shown(name: str, value: object, zone: str) -> object:
    if isinstance(value, datetime):
        if name == "ended_at":
            return day_and_time(last_moment(value), zone)
        return day(value, zone) if name == "rejected_at" else day_and_time(value, zone)
    return item_class_word(str(value)).lower() if name == "item_class" else value


def verdict_words(verdict: Verdict, links: Mapping[str, str], zone: str = "") -> dict[str, Any]:
    """What shared/_verdict.html shows. `links`: where each action leads; one without a link has no button.

    `zone` is the one its last minute is told in; the market's own without one.
    """
    goes_on = verdict.eligible and not verdict.by_agent
    action = verdict.action if goes_on else verdict.next_action
    yes, no = ANSWERS[verdict.action]
    return {
        "eligible": verdict.eligible,
        "answer": _(BY_AGENT) if verdict.by_agent else _(yes if verdict.eligible else no),
        "reason": sentence_of(verdict),
        "closes_at": last_moment(verdict.closes_at) if verdict.eligible and verdict.closes_at else None,
        "zone": zone or verdict.basis.zone,
        "action": {
            "label": label_of(action, verdict.at_once and goes_on),
            "href": links[action],
            "is_accent": goes_on,
        }
        if action in links
        else None,
    }


def verdict_data(verdict: Verdict) -> dict[str, Any]:
    """A verdict for programs, and as it is kept beside what rests on it (PRODUCT 4, "A verdict")."""
    basis = verdict.basis
    return {
        "order": verdict.order,
        "lines": list(verdict.lines),
        "action": verdict.action,
        "eligible": verdict.eligible,
        "code": verdict.code,
        "reason": sentence_of(verdict),
        "basis": {
            "delivered_at": _iso(basis.delivered_at),
            "source": basis.source,
            "zone": basis.zone,
            "version": basis.version,
        },
        "opens_at": _iso(verdict.opens_at),
        "closes_at": _iso(verdict.closes_at),
        "next_action": verdict.next_action or None,
        "at_once": verdict.at_once,
        "by_agent": verdict.by_agent,
    }


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
