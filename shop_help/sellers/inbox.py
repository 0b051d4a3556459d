"""Inbox: the conversations of the seller's shops, who waits longest on top, with the numbers that matter."""

from collections.abc import Sequence
from typing import Any

from flask import render_template, request
from sqlalchemy import select

from shop_help import hx, identity, urls
from shop_help.extensions import db
from shop_help.models import Shop
from shop_help.models.answer_rates import count_waiting, rate_of
from shop_help.order_words import absence_of
from shop_help.policy.answering import ANSWER_GOAL
from shop_help.presentation import on_badge
from shop_help.sellers import door
from shop_help.sellers.listing import PAGE, SHOWS, Wanted, count_unread, page_of
from shop_help.sellers.requests_listing import REQUESTS
from shop_help.sellers.rows import numbers_of, rows_of
from shop_help.speech import gettext as _

#: A list that is fetched anew shows at most so many pages again; what lies behind loads on.
MOST_PAGES = 10
LONGEST_SEARCH = 100


@door.get("/inbox")
def inbox() -> str:
    if not hx.is_fragment():
        return render_template("sellers/inbox.html", **list_of(None))
    if request.args.get("after"):
        return render_template("sellers/_rows.html", **rows_for(wanted(), _open()))
    return render_template("sellers/_inbox_anew.html", **list_of(_open()))


def wanted() -> Wanted:
    """What the address asks for."""
    viewer, show = identity.current(), request.args.get("show", "all")
    return Wanted(
        viewer.shop_ids,
        viewer.person_id,
        show if show in SHOWS else "all",
        request.args.get("q", "").strip()[:LONGEST_SEARCH],
        request.args.get("after", ""),
        PAGE * max(1, min(len(request.args.getlist("shown")), MOST_PAGES)),
    )


def _open() -> int | None:
    """The conversation that stands open beside the list."""
    return request.args.get("open", type=int)


def list_of(open_id: int | None) -> dict[str, Any]:
    """All that the list's column shows."""
    viewer, asked = identity.current(), wanted()
    shops = shops_of(viewer)
    unread = count_unread(viewer.shop_ids, viewer.person_id)
    numbers = numbers_of(viewer.shop_ids)
    due = REQUESTS.count(viewer.shop_ids)
    counts = {"waiting": numbers.waiting, "requests": on_badge(due), "unread": on_badge(unread)}
    words = {"waiting": _("Waiting"), "requests": _("Requests"), "unread": _("Unread"), "all": _("All")}
    return {
        "shops": shops,
        "requests_due": due,
        "numbers": numbers,
        "rates": [(shop, rate_of(shop.id), absence_of(shop, viewer.zone)) for shop in shops],
        "goal": ANSWER_GOAL,
        "chips": [
            {"href": urls.seller_inbox(show, asked.sought), "word": words[show], "count": counts.get(show)}
            for show in SHOWS
        ],
        "chosen": urls.seller_inbox(asked.show, asked.sought),
        **rows_for(asked, open_id),
    }


def rows_for(asked: Wanted, open_id: int | None) -> dict[str, Any]:
    """The rows of a page, with where they lead and where the next page is."""
    ids, after = page_of(asked) if asked.shop_ids else ([], None)
    following = urls.seller_inbox(asked.show, asked.sought, after) if after else None
    return {
        "asked": asked,
        "open_id": open_id,
        "rows": rows_of(ids, asked.person_id),
        "address": lambda row_id: urls.seller_conversation(row_id, kept_show(asked), asked.sought),
        "next_url": f"{following}&open={open_id}" if following and open_id else following,
        "is_first": not asked.after,
        "many_shops": len(asked.shop_ids) > 1,
    }


def kept_show(asked: Wanted) -> str:
    """The filter as an address keeps it; what shows all is left out."""
    return "" if asked.show == "all" else asked.show


def shops_of(viewer: identity.Viewer) -> Sequence[Shop]:
    """The shops this person answers for."""
    return db.session.scalars(select(Shop).where(Shop.id.in_(viewer.shop_ids)).order_by(Shop.name, Shop.id)).all()


@door.context_processor
def waiting() -> dict[str, object]:
    """How many buyers and requests wait, for the navigation; worked out when a page shows it."""
    return {
        "count_all_waiting": lambda: sum(count_waiting(each) for each in identity.current().shop_ids),
        "count_all_due": lambda: on_badge(REQUESTS.count(identity.current().shop_ids)),
    }
