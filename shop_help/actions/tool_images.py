"""Pictures that a tool sends ahead of the message that shows them."""

from io import BytesIO
from typing import BinaryIO
from uuid import uuid4

from sqlalchemy import delete, select

from shop_help import clock, pace
from shop_help.actions.photos import post_photo
from shop_help.actions.posting import Posted
from shop_help.darkroom import develop, read
from shop_help.database import write_unit
from shop_help.extensions import db, limiter
from shop_help.models import ToolImage
from shop_help.policy.messages import Refused
from shop_help.policy.photos import MOST_A_MINUTE
from shop_help.policy.tools import IMAGE_GOOD, MOST_IMAGES


def keep_image(sign_in_id: str, tool_id: int, shop_id: int, stream: BinaryIO) -> ToolImage:
    """A picture as the darkroom makes it, for a day. Raises Refused for what is none, and for too many at once."""
    if limiter.enabled and not pace.hit(f"pictures ahead of {sign_in_id}", MOST_A_MINUTE):
        raise Refused("rate_limited")
    photo, now = develop(read(stream)), clock.now()
    image = ToolImage(
        id=str(uuid4()),
        tool_id=tool_id,
        shop_id=shop_id,
        content=photo.large,
        width=photo.width,
        height=photo.height,
        sent_at=now,
    )
    newest = select(ToolImage.id).where(ToolImage.tool_id == tool_id).order_by(ToolImage.sent_at.desc())
    with write_unit(db.session) as session:
        session.execute(delete(ToolImage).where(ToolImage.sent_at < now - IMAGE_GOOD))
        kept = newest.limit(MOST_IMAGES - 1)
        session.execute(delete(ToolImage).where(ToolImage.tool_id == tool_id, ToolImage.id.not_in(kept)))
        session.add(image)
    return image


def send_image(
    sign_in_id: str, tool_id: int, shop_id: int, conversation_id: int, image_id: str, client_id: str
) -> Posted:
    """Sends a picture that came ahead for this shop. It stays for the day: what comes twice is one photo.

    Raises Refused where there is none.
    """
    its = (ToolImage.id == image_id, ToolImage.tool_id == tool_id, ToolImage.shop_id == shop_id)
    content = db.session.scalar(select(ToolImage.content).where(*its))
    if content is None:
        raise Refused("photo_not_here")
    return post_photo(sign_in_id, conversation_id, client_id, BytesIO(content), "")
