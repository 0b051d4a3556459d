"""What both sides of a Buyer Protection case brought, offered and did, as pages of either side and of agents show it.

`side`: BUYER, SHOP or CUSTOMER_SERVICE: who reads.
"""

from typing import Any

from shop_help import refund_words, urls
from shop_help.models.protection_timeline import steps_of
from shop_help.models.shown_protection import ShownProtection
from shop_help.policy.protection_steps import step_words
from shop_help.policy.wording import N_
from shop_help.protection_file import Photo
from shop_help.speech import gettext as _

#: How an offer ended.
_OFFER_STATES = {
    "offered": N_("waits for an answer"),
    "accepted": N_("taken"),
    "declined": N_("not taken"),
    "lapsed": N_("gone"),
}


def offer_words() -> dict[str, str]:
    """How an offer stands, by its state."""
    return {state: _(words) for state, words in _OFFER_STATES.items()}


def brought_by(case: ShownProtection, side: str) -> dict[str, list[Any]]:
    """A side's photos, and what it said besides its claim or its statement."""
    own = [each for each in case.evidence if each.side == side]
    said = [{"words": each.words, "at": each.sent_at} for each in own if each.kind == "words"]
    said += [{"words": each.words, "at": each.opened_at} for each in case.appeals if each.side == side]
    return {
        "photos": [each for each in own if each.kind == "photo"],
        "said": sorted(said, key=lambda each: each["at"]),
    }


def steps_in_words(case: ShownProtection, side: str) -> list[dict[str, Any]]:
    """What happened, the newest first."""
    told = [
        {"words": _(words), "at": step.happened_at}
        for step in steps_of(case.conversation_id, case.id)
        if (words := step_words(step.what, step.voice, side))
    ]
    return told[::-1]


def refunds_in_words(case: ShownProtection, zone: str) -> list[dict[str, Any]]:
    """Whether the money is on its way, there, or failed."""
    return [
        {
            "state": row.state,
            "sentence": refund_words.refund_sentence(row, zone),
            "demo": refund_words.demo_words(row.adapter),
        }
        for row in case.refunds
    ]


def photo_href(photo: Photo) -> str:
    """Where a photo of the file is, by what it belongs to."""
    return urls.evidence(photo.id) if photo.kind == "evidence" else urls.photo(photo.id)
