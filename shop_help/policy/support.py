"""Support cases: their states, who moves them, and the promises we make (PRODUCT 5, 7)."""

from collections.abc import Collection
from datetime import datetime, timedelta

from shop_help.policy.numbers import NUMBERS
from shop_help.policy.wording import N_

MODES = ("chat", "message")
#: While a case is in one of these, it is open.
OPEN = frozenset({"queued", "assigned", "waiting_buyer", "waiting_seller"})
#: In these, an agent holds it.
HELD = frozenset({"assigned", "waiting_buyer", "waiting_seller"})
#: What an agent can say should be the case after a reply.
AFTER_REPLY = ("waiting_buyer", "waiting_seller", "assigned", "resolved")
#: The same behind "Send and".
AFTER_REPLY_WORDS = {
    "waiting_buyer": N_("wait for the buyer"),
    "waiting_seller": N_("wait for the seller"),
    "assigned": N_("keep it with us"),
    "resolved": N_("resolve"),
}

#: From each state, where it can go: by whom stands at the acts.
TRANSITIONS = {
    "queued": frozenset({"assigned", "resolved"}),
    "assigned": frozenset({"queued", "waiting_buyer", "waiting_seller", "resolved"}),
    "waiting_buyer": frozenset({"assigned", "waiting_seller", "queued", "resolved"}),
    "waiting_seller": frozenset({"assigned", "waiting_buyer", "queued", "resolved"}),
    "resolved": frozenset({"queued", "closed"}),
    "closed": frozenset(),
}

#: The team of Buyer Protection.
PROTECTION = "protection"
TEAMS = {
    "general": N_("General"),
    "payments": N_("Payments"),
    "safety": N_("Safety"),
    PROTECTION: N_("Buyer Protection"),
}
#: Who decides whether a buyer gets money back.
TEAM_OF_DISPUTES = "payments"
#: Topics of Help whose cases are for a team of their own.
TEAM_OF_TOPIC = {"payment": "payments", "account": "safety"}

#: What else a team decides, beside the questions of its topics.
MORE_OF_TEAM = {
    "general": N_("Cases without a question"),
    TEAM_OF_DISPUTES: N_("Disputes of rejected requests"),
    PROTECTION: N_("Cases of Buyer Protection"),
}

STATE_WORDS = {
    "queued": N_("Waiting for us"),
    "assigned": N_("With us"),
    "waiting_buyer": N_("Waiting for you"),
    "waiting_seller": N_("Waiting for the seller"),
    "resolved": N_("Resolved"),
    "closed": N_("Closed"),
}
#: What a buyer answers to "How satisfied are you?", from 1 on.
SATISFACTION = {
    1: N_("Not at all"),
    2: N_("A little"),
    3: N_("Partly"),
    4: N_("Mostly"),
    5: N_("Very"),
}
#: The same as agents say it.
STAFF_STATE_WORDS = STATE_WORDS | {
    "queued": N_("Waiting"),
    "assigned": N_("In work"),
    "waiting_buyer": N_("Waiting for the buyer"),
}


def _minutes(name: str) -> timedelta:
    return timedelta(minutes=NUMBERS[name].value)


TAKE_WITHIN = _minutes("chat_take_minutes")
BUYER_AWAY_AFTER = _minutes("buyer_away_minutes")
LEASE = _minutes("agent_lease_minutes")
OPENING = timedelta(hours=NUMBERS["case_opening_hours"].value)
#: Who looked at a case so lately when a colleague took it was overtaken, and may read on for so long.
OVERTAKEN_WITHIN = _minutes("case_overtaken_minutes")
OVERTAKEN_FOR = _minutes("case_read_on_minutes")
#: Business seconds.
ANSWER_SECONDS = NUMBERS["case_answer_hours"].value * 3600
RESOLVE_SECONDS = NUMBERS["case_resolve_hours"].value * 3600
#: In a chat one expects an answer while one looks at it.
CHAT_ANSWER_SECONDS = NUMBERS["chat_answer_minutes"].value * 60
RESOLVED_FOR = timedelta(days=NUMBERS["case_resolved_days"].value)


def team_of(topic: str) -> str:
    """The team for a question of that topic of Help."""
    return TEAM_OF_TOPIC.get(topic, "general")


def teams_open(member_of: Collection[str]) -> list[str]:
    """Of which teams an agent may take chats: those they are in; of all where they are in none."""
    return [team for team in TEAMS if team in member_of] or list(TEAMS)


def teams_taken(member_of: Collection[str], chosen: Collection[str]) -> frozenset[str]:
    """Of which an agent takes: what they chose of those open to them, else all of these; empty means all."""
    taken = frozenset(chosen).intersection(teams_open(member_of))
    return taken or frozenset(member_of).intersection(TEAMS)


def open_key(buyer_id: int, order_id: int | None, question_id: int | None) -> str:
    """One open case per buyer, order and question: what makes two of them the same."""
    return f"{buyer_id}:{order_id or 0}:{question_id or 0}"


def is_reopened(reopened_at: datetime | None, resolved_at: datetime | None) -> bool:
    """Was it resolved before, and came back?"""
    return reopened_at is not None and (resolved_at is None or reopened_at > resolved_at)


def may_move(state: str, to: str) -> bool:
    """Is this change of state one of the table's? Staying as it is, is none."""
    return to in TRANSITIONS[state]
