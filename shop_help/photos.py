"""The door of photos: a file that a conversation or a claim shows, for those who may read that and nobody else."""

from uuid import UUID

from flask import Blueprint, Response, abort, send_file

from shop_help import identity, photo_files
from shop_help.darkroom import MEDIA_TYPE
from shop_help.extensions import db
from shop_help.models.photo import photo_called
from shop_help.models.reading import cases_beside, facts_of
from shop_help.models.shown_evidence import claim_facts_of, evidence_called
from shop_help.policy.permissions import may_look_in, may_read
from shop_help.policy.protection_rights import may_see_evidence

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


@door.get("/evidence/<uuid:evidence_id>")
def evidence(evidence_id: UUID) -> Response:
    """A photo of a claim."""
    return _evidence(str(evidence_id))


@door.get("/evidence/<uuid:evidence_id>/small")
def small_evidence(evidence_id: UUID) -> Response:
    """The same, small."""
    return _evidence(str(evidence_id), small=True)


def _evidence(evidence_id: str, small: bool = False) -> Response:
    found, viewer = evidence_called(evidence_id), identity.viewer()
    is_theirs = False
    if found is not None and viewer is not None and found.kind == "photo":
        claim = claim_facts_of(found) if found.protection_id is not None else None
        is_theirs = may_see_evidence(viewer, claim, found.person_id, found.sent_at is not None)
    return _answered(found.file_name if found and is_theirs else None, small)


def _shown(photo_id: str, small: bool = False) -> Response:
    found = photo_called(photo_id)
    is_theirs = found is not None and _may_see(found.conversation_id)
    return _answered(found.file_name if found and is_theirs else None, small)


def _answered(file_name: str | None, small: bool) -> Response:
    db.session.rollback()
    path = photo_files.path_of(file_name, small) if file_name else None
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
