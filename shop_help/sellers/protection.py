"""Buyer Protection: the cases against the seller's shops, due first, and each with what the shop can do."""

from typing import Any

from flask import Response, render_template, request

from shop_help import hx, identity, protection_words, urls
from shop_help.models.shown_protection import protections_called
from shop_help.policy.markets import market_called
from shop_help.presentation import first_name, on_badge
from shop_help.protection_archive import archive_answer
from shop_help.protection_file import SHOP, file_of
from shop_help.protection_sides import photo_href, steps_in_words
from shop_help.sellers import door
from shop_help.sellers.due_listing import PAGE
from shop_help.sellers.inbox import LONGEST_SEARCH, MOST_PAGES
from shop_help.sellers.protection_listing import CASES, MOVERS, STATES, WantedCases, page_of
from shop_help.sellers.protection_shown import own_case, shown_case
from shop_help.speech import gettext as _


@door.get("/protection")
def protections() -> str:
    if not hx.is_fragment():
        return render_template("sellers/protections.html", **list_of(None))
    if request.args.get("after"):
        return render_template("sellers/_protection_rows.html", **rows_for(wanted(), _open()))
    return render_template("sellers/_protections_anew.html", **list_of(_open()))


def wanted() -> WantedCases:
    """What the address asks for."""
    mover, state = request.args.get("mover", ""), request.args.get("state", "")
    mover = mover if mover in MOVERS else MOVERS[0]
    return WantedCases(
        identity.current().shop_ids,
        mover,
        state if state in STATES and mover == "all" else "",
        request.args.get("q", "").strip()[:LONGEST_SEARCH],
        request.args.get("after", ""),
        PAGE * max(1, min(len(request.args.getlist("shown")), MOST_PAGES)),
    )


def _open() -> int | None:
    """The case that stands open beside the list."""
    return request.args.get("open", type=int)


def list_of(open_id: int | None) -> dict[str, Any]:
    """All that the list's column shows."""
    asked = wanted()
    due = on_badge(CASES.count(identity.current().shop_ids))
    movers = {"shop": _("Your move"), "others": _("Others' move"), "all": _("All")}
    return {
        "chips": [
            {
                "href": _listed(asked, mover=mover, state=""),
                "word": movers[mover],
                "count": due if mover == "shop" else None,
            }
            for mover in MOVERS
        ],
        "chosen": _listed(asked, state=""),
        "state_chips": _state_chips(asked) if asked.mover == "all" else None,
        "chosen_in_full": _listed(asked),
        **rows_for(asked, open_id),
    }


def _state_chips(asked: WantedCases) -> list[dict[str, Any]]:
    words = {
        "": _("Any state"),
        "open": _("Not decided"),
        "back": _("Coming back"),
        "decided": _("Decided"),
        "over": _("Over"),
    }
    return [{"href": _listed(asked, state=state), "word": words[state]} for state in ("", *STATES)]


def _listed(asked: WantedCases, **other: str) -> str:
    """The list's address, or one that differs from it."""
    return urls.seller_protections(**(_kept(asked) | other))


def _kept(asked: WantedCases) -> dict[str, str]:
    return {"mover": "" if asked.mover == MOVERS[0] else asked.mover, "state": asked.state, "sought": asked.sought}


def rows_for(asked: WantedCases, open_id: int | None) -> dict[str, Any]:
    """The rows of a page, with where they lead and where the next page is."""
    ids, after = page_of(asked)
    following = urls.seller_protections(**_kept(asked), after=after) if after else None
    return {
        "asked": asked,
        "open_id": open_id,
        "rows": [_row(case) for case in protections_called(ids)],
        "address": lambda case_id: urls.seller_protection(case_id, **_kept(asked)),
        "next_url": f"{following}&open={open_id}" if following and open_id else following,
        "many_shops": len(asked.shop_ids) > 1,
    }


def _row(case: Any) -> dict[str, Any]:
    """A case as a row of the list: what, whose, about which order, and its clock."""
    return {
        "id": case.id,
        "reason": protection_words.reason_word(case.reason),
        "buyer": first_name(case.buyer_name),
        "number": case.order_number,
        "shop": case.shop_name,
        "item": case.lines[0].name if case.lines else "",
        "more": max(0, len(case.lines) - 1),
        "amount": case.amount,
        "currency": case.currency,
        "state": protection_words.state_word_of(case, SHOP),
        "tone": protection_words.tone_of(case, SHOP),
        "at": case.moved_at,
        "clock": protection_words.clock_of(case, market_called(case.market).zone, SHOP),
        "is_ours": case.mover == SHOP,
    }


@door.get("/protection/<int:protection_id>")
def protection(protection_id: int) -> str:
    """A case beside the list; for htmx the case alone."""
    case = own_case(protection_id)
    if hx.is_fragment():
        return render_template("sellers/_protection.html", **shown_case(case))
    return render_template("sellers/protection.html", back=_listed(wanted()), **list_of(case.id), **shown_case(case))


@door.get("/protection/<int:protection_id>/file")
def protection_file(protection_id: int) -> str:
    """All that the shop may see of it, on one page."""
    case = own_case(protection_id)
    return render_template(
        "sellers/protection_papers.html",
        case=case,
        file=file_of(case, SHOP),
        steps=steps_in_words(case, SHOP),
        photo_href=photo_href,
    )


@door.get("/protection/<int:protection_id>/archive")
def protection_archive(protection_id: int) -> Response:
    return archive_answer(file_of(own_case(protection_id), SHOP))


@door.context_processor
def cases_waiting() -> dict[str, object]:
    """How many cases wait for the shops, for the navigation; worked out when a page shows it."""
    return {"count_all_cases": lambda: on_badge(CASES.count(identity.current().shop_ids))}
