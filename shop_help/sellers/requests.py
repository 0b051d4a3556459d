"""Requests: what buyers asked of the seller's shops, due first, and each with what may be done with it."""

from typing import Any

from flask import render_template, request

from shop_help import hx, identity, urls
from shop_help.models.shown_orders import shown_order
from shop_help.policy.request_states import KINDS
from shop_help.presentation import on_badge
from shop_help.request_words import kind_word
from shop_help.rules_finding import rules_for
from shop_help.sellers import door
from shop_help.sellers.beside import beside_order
from shop_help.sellers.due_listing import PAGE
from shop_help.sellers.found_requests import card_of, found_request
from shop_help.sellers.inbox import LONGEST_SEARCH, MOST_PAGES
from shop_help.sellers.requests_listing import MOVERS, REQUESTS, STATES, WantedRequests, page_of
from shop_help.sellers.requests_rows import rows_of
from shop_help.speech import gettext as _


@door.get("/requests")
def requests() -> str:
    if not hx.is_fragment():
        return render_template("sellers/requests.html", **list_of(None))
    if request.args.get("after"):
        return render_template("sellers/_request_rows.html", **rows_for(wanted(), _open()))
    return render_template("sellers/_requests_anew.html", **list_of(_open()))


def wanted() -> WantedRequests:
    """What the address asks for."""
    mover, kind, state = (request.args.get(name, "") for name in ("mover", "kind", "state"))
    mover = mover if mover in MOVERS else MOVERS[0]
    return WantedRequests(
        identity.current().shop_ids,
        mover,
        kind if kind in KINDS else "",
        state if state in STATES and mover == "all" else "",
        request.args.get("q", "").strip()[:LONGEST_SEARCH],
        request.args.get("after", ""),
        PAGE * max(1, min(len(request.args.getlist("shown")), MOST_PAGES)),
    )


def _open() -> int | None:
    """The request that stands open beside the list."""
    return request.args.get("open", type=int)


def list_of(open_id: int | None) -> dict[str, Any]:
    """All that the list's column shows."""
    asked, viewer = wanted(), identity.current()
    due = on_badge(REQUESTS.count(viewer.shop_ids))
    movers = {"shop": _("Your move"), "buyer": _("Buyer's move"), "all": _("All")}
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
        "kind_chips": [
            {"href": _listed(asked, kind=kind), "word": kind_word(kind) if kind else _("Any kind")}
            for kind in ("", *KINDS)
        ],
        "state_chips": _state_chips(asked) if asked.mover == "all" else None,
        "chosen_in_full": _listed(asked),
        **rows_for(asked, open_id),
    }


def _state_chips(asked: WantedRequests) -> list[dict[str, Any]]:
    words = {
        "": _("Any state"),
        "asked": _("To be answered"),
        "back": _("Coming back"),
        "agreed": _("Agreed"),
        "refused": _("Rejected"),
        "over": _("Ended without"),
    }
    return [{"href": _listed(asked, state=state), "word": words[state]} for state in ("", *STATES)]


def _listed(asked: WantedRequests, **other: str) -> str:
    """The list's address, or one that differs from it."""
    kept = {"mover": asked.mover, "kind": asked.kind, "state": asked.state} | other
    kept["mover"] = "" if kept["mover"] == MOVERS[0] else kept["mover"]
    return urls.seller_requests(**kept, sought=asked.sought)


def rows_for(asked: WantedRequests, open_id: int | None) -> dict[str, Any]:
    """The rows of a page, with where they lead and where the next page is."""
    ids, after = page_of(asked)
    kept = {"mover": "" if asked.mover == MOVERS[0] else asked.mover, "kind": asked.kind, "state": asked.state}
    kept["sought"] = asked.sought
    following = urls.seller_requests(**kept, after=after) if after else None
    return {
        "asked": asked,
        "open_id": open_id,
        "rows": rows_of(ids),
        "address": lambda request_id: urls.seller_request(request_id, **kept),
        "next_url": f"{following}&open={open_id}" if following and open_id else following,
        "many_shops": len(asked.shop_ids) > 1,
    }


@door.get("/requests/<int:request_id>")
def order_request(request_id: int) -> str:
    """A request between the list and its order; for htmx the request alone."""
    return request_page(request_id)


def request_page(request_id: int, **more: Any) -> str:
    """The page or, for htmx, the request alone. `more`: what was done, and the form that came back."""
    found = found_request(request_id)
    order = shown_order(found.order_id)
    card = card_of(found, order, rules_for(order), **more)
    if hx.is_fragment():
        return render_template("sellers/_request.html", open_request=request.args.get("alone"), **card)
    asked = wanted()
    return render_template(
        "sellers/request.html",
        found=found,
        card=card,
        back=_listed(asked),
        client_id=card["client_id"],
        **beside_order(order, found.buyer_id, found.id),
        **list_of(found.id),
    )
