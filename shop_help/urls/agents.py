"""The addresses of agents."""

from shop_help.urls.query import asking as _asking


def agent_home(show: str = "", state: str = "", after: str = "") -> str:
    """The console's list: the waiting line, or what `show` names."""
    return _asking("/agents/", show=show, state=state, after=after)


def agent_case(case_id: int, show: str = "", state: str = "", reply: int = 0, since: int = 0, then: str = "") -> str:
    """A case beside the list it was found in; `reply`: the saved reply that waits in the composer; `since`: the last
    message that was in sight of words that were held back, and what was to become `then`."""
    return _asking(f"/agents/cases/{case_id}", show=show, state=state, reply=reply, since=since, then=then)


def agent_case_at(case_id: int, place: str) -> str:
    """A part of a case, or an act on it: header, panel, seller; assignment, takeover, transfer, handback, state,
    message-mode, notes, opening, draft, presence."""
    return f"/agents/cases/{case_id}/{place}"


def agent_decision(case_id: int, dispute_id: int) -> str:
    """Where the decision of a dispute is sent."""
    return f"/agents/cases/{case_id}/disputes/{dispute_id}/decision"


def agent_protection(case_id: int, show: str = "", state: str = "") -> str:
    """The case of Buyer Protection that a support case is the talk of, beside the list it was found in."""
    return _asking(f"/agents/cases/{case_id}/protection", show=show, state=state)


def agent_duty() -> str:
    return "/agents/duty"


def agent_search(sought: str = "", state: str = "", agent: str = "", team: str = "", after: int | None = None) -> str:
    """Cases by what was said in them; `after`: the line behind which the page begins."""
    return _asking("/agents/search", q=sought, state=state, agent=agent, team=team, after=after or 0)


def agent_replies() -> str:
    return "/agents/replies"


def agent_new_reply() -> str:
    return "/agents/replies/new"


def agent_reply(reply_id: int) -> str:
    return f"/agents/replies/{reply_id}"


def agent_reply_removal(reply_id: int) -> str:
    return f"/agents/replies/{reply_id}/removal"


def agent_reply_restorations() -> str:
    """Takes a removal back (form field `entry`: its line in the log)."""
    return "/agents/replies/restorations"
