"""Sign-ins that failed are written down: a line of the log for each, and in the audit log those at staff's accounts.

Who guesses can fill neither: tries have a pace (accounts), and of one account the audit log takes a few an hour.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from flask import Response, copy_current_request_context, make_response, request
from sqlalchemy import func, select

from shop_help import audit, clock, identity
from shop_help.extensions import db
from shop_help.models import AuditEntry, Person
from shop_help.policy.second_factor import may_secure
from shop_help.policy.texts import is_keepable

log = logging.getLogger(__name__)

ACT = "sign_in.refused"
#: Of one account the audit log takes so many an hour: enough to see that somebody guesses, and from where.
MOST_AN_HOUR = 10
LAST_ONE = "More of this hour are in the server's log alone."


def watch(view: Callable[[], Any]) -> Callable[[], Response]:
    """A sign-in with a password, whose failure is told once the answer is out.

    Before that it would take longer for staff's accounts than for others, and so say which these are.
    """

    @wraps(view)
    def watched() -> Response:
        answer: Response = make_response(view())
        if request.method == "POST" and identity.viewer() is None:
            answer.call_on_close(copy_current_request_context(_tell))
        return answer

    return watched


def named() -> str:
    """The account that a sign-in names: its address, as all spellings of it are the same."""
    return request.form.get("email", "").strip().casefold()


def _tell() -> None:
    address = named()
    wanted = select(Person).where(func.lower(Person.email) == address)
    person = db.session.scalar(wanted) if address and is_keepable(address) else None
    say("password", person)
    if person is not None and may_secure({role.name for role in person.roles}):
        _note(person)
    db.session.remove()


def say(proof: str, person: Person | None = None) -> None:
    """A line of the log. Never what was typed: people type their passwords into the field above, too."""
    whose = f"of person {person.id}" if person else "of nobody's account"
    log.warning("a sign-in failed: a %s %s from %s", proof, whose, audit.address() or "nowhere")


def _note(person: Person) -> None:
    thing = f"person {person.id}"
    lately = (AuditEntry.act == ACT, AuditEntry.happened_at > clock.now() - timedelta(hours=1))
    noted = db.session.scalar(select(func.count()).where(*lately, AuditEntry.thing == thing)) or 0
    if noted < MOST_AN_HOUR:
        audit.record(ACT, thing, why=LAST_ONE if noted + 1 == MOST_AN_HOUR else "", name=person.name)
