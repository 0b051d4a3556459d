"""Search: cases found by what was said or noted in them, by the buyer's name, an order's number or the case's own."""

from typing import Any

from flask import render_template, request
from sqlalchemy import select

from shop_help import hx, identity, urls
from shop_help.agents import door
from shop_help.agents.listing import STATES
from shop_help.agents.search_rows import rows_of
from shop_help.extensions import db
from shop_help.models import Person, works_as
from shop_help.models.case_search import LOOKED_THROUGH, Found, Sought, found_cases
from shop_help.own_words import teams
from shop_help.policy.search_words import LONGEST_SEARCH, number_in, sought_words
from shop_help.policy.support import STAFF_STATE_WORDS, TEAMS
from shop_help.speech import gettext as _

#: In the filter by agent: cases that nobody holds.
NOBODY = "nobody"


@door.get("/search")
def search() -> str:
    shown = _shown()
    if not hx.is_fragment():
        return render_template("agents/search.html", **shown, **_choices())
    template = "agents/_search_rows.html" if request.args.get("after") else "agents/_search_found.html"
    return render_template(template, **shown)


def _shown() -> dict[str, Any]:
    """What was asked and what was found, with where the next page is."""
    typed = request.args.get("q", "").strip()[:LONGEST_SEARCH]
    narrowed = {name: request.args.get(name, "") for name in ("state", "agent", "team")}
    words, viewer = sought_words(typed), identity.current()
    found = found_cases(_sought(words, typed, narrowed)) if words else Found([], None, False)
    return {
        "typed": typed,
        "has_words": bool(words),
        "narrowed": narrowed,
        "is_narrowed": any(narrowed.values()),
        "rows": rows_of(found, words, viewer),
        "most_lines": LOOKED_THROUGH if found.is_cut else 0,
        "next_url": urls.agent_search(typed, after=found.after, **narrowed) if found.after else None,
        "teams": teams(),
        "state_words": STAFF_STATE_WORDS,
    }


def _sought(words: list[str], typed: str, narrowed: dict[str, str]) -> Sought:
    agent = narrowed["agent"]
    return Sought(
        identity.current().person_id,
        words,
        number_in(typed),
        STATES.get(narrowed["state"], ()),
        0 if agent == NOBODY else int(agent) if agent.isdecimal() and len(agent) < 10 else None,
        narrowed["team"] if narrowed["team"] in TEAMS else "",
        request.args.get("after", type=int),
    )


def _choices() -> dict[str, Any]:
    """What the search can be narrowed to."""
    agents = select(Person.id, Person.name).where(Person.active, works_as("agent"))
    named = [(row.id, row.name) for row in db.session.execute(agents.order_by(Person.name, Person.id))]
    states = [(state, _(STAFF_STATE_WORDS[state]) if state != "open" else _("Open")) for state in STATES]
    return {
        "longest": LONGEST_SEARCH,
        "choices": {
            "state": [("", _("Any")), *states],
            "agent": [("", _("Any")), (NOBODY, _("Nobody")), *named],
            "team": [("", _("Any")), *teams().items()],
        },
    }
