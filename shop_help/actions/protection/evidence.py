"""Photos of a claim or a case: looked at, checked and kept with no lock held; their sender's alone until they are
sent."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, BinaryIO
from uuid import NAMESPACE_URL, uuid4, uuid5

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from shop_help import clock, pace, photo_files
from shop_help.actions.protection.drafting import own_draft
from shop_help.actions.protection.people import claimant
from shop_help.darkroom import Developed, develop, read
from shop_help.database import write_unit
from shop_help.extensions import db, limiter
from shop_help.identity import Viewer, viewer_of
from shop_help.models import ClaimDraft, Evidence, ProtectionCase
from shop_help.policy.messages import Refused, is_client_id
from shop_help.policy.photos import MOST_A_MINUTE, MOST_PHOTOS, evidence_refusal
from shop_help.policy.protection_rights import side_in
from shop_help.policy.protection_states import ENDED

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Place:
    """Where a photo is added: `kind` is draft or case, with its id."""

    kind: str
    id: int


@dataclass(frozen=True)
class Kept:
    """A photo that is kept. It looks blurred and was sent all the same: `sent_blurred`."""

    id: str
    width: int
    height: int
    sharpness: float
    sent_blurred: bool


def add_photo(sign_in_id: str, place: Place, client_id: str, stream: BinaryIO, despite_blur: bool = False) -> Kept:
    """Keeps a photo beside a claim or a case; nobody else sees it until that is sent. Twice the same is one photo.

    Raises Refused: what the darkroom says, photo_too_small, photo_blurred (unless `despite_blur`: its sender was
    warned), too_many_photos, client_id_reused, or forbidden for what isn't theirs.
    """
    if not is_client_id(client_id):
        raise Refused("bad_request")
    person_id = _asked(sign_in_id, place, db.session.connection())[0].person_id
    db.session.rollback()
    _keep_pace(sign_in_id)
    content = read(stream)
    photo_id = str(uuid5(NAMESPACE_URL, f"evidence/{person_id}/{place.kind}/{place.id}/{client_id}"))
    digest = sha256(content).hexdigest()
    known = _known(db.session.connection(), photo_id, digest)
    db.session.rollback()
    if known is not None:
        return known
    photo = develop(content)
    refusal = evidence_refusal(photo.width, photo.height, photo.sharpness, despite_blur)
    if refusal is not None:
        raise Refused(refusal)
    return _keep(sign_in_id, place, photo_id, digest, photo)


def _keep_pace(sign_in_id: str) -> None:
    if limiter.enabled and not pace.hit(f"photos of {sign_in_id}", MOST_A_MINUTE):
        raise Refused("rate_limited")


def _keep(sign_in_id: str, place: Place, photo_id: str, digest: str, photo: Developed) -> Kept:
    try:
        # Sent eight times at once, each writes a file of its own; one of them stays.
        name = photo_files.keep(str(uuid4()), photo)
    except OSError as error:
        log.exception("a photo could not be kept")
        raise Refused("unavailable") from error
    try:
        return _store(sign_in_id, place, photo_id, digest, photo, name)
    except IntegrityError:
        # It came twice at once, and the other one was first.
        photo_files.remove(name)
        known = _known(db.session.connection(), photo_id, digest)
        db.session.rollback()
        if known is None:
            raise
        return known
    except Refused:
        photo_files.remove(name)
        raise


def _store(sign_in_id: str, place: Place, photo_id: str, digest: str, photo: Developed, name: str) -> Kept:
    with write_unit(db.session) as session:
        connection = session.connection()
        viewer, side = _asked(sign_in_id, place, connection)
        if _count(connection, place, viewer.person_id) >= MOST_PHOTOS:
            raise Refused("too_many_photos")
        blurred = evidence_refusal(photo.width, photo.height, photo.sharpness, False) is not None
        values = {
            "id": photo_id,
            f"{'draft' if place.kind == 'draft' else 'protection'}_id": place.id,
            "side": side,
            "person_id": viewer.person_id,
            "kind": "photo",
            "file_name": name,
            "digest": digest,
            "width": photo.width,
            "height": photo.height,
            "sharpness": photo.sharpness,
            "sent_blurred": blurred,
            "created_at": clock.now(),
        }
        connection.execute(insert(Evidence), values)
        if place.kind == "draft":
            touched = update(ClaimDraft).where(ClaimDraft.id == place.id)
            connection.execute(touched.values(updated_at=clock.now()))
    return Kept(photo_id, photo.width, photo.height, photo.sharpness, blurred)


def _asked(sign_in_id: str, place: Place, connection: Connection) -> tuple[Viewer, str]:
    """Whose photo it is, and which side's. Raises Refused."""
    if place.kind == "draft":
        viewer = claimant(sign_in_id)
        own_draft(connection, viewer.person_id, place.id)
        return viewer, "BUYER"
    found = viewer_of(sign_in_id)
    if found is None:
        raise Refused("signed_out")
    wanted = select(ProtectionCase.buyer_id, ProtectionCase.shop_id, ProtectionCase.state)
    row = connection.execute(wanted.where(ProtectionCase.id == place.id)).one_or_none()
    side = side_in(found, row.buyer_id, row.shop_id) if row is not None else None
    if row is None or side is None or place.kind != "case":
        raise Refused("forbidden")
    if row.state in ENDED:
        raise Refused("claim_over")
    return found, side


def _count(connection: Connection, place: Place, person_id: int) -> int:
    """Photos that lie there and are not sent."""
    there = Evidence.draft_id == place.id if place.kind == "draft" else Evidence.protection_id == place.id
    own = (there, Evidence.kind == "photo", Evidence.sent_at.is_(None), Evidence.person_id == person_id)
    return int(connection.execute(select(func.count()).where(*own)).scalar_one())


def _known(connection: Connection, photo_id: str, digest: str) -> Kept | None:
    """The same photo, if it came before. Raises Refused where another one did under its name."""
    row = connection.execute(select(*Evidence.__table__.columns).where(Evidence.id == photo_id)).one_or_none()
    if row is None:
        return None
    if row.digest != digest:
        raise Refused("client_id_reused")
    return Kept(row.id, row.width, row.height, row.sharpness or 0.0, row.sent_blurred)


def remove_photo(sign_in_id: str, photo_id: str) -> None:
    """Its sender takes away a photo that was not sent. One that is gone is no fault."""
    with write_unit(db.session) as session:
        viewer, connection = viewer_of(sign_in_id), session.connection()
        if viewer is None:
            raise Refused("signed_out")
        own = (Evidence.id == photo_id, Evidence.person_id == viewer.person_id, Evidence.sent_at.is_(None))
        name = connection.execute(select(Evidence.file_name).where(*own)).scalar_one_or_none()
        connection.execute(delete(Evidence).where(*own))
    if name:
        photo_files.remove(name)


def staged(connection: Connection, protection_id: int, person_id: int) -> Sequence[Any]:
    """Photos that a person added to a case and has not sent."""
    own = (Evidence.protection_id == protection_id, Evidence.person_id == person_id, Evidence.sent_at.is_(None))
    return connection.execute(select(Evidence.id, Evidence.digest).where(*own)).all()
