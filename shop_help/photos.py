"""The door of photos: a file that a conversation shows, for those who may read that conversation and nobody else."""

from uuid import UUID

from flask import Blueprint, Response, abort, send_file

from shop_help import identity, photo_files
from shop_help.darkroom import MEDIA_TYPE
from shop_help.extensions import db
from shop_help.models.photo import photo_called
from shop_help.models.reading import cases_beside, facts_of
from shop_help.policy.permissions import may_look_in, may_read

door = Blueprint("photos", __name__)

#: A photo never changes. Whoever signs in next in the same browser asks anew: the answer varies with the cookie.
KEPT_BY_BROWSERS = "private, max-age=31536000, immutable"
#: Opened by itself, a picture stands in a page of the browser's own, which styles it inline.
CSP = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"


@door.get("/photos/<uuid:photo_id>")
def photo(photo_id: UUID) -> Response:
    """As large as we keep it."""
    return _shown(str(photo_id))


@door.get("/photos/<uuid:photo_id>/small")
def small_photo(photo_id: UUID) -> Response:
    """As it stands in the conversation."""
    return _shown(str(photo_id), small=True)


def _shown(photo_id: str, small: bool = False) -> Response:
    found = photo_called(photo_id)
    is_theirs = found is not None and _may_see(found.conversation_id)
    db.session.rollback()
    path = photo_files.path_of(found.file_name, small) if found and is_theirs else None
    if path is None:
        abort(404)
    answer = send_file(path, MEDIA_TYPE, download_name=path.name, etag=path.stem, max_age=None)
    answer.headers["Cache-Control"] = KEPT_BY_BROWSERS
    answer.headers["Content-Security-Policy"] = CSP
    answer.vary.add("Cookie")
    return answer


def _may_see(conversation_id: int) -> bool:
    """Does who asks read this conversation, as one of its people or beside a case?"""
    viewer, facts = identity.viewer(), facts_of(conversation_id)
    if viewer is None or facts is None:
        return False
    return may_read(viewer, facts) or ("agent" in viewer.roles and may_look_in(viewer, cases_beside(conversation_id)))
