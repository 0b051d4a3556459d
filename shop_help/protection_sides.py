"""What both sides of a Buyer Protection case brought, offered and did, as pages of either side and of agents show it.

`side`: BUYER, SHOP or CUSTOMER_SERVICE: who reads.
"""

from typing import Any

from shop_help import clock, protection_words, refund_words, urls
from shop_help.models.protection_timeline import steps_of
from shop_help.models.shown_protection import ShownProtection
from shop_help.policy.protection_appeals import may_appeal
from shop_help.policy.protection_states import SIDES, is_asked, may_add, step_for
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


def may_of_side(case: ShownProtection, side: str) -> dict[str, bool]:
    """The buttons of both sides: each asks what its act asks."""
    return {
        "give": case.state == "evidence_requested" and is_asked(side, case.state, case.mover),
        "add": may_add(side, case.state, case.mover),
        "settle": step_for("settle", side, case.state) is not None,
        "appeal": _may_appeal(case, side),
    }


def _may_appeal(case: ShownProtection, side: str) -> bool:
    if step_for("appeal", side, case.state) is None or case.decision is None:
        return False
    if case.appeal_until is None or clock.now() >= case.appeal_until:
        return False
    appealed = frozenset(appeal.side for appeal in case.appeals)
    return may_appeal(side, case.outcome, case.decided_amount or 0, case.amount, appealed, case.decision.is_final)


def standing(case: ShownProtection, side: str, zone: str, can_appeal: bool = False) -> dict[str, Any]:
    """How it stands before whoever reads, in words, for the partials of shared/ that begin with _protection."""
    return {
        "state": protection_words.state_word_of(case, side),
        "tone": protection_words.tone_of(case, side),
        "sentence": protection_words.sentence_of(case, side),
        "clock": protection_words.clock_of(case, zone, side),
        "appeal_clock": protection_words.appeal_clock_of(case, zone, can_appeal),
        "refunds": refunds_in_words(case, zone),
        "reason": protection_words.reason_word(case.reason),
        "wanted": protection_words.wanted_word(case.wanted),
        "asks": asked_of(case, side),
        "offer_words": offer_words(),
        "brought": {each: brought_by(case, each) for each in SIDES},
        "steps": steps_in_words(case, side),
        "zone_here": zone,
    }


def asked_of(case: ShownProtection, side: str) -> Any:
    """What customer service asks of this side and waits for, or None."""
    waiting = case.open_request
    return waiting if waiting is not None and waiting.side == side else None


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
