"""Inbox: the buyer's conversations, the newest first."""

from flask import render_template, request
from sqlalchemy import and_, select
from sqlalchemy.orm import joinedload

from shop_help import hx, identity, urls
from shop_help.buyers import door
from shop_help.extensions import db
from shop_help.models import Conversation, Message
from shop_help.models.reading import count_unread, unread_of
from shop_help.paging import behind, cut, place, place_of

PAGE = 20


@door.get("/inbox")
def inbox() -> str:
    viewer = identity.current()
    wanted = (
        select(
            Conversation,
            Message.body,
            Message.kind,
            Message.data,
            Message.voice,
            unread_of(viewer.person_id, "BUYER").label("unread"),
        )
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
    rows, last = cut(db.session.execute(wanted).all(), PAGE)
    following = urls.inbox(place(last.Conversation.last_message_at, last.Conversation.id)) if last else None
    part = "buyers/_inbox_rows.html" if behind_what else "buyers/_inbox.html"
    return render_template(part if hx.is_fragment() else "buyers/inbox.html", rows=rows, next_url=following)


@door.get("/inbox/unread")
def unread() -> str:
    """The number on the tab, fetched again when the inbox moved."""
    return render_template("shared/_unread.html", unread=count_unread(identity.current().person_id))
