"""What stands over a case's talk: its state, its clock in words, and what may be done with it."""

from typing import Any

from shop_help import clock
from shop_help.agents.found import FoundCase
from shop_help.agents.hours import hours_at
from shop_help.dates import day_and_time, length
from shop_help.own_words import teams
from shop_help.policy.case_clock import CaseClock, clock_of
from shop_help.policy.support import AFTER_REPLY, STAFF_STATE_WORDS
from shop_help.speech import gettext as _


def header_of(found: FoundCase) -> dict[str, Any]:
    """What agents/_case_header.html shows."""
    # They have buttons of their own; to claim is to take into work.
    own = {"resolved", "assigned"} if "claim" in found.acts else {"resolved"}
    return {
        "case": found,
        "case_state": _(STAFF_STATE_WORDS[found.row.state]),
        "case_team": teams()[found.row.team],
        "clock": clock_in_words(found),
        "states": [(to, _(STAFF_STATE_WORDS[to])) for to in AFTER_REPLY if to in found.acts and to not in own],
    }


def clock_in_words(found: FoundCase) -> dict[str, Any] | None:
    """The case's clock as shared/_clock.html shows it."""
    now = clock.now()
    running = clock_of(found.turn, now, hours_at(found.row.market, now))
    if running is None:
        return None
    zone = found.viewer.zone
    who, then = _words(found, running)
    told = {"who": who, "then": then, "level": running.level, "zone": zone}
    if running.until is None:
        since = found.row.last_message_at or found.row.opened_at
        return told | {"word": _("since"), "until_words": day_and_time(since, zone)}
    left = (running.until - now).total_seconds()
    left_words = _("%(time)s left", time=_told(left)) if left >= 0 else _("%(time)s late", time=_told(-left))
    return told | {"word": _("by"), "until": running.until, "left": left_words}


def _words(found: FoundCase, running: CaseClock) -> tuple[str, str]:
    """Who has to move, and what happens then."""
    holder = found.holder or _("You")
    is_late = running.level == "bad"
    if running.what in ("buyer", "seller"):
        name = found.buyer if running.what == "buyer" else found.row.shop_name or _("The seller")
        return _("%(name)s has to move", name=name), _paused(found)
    return {
        "take": (_("Somebody takes the chat"), _("Then it goes on as a message by itself.")),
        "answer": (
            _("%(name)s should answer %(buyer)s", name=holder if found.row.agent_id else _("We"), buyer=found.buyer),
            _("It counts as late. Answer all the same.") if is_late else _("Then it counts as late."),
        ),
        "resolve": (
            _("%(name)s should resolve it", name=holder if found.row.agent_id else _("We")),
            _("It took longer than we promise.") if is_late else _("Then it took longer than we promise."),
        ),
        "reopen": (
            _("%(name)s may write to open it again", name=found.buyer),
            _("Then it is closed for good; a new message opens a linked case."),
        ),
    }[running.what]


def _paused(found: FoundCase) -> str:
    left = found.turn.resolve_left
    if left is None:
        return _("Our clock stands still meanwhile.")
    return _("Our clock stands still meanwhile, with %(time)s of business hours left.", time=_told(left))


def _told(seconds: float) -> str:
    """Never "0 min": a minute that runs is still one."""
    return length(seconds) if seconds >= 60 else _("less than 1 min")
