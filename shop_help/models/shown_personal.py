"""What is kept of one person, as they may take it along: theirs, and of others only what was said to them."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from shop_help.extensions import db
from shop_help.models.case import Case, CaseAnswer, CaseOpening, CaseRating
from shop_help.models.conversation import Conversation, Message
from shop_help.models.help_question import HelpQuestion, HelpText, HelpVote
from shop_help.models.help_reading import HelpReading
from shop_help.models.notification import Notification, NotificationChoice, NotificationDelivery
from shop_help.models.order import Order
from shop_help.models.person import Person, SignIn
from shop_help.models.photo import Photo
from shop_help.models.protection import ProtectionCase
from shop_help.models.shop import Shop, shop_members

Row = dict[str, Any]


def account_of(person_id: int) -> Row:
    """The account itself, without what it is signed in with. Raises NoResultFound."""
    person = db.session.get_one(Person, person_id)
    names = ("id", "external_id", "name", "email", "birthdate", "adult_confirmed_by", "market", "locale")
    return {name: getattr(person, name) for name in (*names, "created_at")} | {
        "roles": [role.name for role in person.roles]
    }


def sign_ins_of(person_id: int) -> list[Row]:
    """The browsers they were signed in with, the newest first; not their ids, which are as good as a password."""
    told = select(SignIn.browser, SignIn.proof, SignIn.started_at, SignIn.ended_at)
    return _rows(told.where(SignIn.person_id == person_id).order_by(SignIn.started_at.desc()))


def orders_of(person_id: int) -> list[Row]:
    """Their orders, the newest first; what each holds is read one by one."""
    told = select(Order.id, Order.number, Order.market, Order.state, Order.created_at)
    told = told.add_columns(Order.buyer_note, Order.address)
    return _rows(told.where(Order.buyer_id == person_id).order_by(Order.created_at.desc(), Order.id.desc()))


def conversations_of(person_id: int) -> list[Row]:
    """Their conversations with shops and with customer service, the newest first."""
    told = (
        select(Conversation.id, Conversation.kind, Shop.name.label("shop"), Order.number.label("order"))
        .add_columns(Conversation.created_at, Conversation.last_message_at, Case.id.label("case"), Case.state)
        .outerjoin(Shop, Shop.id == Conversation.shop_id)
        .outerjoin(Order, Order.id == Conversation.order_id)
        .outerjoin(Case, Case.conversation_id == Conversation.id)
    )
    return _rows(told.where(Conversation.buyer_id == person_id).order_by(Conversation.id.desc()))


def messages_in(conversation_id: int) -> list[Row]:
    """What both sides read there; who of a shop or of customer service wrote it is theirs to know."""
    told = (
        select(Message.seq, Message.voice, Message.kind, Message.body, Message.data, Message.created_at)
        .add_columns(Photo.file_name)
        .outerjoin(Photo, (Photo.conversation_id == Message.conversation_id) & (Photo.seq == Message.seq))
        .where(Message.conversation_id == conversation_id)
    )
    return _rows(told.order_by(Message.seq))


def written_elsewhere(person_id: int) -> list[Row]:
    """What somebody wrote for a shop or for customer service: their own words alone."""
    shops = select(shop_members.c.shop_id).where(shop_members.c.person_id == person_id)
    answered = select(Case.conversation_id).join(CaseAnswer, CaseAnswer.case_id == Case.id)
    places = select(Conversation.id).where(Conversation.shop_id.in_(shops))
    told = select(Message.created_at, Message.voice, Message.body).where(
        Message.conversation_id.in_(places.union(answered.where(CaseAnswer.agent_id == person_id))),
        Message.person_id == person_id,
        Message.voice.in_(("SHOP", "CUSTOMER_SERVICE")),
    )
    return _rows(told.order_by(Message.created_at))


def claims_of(person_id: int) -> Iterator[int]:
    """The numbers of their claims, the newest first."""
    claims = select(ProtectionCase.id).where(ProtectionCase.buyer_id == person_id)
    yield from db.session.scalars(claims.order_by(ProtectionCase.id.desc())).all()


def openings_of(person_id: int) -> list[Row]:
    """When somebody of customer service looked into a case of theirs that a colleague held, and why (PRODUCT 6)."""
    told = select(CaseOpening.case_id.label("case"), CaseOpening.opened_at, CaseOpening.until, CaseOpening.reason)
    theirs = told.join(Case, Case.id == CaseOpening.case_id).where(Case.buyer_id == person_id)
    return _rows(theirs.order_by(CaseOpening.opened_at.desc()))


def ratings_of(person_id: int) -> list[Row]:
    """How they said that it went."""
    told = select(CaseRating.case_id.label("case"), CaseRating.score, CaseRating.comment, CaseRating.rated_at)
    return _rows(told.join(Case, Case.id == CaseRating.case_id).where(Case.buyer_id == person_id))


def notifications_of(person_id: int) -> list[Row]:
    """What they were told of, the newest first, and whether a mail or a push of it left."""
    told = select(
        Notification.what,
        Notification.kind,
        Notification.happened_at,
        Notification.read_at,
        NotificationDelivery.channel,
        NotificationDelivery.state,
    ).outerjoin(NotificationDelivery, NotificationDelivery.notification_id == Notification.id)
    return _rows(told.where(Notification.person_id == person_id).order_by(Notification.id.desc()))


def choices_of(person_id: int) -> list[Row]:
    """By which ways they want to be told of what."""
    told = select(NotificationChoice.kind, NotificationChoice.channel, NotificationChoice.is_on)
    return _rows(told.where(NotificationChoice.person_id == person_id))


def help_of(person_id: int) -> list[Row]:
    """Which questions of Help they read lately, and what they said of them."""
    question, title = HelpQuestion.slug.label("question"), HelpText.question.label("title")
    holds = (HelpText.question_id == HelpQuestion.id) & (HelpText.version == HelpQuestion.version)
    read = (
        select(question, title, HelpReading.read_at.label("at"))
        .join_from(HelpReading, HelpQuestion, HelpQuestion.id == HelpReading.question_id)
        .join(HelpText, holds)
    )
    voted = (
        select(question, title, HelpVote.voted_at.label("at"), HelpVote.helped)
        .join_from(HelpVote, HelpQuestion, HelpQuestion.id == HelpVote.question_id)
        .join(HelpText, holds)
    )
    return [
        *_rows(read.where(HelpReading.person_id == person_id)),
        *_rows(voted.where(HelpVote.person_id == person_id)),
    ]


def _rows(wanted: Any) -> list[Row]:
    return [dict(row) for row in db.session.execute(wanted).mappings()]
