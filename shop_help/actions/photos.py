"""A photo gets into a conversation: looked at and kept first, with no lock held, then the message that shows it."""

import logging
from dataclasses import dataclass
from hashlib import sha256
from typing import BinaryIO
from uuid import uuid4

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from shop_help import clock, pace, photo_files
from shop_help.actions.case_turning import Reply
from shop_help.actions.posting import PLAIN, Posted, admitted, durably, post
from shop_help.darkroom import Developed, develop, read
from shop_help.extensions import db, limiter
from shop_help.models.message_log import Draft, PostedMessage
from shop_help.models.photo import add_photo, photo_at, photo_called
from shop_help.models.senders import Sender
from shop_help.policy.messages import Refused, is_client_id
from shop_help.policy.photos import MOST_A_MINUTE, caption_refusal

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Kept:
    """A photo whose files are there and whose message is not yet."""

    id: str
    file_name: str
    digest: str
    photo: Developed

    def stand_beside(self, connection: Connection, sender: Sender, message: PostedMessage) -> None:
        """Writes its row, in the commit of its message."""
        add_photo(
            connection,
            id=self.id,
            conversation_id=sender.row.conversation_id,
            seq=message.seq,
            person_id=sender.row.person_id,
            width=self.photo.width,
            height=self.photo.height,
            bytes=len(self.photo.large),
            digest=self.digest,
            file_name=self.file_name,
            created_at=message.created_at,
        )


def post_photo(
    sign_in_id: str, conversation_id: int, client_id: object, stream: BinaryIO, caption: str, reply: Reply = PLAIN
) -> Posted:
    """Sends a photo, with or without words. Returns when both are durable; raises Refused with a code.

    The same client_id twice is one photo. Of a photo whose message is refused nothing stays.
    """
    refusal = caption_refusal(caption) or (None if is_client_id(client_id) else "bad_request")
    if refusal is not None:
        raise Refused(refusal)
    _keep_pace(sign_in_id)
    content = read(stream)
    digest, name = sha256(content).hexdigest(), str(client_id)
    earlier = _asked_early(sign_in_id, conversation_id, Draft("", None, name, "photo", caption))
    if earlier is not None:
        return _if_the_same(earlier, digest)
    kept = _keep(develop(content), digest)
    shown = {"photo": kept.id, "width": kept.photo.width, "height": kept.photo.height}
    own = Draft("", None, name, "photo", caption, shown)
    try:
        posted = post(sign_in_id, conversation_id, own, lambda sender, now: (), reply, kept.stand_beside)
    except BaseException:
        _remove_unless_posted(kept)
        raise
    if posted.duplicate:
        # It came twice at once, and the other one was first.
        photo_files.remove(kept.file_name)
        return _if_the_same(posted, digest)
    return posted


def _keep_pace(sign_in_id: str) -> None:
    if limiter.enabled and not pace.hit(f"photos of {sign_in_id}", MOST_A_MINUTE):
        raise Refused("rate_limited")


def _asked_early(sign_in_id: str, conversation_id: int, own: Draft) -> Posted | None:
    """What the post will ask again: nobody's photo is worked on in vain, and none twice. Raises Refused."""
    return durably(lambda connection: admitted(connection, sign_in_id, conversation_id, own, clock.now())[1])


def _if_the_same(posted: Posted, digest: str) -> Posted:
    found = photo_at(posted.conversation_id, posted.seq)
    db.session.rollback()
    if found is None or found.digest != digest:
        raise Refused("client_id_reused")
    return posted


def _keep(photo: Developed, digest: str) -> _Kept:
    photo_id = str(uuid4())
    try:
        return _Kept(photo_id, photo_files.keep(photo_id, photo), digest, photo)
    except OSError as error:
        log.exception("a photo could not be kept")
        raise Refused("unavailable") from error


def _remove_unless_posted(kept: _Kept) -> None:
    """A commit whose answer was lost may have happened all the same, and then the message needs its photo."""
    try:
        if photo_called(kept.id) is None:
            photo_files.remove(kept.file_name)
        db.session.rollback()
    except SQLAlchemyError:
        log.warning("nobody can say whether photo %s was posted; its file stays", kept.id)
