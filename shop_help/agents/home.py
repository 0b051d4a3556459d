"""The console: the waiting line, one's own cases, messages that nobody holds, and all, with the numbers on top."""

from typing import Any

from flask import render_template, request

from shop_help import hx, identity, urls
from shop_help.agents import door
from shop_help.agents.listing import PAGE, PROTECTION_STATES, SHOWS, STATES, Wanted
from shop_help.agents.numbers import numbers_for
from shop_help.agents.rows import rows_of
from shop_help.models.case_queue import length_of_line
from shop_help.models.reply_drafts import cases_with_drafts
from shop_help.own_words import teams
from shop_help.policy.support import STAFF_STATE_WORDS
from shop_help.presentation import on_badge
from shop_help.speech import gettext as _

#: The keys that lead to each.
KEYS = {"waiting": "g q", "mine": "g m", "unassigned": "g u", "protection": "g p", "all": "g a"}
#: A list that is fetched anew shows at most so many pages again; what lies behind loads on.
MOST_PAGES = 10


@door.get("/")
def home() -> str:
    if not hx.is_fragment():
        return render_template("agents/home.html", **list_of(None))
    if request.args.get("after"):
        return render_template("agents/_rows.html", **rows_for(wanted(), open_id()))
    return render_template("agents/_list.html", **list_of(open_id()))


def wanted() -> Wanted:
    """What the address asks for."""
    show, state = request.args.get("show", SHOWS[0]), request.args.get("state", "")
    known = {"all": STATES, "protection": PROTECTION_STATES}.get(show, {})
    return Wanted(
        identity.current().person_id,
        show if show in SHOWS else SHOWS[0],
        state if state in known else "",
        request.args.get("after", ""),
        PAGE * max(1, min(len(request.args.getlist("shown")), MOST_PAGES)),
    )


def open_id() -> int | None:
    """The case that stands open beside the list."""
    return request.args.get("open", type=int)


def list_of(open_case: int | None) -> dict[str, Any]:
    """All that the list's column shows."""
    asked, numbers = wanted(), numbers_for(identity.current())
    counts = {"waiting": numbers.waiting, "mine": numbers.mine, "unassigned": numbers.unassigned}
    counts["protection"] = numbers.protection
    words = {"waiting": _("Waiting"), "mine": _("Mine"), "unassigned": _("Unassigned")}
    words |= {"protection": _("Protection"), "all": _("All")}
    return {
        "numbers": numbers,
        "chips": [
            {
                "href": urls.agent_home(show),
                "word": words[show],
                "count": on_badge(counts.get(show, 0)),
                "key": KEYS[show],
                # Who looks at another list sees that one of their own waits.
                "level": numbers.mine_level if show == "mine" else "calm",
            }
            for show in SHOWS
        ],
        "chosen": urls.agent_home(asked.show),
        "state_chips": _state_chips(asked.show),
        "chosen_state": urls.agent_home(asked.show, asked.state),
        **rows_for(asked, open_case),
    }


def _state_chips(show: str) -> list[dict[str, Any]] | None:
    """What narrows a list down further; None where nothing does."""
    if show == "protection":
        words = {"": _("To be decided"), "sides": _("With a side"), "decided": _("Decided"), "over": _("Closed")}
    elif show == "all":
        words = {"": _("Any state"), "open": _("Open")} | {
            state: _(STAFF_STATE_WORDS[state]) for state in STATES if state != "open"
        }
    else:
        return None
    return [{"href": urls.agent_home(show, state), "word": word} for state, word in words.items()]


def rows_for(asked: Wanted, open_case: int | None) -> dict[str, Any]:
    """The rows of a page, with where they lead and where the next page is."""
    rows, after = rows_of(asked)
    following = urls.agent_home(asked.show, asked.state, after) if after else None
    return {
        "asked": asked,
        "open_id": open_case,
        "rows": rows,
        "drafts": cases_with_drafts(asked.person_id, [row.id for row in rows]),
        "address": lambda case_id: _address(case_id, asked),
        "next_url": f"{following}&open={open_case}" if following and open_case else following,
        "teams": teams(),
        "state_words": STAFF_STATE_WORDS,
    }


def _address(case_id: int, asked: Wanted) -> str:
    """Where a row leads: of Buyer Protection to the page from which it is decided."""
    if asked.show == "protection":
        return urls.agent_protection(case_id, asked.show, asked.state)
    return urls.agent_case(case_id, asked.show, asked.state)


@door.context_processor
def waiting() -> dict[str, object]:
    """How many chats wait in line, for the navigation; worked out when a page shows it."""
    return {"count_waiting": length_of_line}
