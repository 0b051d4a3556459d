"""An account is deleted: what says who somebody was goes at once, and what they wrote once the other side and the law
need it no more.

What stays: which orders there were and their money, what was asked and decided, and what others wrote.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, delete, insert, select, update

from shop_help.actions.case_index import texts_of
from shop_help.extensions import db
from shop_help.models import (
    Appeal,
    Case,
    CaseNote,
    CaseRating,
    CaseText,
    CaseViewer,
    ClaimDraft,
    Conversation,
    Duty,
    Evidence,
    HelpReading,
    HelpVote,
    Message,
    Notification,
    NotificationChoice,
    NotificationHabit,
    Order,
    OrderRequest,
    Passkey,
    Person,
    Photo,
    ProtectionCase,
    ReadCursor,
    RecoveryCode,
    ReplyDraft,
    RequestPhoto,
    Settlement,
    SignIn,
    TotpKey,
    shop_members,
)
from shop_help.models.personal import claims_of, drafted_photos, sent_photos, talks_of
from shop_help.policy.account_deletion import WORDS_REMOVED, WORKING_ROLES, name_left
from shop_help.sayings import without
from shop_help.speech import gettext as _
from shop_help.urls import request_card

#: What is nobody else's business: it goes with the account.
_OWN: tuple[Any, ...] = (
    SignIn.person_id,
    Passkey.person_id,
    TotpKey.person_id,
    RecoveryCode.person_id,
    ReplyDraft.person_id,
    ReadCursor.person_id,
    CaseViewer.person_id,
    HelpReading.person_id,
    HelpVote.person_id,
    Duty.person_id,
    ClaimDraft.buyer_id,
    # With what was sent of them; where pushes go goes with the sign-ins.
    Notification.person_id,
    NotificationChoice.person_id,
    NotificationHabit.person_id,
)


def erase(person: Person, now: datetime) -> list[str]:
    """Inside the write unit that is open. The names of the photo files that go after the commit."""
    connection, roles = db.session.connection(), {role.name for role in person.roles}
    files = [name for name in connection.execute(drafted_photos(person.id)).scalars() if name]
    connection.execute(delete(Evidence).where(Evidence.person_id == person.id, Evidence.sent_at.is_(None)))
    for owner in _OWN:
        connection.execute(delete(owner.class_).where(owner == person.id))
    connection.execute(delete(shop_members).where(shop_members.c.person_id == person.id))
    _forget_addresses(connection, person.id)
    person.name, person.email, person.password = _(name_left(roles)), None, None
    person.external_id = person.birthdate = person.adult_confirmed_by = person.cast_name = None
    person.fs_uniquifier, person.active, person.roles = uuid4().hex, False, []
    person.leaves_at, person.erased_at = None, now
    if roles & WORKING_ROLES:
        # What they wrote, they wrote for the shop or for customer service.
        person.words_cleared_at = now
    db.session.flush()
    _index_anew(connection, person.id)
    return files


def _forget_addresses(connection: Connection, person_id: int) -> None:
    """Of orders, of changes of them that were asked for, and of the cards that told of these."""
    connection.execute(update(Order).where(Order.buyer_id == person_id).values(address={}, buyer_note=""))
    asked = (OrderRequest.buyer_id == person_id, OrderRequest.kind == "address_change")
    cards = {request_card(each) for each in connection.execute(select(OrderRequest.id).where(*asked)).scalars()}
    connection.execute(update(OrderRequest).where(*asked).values(details={}, note=""))
    _bare_cards(connection, person_id, lambda data: data.get("href") in cards)


def _bare_cards(connection: Connection, person_id: int, is_meant: Any) -> None:
    """Cards keep their title and state; what people wrote and what was filled in stands on them no more."""
    told = select(Message.conversation_id, Message.seq, Message.data).where(
        Message.conversation_id.in_(talks_of(person_id)), Message.data.is_not(None)
    )
    for row in connection.execute(told).all():
        data = without(row.data, ("quotes", "facts"))
        if data != row.data and is_meant(row.data):
            connection.execute(_at(row).values(data=data))


def _at(row: Any) -> Any:
    return update(Message).where(Message.conversation_id == row.conversation_id, Message.seq == row.seq)


def _index_anew(connection: Connection, person_id: int) -> None:
    """The agents' search finds their cases by what is left."""
    ids = list(connection.execute(select(Case.id).where(Case.buyer_id == person_id)).scalars())
    connection.execute(delete(CaseText).where(CaseText.case_id.in_(ids)))
    texts = texts_of(connection, ids)
    if texts:
        connection.execute(insert(CaseText), texts)


def clear_words(person: Person, now: datetime) -> list[str]:
    """What somebody wrote as a buyer, and their photos. The names of the files that go after the commit."""
    connection, removed = db.session.connection(), _(WORDS_REMOVED)
    talks = talks_of(person.id)
    # What is being written there waits; nothing is, for they are gone.
    connection.execute(select(Conversation.id).where(Conversation.id.in_(talks)).with_for_update()).all()
    files = list(_forget_photos(connection, person.id))
    said = update(Message).where(Message.conversation_id.in_(talks), Message.voice == "BUYER")
    connection.execute(said.values(body=removed, data=None, kind="text"))
    _bare_cards(connection, person.id, lambda data: True)
    cases = select(Case.id).where(Case.buyer_id == person.id)
    connection.execute(update(CaseNote).where(CaseNote.case_id.in_(cases)).values(body=removed))
    connection.execute(update(CaseRating).where(CaseRating.case_id.in_(cases)).values(comment=""))
    connection.execute(update(OrderRequest).where(OrderRequest.buyer_id == person.id).values(note="", details={}))
    connection.execute(update(ProtectionCase).where(ProtectionCase.buyer_id == person.id).values(words=""))
    for thing in (Appeal, Settlement, Evidence):
        theirs = (thing.protection_id.in_(claims_of(person.id)), thing.side == "BUYER")
        connection.execute(update(thing).where(*theirs).values(words=removed))
    person.words_cleared_at = now
    db.session.flush()
    _index_anew(connection, person.id)
    return files


def _forget_photos(connection: Connection, person_id: int) -> Iterator[str]:
    sent = connection.execute(sent_photos(person_id)).all()
    ids = [row.id for row in sent]
    connection.execute(delete(RequestPhoto).where(RequestPhoto.photo_id.in_(ids)))
    connection.execute(delete(Photo).where(Photo.id.in_(ids)))
    brought = (
        Evidence.protection_id.in_(claims_of(person_id)),
        Evidence.side == "BUYER",
        Evidence.kind == "photo",
    )
    yield from (row.file_name for row in sent)
    yield from [name for name in connection.execute(select(Evidence.file_name).where(*brought)).scalars() if name]
    connection.execute(delete(Evidence).where(*brought))
