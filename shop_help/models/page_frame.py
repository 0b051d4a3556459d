"""What stands around each page of a buyer, whatever the page is about: asked in one question."""

from typing import Any

from sqlalchemy import bindparam, exists, func, select

from shop_help.models.buyers_cases import in_live_chat
from shop_help.models.case import Case
from shop_help.models.conversation import Conversation
from shop_help.models.notification_log import how_many, unread_in
from shop_help.models.prepared import Prepared
from shop_help.models.reading import has_unread, row_of
from shop_help.models.shown_notifications import MOST_COUNTED

_BUYER: Any = bindparam("buyer", 0)
_FRAME = Prepared(
    select(
        how_many(unread_in(_BUYER), MOST_COUNTED).scalar_subquery().label("told"),
        select(func.count())
        .select_from(Conversation)
        .where(Conversation.buyer_id == _BUYER, has_unread(_BUYER, "BUYER"))
        .scalar_subquery()
        .label("unread"),
        exists(select(Case.id).where(*in_live_chat(_BUYER))).label("has_chat"),
    )
)


def frame_of(buyer_id: int) -> Any:
    """What they were told of and haven't read (100 for more than 99), conversations with something unread, and
    whether a live chat is going on: told, unread, has_chat.
    """
    return row_of(_FRAME, buyer=buyer_id)
