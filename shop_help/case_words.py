"""A support case in words for its buyer: what it is about, who has to move until when, and what to expect."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from shop_help import urls
from shop_help.dates import length
from shop_help.help_finding import question_words
from shop_help.models.case_log import turn_of
from shop_help.models.case_queue import place_in_line, recent_chat_wait
from shop_help.policy import case_clock
from shop_help.policy.markets import market_called
from shop_help.policy.support import HELD, OPEN, STATE_WORDS
from shop_help.presentation import first_name, short_number
from shop_help.service_calendar import hours_in
from shop_help.speech import gettext as _


def title_of(case: Any) -> str:
    """What it is about."""
    if case.question:
        return question_words(case.question)
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
    running = case_clock.clock_of(turn_of(case), now, hours_in(case.market, now))
    if running is None:
        return None
    who, word, then = _moves()[running.what]
    is_late = running.what == "answer" and running.level == "bad"
    shown = {
        "who": who,
        "word": word,
        "then": _("We are late, and sorry for it. The case stays with us.") if is_late else then,
        "level": "warn" if running.what == "buyer" else "bad" if is_late else "calm",
    }
    if running.until is None:
        return shown | {"until_words": _meanwhile()[running.what]}
    return shown | {"until": running.until, "zone": market_called(case.market).zone}


def _moves() -> dict[str, tuple[str, str, str]]:
    """By what runs: who moves, the word before the time, and what happens then."""
    goes_on = _("After that it goes on as a message, and nothing is lost.")
    return {
        "take": (_("A live agent comes"), _("by"), goes_on),
        "answer": (_("We answer"), _("by"), ""),
        "resolve": (_("We work on it and mean to be done"), _("by"), ""),
        "buyer": (_("You answer"), _("when you like;"), ""),
        "seller": (_("The seller answers us"), _("first;"), ""),
        "reopen": (_("You can open it again"), _("until"), _("Just write here.")),
    }


def _meanwhile() -> dict[str, str]:
    """In place of a time, where our clock stands still."""
    return {"buyer": _("the case stays open meanwhile"), "seller": _("then we write to you here")}


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
