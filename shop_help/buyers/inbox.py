"""Inbox: the buyer's conversations, the newest first."""

from flask import render_template, request
from sqlalchemy import and_, func, select
from sqlalchemy.orm import joinedload

from shop_help import hx, identity
from shop_help.buyers import door
from shop_help.extensions import db
from shop_help.models import Conversation, Message
from shop_help.paging import behind, place, place_of
from shop_help.twins import unread_by

PAGE = 20


@door.get("/inbox")
def inbox() -> str:
    viewer = identity.current()
    wanted = (
        select(Conversation, Message.body, Message.voice, unread_by(viewer.person_id, "BUYER").label("unread"))
        .join(
            Message,
            and_(Message.conversation_id == Conversation.id, Message.seq == Conversation.last_seq),
        )
        .where(Conversation.buyer_id == viewer.person_id)
        .options(joinedload(Conversation.shop), joinedload(Conversation.order))
        .order_by(Conversation.last_message_at.desc(), Conversation.id.desc())
        .limit(PAGE + 1)
    )
    behind_what = place_of(request.args.get("before", ""))
    if behind_what is not None:
        wanted = wanted.where(behind(Conversation.last_message_at, Conversation.id, behind_what))
    rows = db.session.execute(wanted).all()
    following = None
    if len(rows) > PAGE:
        rows = rows[:PAGE]
        last = rows[-1].Conversation
        following = f"/inbox?before={place(last.last_message_at, last.id)}"
    template = "buyers/_inbox.html" if hx.is_fragment() else "buyers/inbox.html"
    return render_template(template, rows=rows, next_url=following)


@door.context_processor
def unread() -> dict[str, object]:
    """How many conversations hold something unread, for the tab bar; worked out when a page shows it."""
    return {"count_unread": count_unread}


def count_unread() -> int:
    viewer = identity.viewer()
    if viewer is None:
        return 0
    mine = select(func.count()).where(
        Conversation.buyer_id == viewer.person_id, unread_by(viewer.person_id, "BUYER") > 0
    )
    return db.session.scalar(mine) or 0
