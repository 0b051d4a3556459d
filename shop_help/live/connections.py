"""Who is connected. Signing out, or losing a role, ends a person's sockets."""

import logging
import threading
import time
from dataclasses import dataclass

from flask import g, request, session
from flask_socketio import ConnectionRefusedError, join_room

from shop_help import identity, metrics
from shop_help.announcements.departures import end, sign_in_room
from shop_help.announcements.rooms import AGENTS, person_room, shop_room
from shop_help.extensions import db, socketio
from shop_help.policy.permissions import may_work_on_cases
from shop_help.sockets import DRAINING
from shop_help.speech import SOURCE, locale

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Connected:
    """A socket, and the rights it was let in with."""

    sign_in_id: str
    rights: tuple[frozenset[str], frozenset[int], bool]
    #: In which the page that opened it is read.
    language: str


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whose event is heard: a socket, and the sign-in that opened it."""

    sid: str
    sign_in_id: str
    language: str


#: Seconds between two sockets of a round of the doorkeeper.
PAUSE_SECONDS = 0.002

#: The sockets of this process by their session id.
_connected: dict[str, Connected] = {}
_guard = threading.Lock()
metrics.ask_for("sockets", lambda: len(_connected))


@socketio.on("connect")
def connect(auth: object = None) -> None:
    """Lets in who is signed in; a visitor has nothing to hear."""
    viewer = g.viewer = identity.viewer_of(session.get(identity.SIGN_IN))
    db.session.remove()
    # Whoever is held back by their sign-in has nothing to hear either.
    if viewer is None or viewer.held:
        raise ConnectionRefusedError("signed_out")
    if DRAINING.is_set():
        raise ConnectionRefusedError("draining")
    with _guard:
        _connected[request.sid] = Connected(viewer.sign_in_id, _rights(viewer), locale())  # type: ignore[attr-defined]
    join_room(sign_in_room(viewer.sign_in_id))
    join_room(person_room(viewer.person_id))
    for shop_id in viewer.shop_ids:
        join_room(shop_room(shop_id))
    if may_work_on_cases(viewer):
        join_room(AGENTS)


@socketio.on("disconnect")
def leave(reason: object = None) -> None:
    """Forgets the socket. No database here: this can run inside somebody's HTTP request, on its session."""
    with _guard:
        _connected.pop(request.sid, None)  # type: ignore[attr-defined]


def speaker_at(sid: str) -> Speaker:
    """Who speaks through a socket. What they may do is asked of the database, each time."""
    found = _connected.get(sid)
    return Speaker(sid, found.sign_in_id, found.language) if found else Speaker(sid, "", SOURCE)


def _rights(viewer: identity.Viewer) -> tuple[frozenset[str], frozenset[int], bool]:
    return viewer.roles, viewer.shop_ids, viewer.is_adult


def end_what_lost_its_right() -> None:
    """Ends the sockets whose sign-in ended or whose person has other rights than when they came in."""
    lost = []
    for sid, connected in _snapshot():
        viewer = identity.viewer_of(connected.sign_in_id)
        if viewer is None or _rights(viewer) != connected.rights:
            lost.append(sid)
        db.session.rollback()
        # A thousand questions in one go would hold up everybody's messages.
        time.sleep(PAUSE_SECONDS)
    db.session.remove()
    end(lost)


def _snapshot() -> list[tuple[str, Connected]]:
    with _guard:
        return list(_connected.items())
