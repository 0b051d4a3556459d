"""A support case in words for its buyer: what it is about, who has to move until when, and what to expect."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from shop_help import urls
from shop_help.models.case_queue import place_in_line, recent_chat_wait
from shop_help.policy.markets import market_called
from shop_help.policy.support import HELD, OPEN, RESOLVED_FOR, STATE_WORDS
from shop_help.presentation import first_name, length, short_number
from shop_help.speech import gettext as _


def title_of(case: Any) -> str:
    """What it is about."""
    if case.question:
        return str(case.question)
    if case.number:
        return _("About order %(number)s", number=short_number(case.number))
    return _("A question to customer service")


def state_of(case: Any) -> str:
    """How it stands, in a word or three."""
    if case.mode == "chat" and case.state == "queued":
        return _("In line")
    if case.mode == "chat" and case.state in HELD:
        return _("In a live chat")
    return _(STATE_WORDS[case.state])


def listed(cases: Iterable[Any]) -> list[dict[str, Any]]:
    """Cases as buyers/_cases_about.html lists them."""
    return [
        {
            "href": urls.conversation(case.conversation_id),
            "title": title_of(case),
            "state": state_of(case),
            "tone": tone_of(case),
            "is_open": case.state in OPEN,
        }
        for case in cases
    ]


#: How the state's word is painted.
TONES = {"waiting_buyer": "warn", "resolved": "good"}


def tone_of(case: Any) -> str:
    """warn where the buyer has to move, good where it is resolved."""
    return "" if case.mode == "chat" and case.state == "queued" else TONES.get(case.state, "")


def clock_of(case: Any, now: datetime) -> dict[str, Any] | None:
    """Who has to move and until when, as shared/_clock.html shows it; None where nobody has to."""
    if case.state == "waiting_buyer":
        return {
            "who": _("You answer"),
            "word": _("when you like;"),
            "until_words": _("the case stays open meanwhile"),
            "level": "warn",
        }
    if case.state == "waiting_seller":
        return {"who": _("The seller answers us"), "word": _("first;"), "until_words": _("then we write to you here")}
    if case.state == "resolved":
        return _until(case, _("You can open it again"), case.resolved_at + RESOLVED_FOR, _("Just write here."))
    if case.state == "queued" and case.take_by is not None:
        then = _("After that it goes on as a message, and nothing is lost.")
        return _until(case, _("A live agent comes"), case.take_by, then, word=_("by"))
    if case.answer_by is not None:
        is_late = now > case.answer_by
        then = _("We are late, and sorry for it. The case stays with us.") if is_late else ""
        return _until(case, _("We answer"), case.answer_by, then, "bad" if is_late else "calm", _("by"))
    if case.resolve_by is not None:
        return _until(case, _("We work on it and mean to be done"), case.resolve_by, word=_("by"))
    return None


def _until(
    case: Any, who: str, until: datetime, then: str = "", level: str = "calm", word: str = ""
) -> dict[str, Any]:
    zone = market_called(case.market).zone
    return {"who": who, "until": until, "zone": zone, "then": then, "level": level, "word": word}


def place_of(case: Any) -> str:
    """Where a chat that waits stands in line, in words; empty for anything else."""
    return place_words(place_in_line(case.id, case.queued_at)) if case.state == "queued" else ""


def place_words(place: int) -> str:
    """Where one stands in line, or would."""
    if place == 1:
        return _("You are first in line")
    return _("You are number %(place)s in line", place=place)


def place_to_come(place: int) -> str:
    """The place one would get."""
    if place == 1:
        return _("You would be first in line.")
    return _("You would be number %(place)s in line.", place=place)


def wait_words(seconds: int | None) -> str:
    """How long it takes, as far as that is known."""
    if seconds is None:
        return _("How long it takes isn't known: there were too few chats lately.")
    if seconds < 45:
        return _("Recent chats were answered within a minute.")
    return _("Recent chats were answered after about %(time)s.", time=length(seconds))


def agent_of(case: Any) -> str:
    """The first name of who holds it; empty while it waits."""
    return first_name(case.agent_name) if case.agent_name else ""


def line_of(case: Any, now: datetime) -> dict[str, Any] | None:
    """Place and wait of a chat that waits in line; None for anything else."""
    if case.mode != "chat" or case.state != "queued":
        return None
    return {"place": place_of(case), "wait": wait_words(recent_chat_wait(now))}
