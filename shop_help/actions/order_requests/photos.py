"""Photos that stand by a request: they lie in its conversation, where whoever adds them sent them before."""

from collections.abc import Sequence

from sqlalchemy import Connection, insert, select

from shop_help.models import Photo, RequestPhoto
from shop_help.policy.messages import Refused


def own_photos(
    connection: Connection, photo_ids: Sequence[str], conversation_id: int, person_id: int
) -> Sequence[str]:
    """Those photos, each once, if this person sent them all in this conversation. Raises Refused for others."""
    wanted = list(dict.fromkeys(photo_ids))
    if not wanted:
        return ()
    theirs = select(Photo.id).where(
        Photo.id.in_(wanted), Photo.conversation_id == conversation_id, Photo.person_id == person_id
    )
    if set(connection.execute(theirs).scalars()) != set(wanted):
        raise Refused("photo_not_here")
    return wanted


def stand_by(connection: Connection, request_id: int, photo_ids: Sequence[str], voice: str) -> None:
    """Puts photos beside a request, as the buyer's evidence or the shop's reason."""
    known = set(
        connection.execute(select(RequestPhoto.photo_id).where(RequestPhoto.request_id == request_id)).scalars()
    )
    new = [{"request_id": request_id, "photo_id": photo, "voice": voice} for photo in photo_ids if photo not in known]
    if new:
        connection.execute(insert(RequestPhoto), new)
