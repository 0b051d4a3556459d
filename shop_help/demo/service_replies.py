"""What the demo's agents answer with one tap; the last ones are macros, which say whose turn it is as well."""

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from shop_help.models import LogEntry, ServiceReply

#: (name, words, what becomes of the case)
REPLIES = (
    (
        "Hello",
        "Hello {buyer_name}, thank you for writing to us. I have order {order_number} in front of me and look into "
        "it now.",
        "",
    ),
    (
        "Where it is",
        "Your parcel left on {shipped_on} with {carrier} under {tracking_number}, and it {arrival}. It was last seen "
        "{last_seen}.",
        "",
    ),
    (
        "Protection until",
        "You are covered by Buyer Protection until the end of {protection_until}. You lose nothing by waiting a few "
        "days for the seller's answer.",
        "",
    ),
    ("Photo, please", "Could you send a photo of the item and of the box it came in? Then I can decide at once.", ""),
    ("One moment", "One moment, please: I am looking it up.", "assigned"),
    (
        "Asking the seller",
        "I have asked {shop_name} about your order and write to you as soon as they answer. There is nothing for you "
        "to do.",
        "waiting_seller",
    ),
    (
        "Anything else?",
        "Is there anything else I can do for you, {buyer_name}? If not, there is nothing more to do.",
        "waiting_buyer",
    ),
    (
        "All done",
        "I am glad that this is settled, {buyer_name}. Should anything come up, write here: it opens again with "
        "everything we said.",
        "resolved",
    ),
)


def seed_service_replies(session: Session, fresh: bool) -> None:
    """Adds them where there are none and nobody deleted any; `fresh` makes ours anew."""
    if fresh:
        ours = ServiceReply.title.in_([title for title, _, _ in REPLIES])
        session.execute(delete(ServiceReply).where(ours).execution_options(synchronize_session=False))
    known = exists().where(ServiceReply.id.is_not(None))
    deleted = exists().where(LogEntry.what == "service_reply.removed")
    if session.scalar(select(known)) or (not fresh and session.scalar(select(deleted))):
        return
    session.add_all(ServiceReply(title=title, body=body, then=then) for title, body, then in REPLIES)
