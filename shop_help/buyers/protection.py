"""Protection: the buyer's cases, those that wait for them on top, each with its clock; and claims to go on with."""

from typing import Any

from flask import render_template, request

from shop_help import hx, identity, protection_words, urls
from shop_help.buyers import door
from shop_help.models.shown_claims import drafts_of
from shop_help.models.shown_protection import ShownProtection, protections_of
from shop_help.paging import cut
from shop_help.policy.claims import STEPS
from shop_help.policy.markets import market_called
from shop_help.protection_file import BUYER
from shop_help.request_words import items_of

PAGE = 20


@door.get("/protection")
def protection() -> str:
    behind, own = _place_of(request.args.get("before", "")), identity.current().person_id
    found, last = cut(protections_of(own, behind, PAGE + 1), PAGE)
    following = urls.protection(f"{'w' if last.mover == BUYER else ''}{last.id}") if last else None
    part = "buyers/_protection_cards.html" if behind else "buyers/_protections.html"
    template = part if hx.is_fragment() else "buyers/protection.html"
    drafts = [] if behind else [_draft(row) for row in drafts_of(own)]
    return render_template(template, cases=[card_of(each) for each in found], drafts=drafts, next_url=following)


def _place_of(text: str) -> tuple[bool, int] | None:
    """Where a page begins: behind a case that waits for the buyer, as in "w12", or behind another one."""
    number = text.removeprefix("w")
    return (number != text, int(number)) if number.isascii() and number.isdigit() and len(number) < 10 else None


def card_of(case: ShownProtection) -> dict[str, Any]:
    """A case as buyers/_protection_card.html shows it."""
    return {
        "href": urls.protection_case(case.id),
        "title": items_of(case.lines),
        "number": case.order_number,
        "opened_at": case.opened_at,
        "state": protection_words.state_word_of(case, BUYER),
        "tone": protection_words.tone_of(case, BUYER),
        "sentence": protection_words.sentence_of(case, BUYER),
        "clock": protection_words.clock_of(case, market_called(case.market).zone, BUYER),
    }


def _draft(row: Any) -> dict[str, Any]:
    return {
        "href": urls.claim(row.order_number),
        "number": row.order_number,
        "shop": row.shop_name,
        "place": STEPS.index(row.step) + 1,
        "steps": len(STEPS),
        "updated_at": row.updated_at,
    }
