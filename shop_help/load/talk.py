"""Conversations of a large marketplace: short ones, long ones, answered and waiting."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert

from shop_help.load.people import Marketplace
from shop_help.models import Conversation, Message, ReadCursor, Wait
from shop_help.policy.answer_clock import is_late
from shop_help.policy.answering import is_meaningful

#: (shortest, longest, how many of a hundred): the lengths of conversations.
_LENGTHS = ((1, 2, 18), (3, 6, 44), (7, 20, 29), (21, 60, 8), (100, 400, 1))
#: One conversation of a large marketplace is very long.
LONGEST = 10_000

_ASKED = (
    "Hi, when will this be shipped?",
    "Has my parcel left already? The page still says packed.",
    "The tracking hasn't moved since Monday, could you have a look?",
    "Can I still change the colour?",
    "It arrived with a scratch, see the second photo. What can we do?",
    "Does it come with a plug for my country?",
    "I typed the wrong flat number, it should be 12B.",
    "Thanks! And how long do I have to send it back?",
    "One of the two is missing from the box.",
    "OK, I'll wait until Friday then.",
    "That would be great, thank you.",
    "Could you tell me the exact size? The page says two different things.",
)
_ANSWERED = (
    "Hi! It leaves tomorrow morning, you will see the number here.",
    "I have asked the carrier and will write as soon as I know more.",
    "Sorry about that. I can send a new one or give the money back, which do you prefer?",
    "Yes, that is still possible. I have changed it for you.",
    "It is on its way and should be with you in two days.",
    "Could you send a photo of the box, please?",
    "Done, you should see it on your order in a minute.",
    "You're welcome, enjoy it!",
    "Hello!",
    "The size is the one in the table; the headline was wrong, thank you for telling me.",
)
_MEANS = {words: is_meaningful(words) for words in _ANSWERED}


@dataclass(frozen=True)
class Subject:
    """Who talks with which shop about what; an order's age bounds when the talk began."""

    buyer_id: int
    shop_id: int
    order_id: int | None
    since: datetime | None
    talk: float


def conversation_lengths(chance: random.Random, messages: int, subjects: int) -> Iterator[int]:
    """Lengths that add up to exactly the messages wanted, in no more conversations than there are subjects for."""
    lengths, left = [], messages
    longest = min(LONGEST, messages // 20)
    if longest > _LENGTHS[-1][1]:
        lengths.append(longest)
        left -= longest
    weights = [share for *_, share in _LENGTHS]
    while left > 0:
        low, high, _ = chance.choices(_LENGTHS, weights)[0]
        lengths.append(min(left, chance.randint(low, high)))
        left -= lengths[-1]
    if 0 < subjects < len(lengths):
        # Too few to talk about: what is over lengthens the talks that there are.
        over = sum(lengths[subjects:])
        lengths = lengths[:subjects]
        for place in range(subjects):
            lengths[place] += over // subjects + (place < over % subjects)
    yield from lengths


def some_id(chance: random.Random) -> str:
    """A client's name for a message."""
    bits = f"{chance.getrandbits(128):032x}"
    return f"{bits[:8]}-{bits[8:12]}-{bits[12:16]}-{bits[16:20]}-{bits[20:]}"


def insert_talk(
    connection: Connection,
    chance: random.Random,
    market: Marketplace,
    talks: Sequence[tuple[Subject, int]],
    now: datetime,
) -> None:
    """Conversations with their messages, waits and read cursors, as posting them would have left them."""
    sellers = {shop.id: shop.seller_id for shop in market.shops}
    drafts = [_Talk(chance, subject, length, sellers[subject.shop_id], now) for subject, length in talks]
    made = insert(Conversation).returning(Conversation.id, sort_by_parameter_order=True)
    ids = connection.execute(made, [draft.values for draft in drafts]).scalars()
    messages, waits, cursors = [], [], []
    for conversation_id, draft in zip(ids, drafts, strict=True):
        for row in draft.messages:
            row["conversation_id"] = conversation_id
        waits += [{**wait, "conversation_id": conversation_id} for wait in draft.waits]
        cursors += [{**cursor, "conversation_id": conversation_id} for cursor in draft.cursors()]
        messages += draft.messages
    connection.execute(insert(Message), messages)
    connection.execute(insert(ReadCursor), cursors)
    if waits:
        connection.execute(insert(Wait), waits)


class _Talk:
    """One conversation while it is made up."""

    def __init__(self, chance: random.Random, subject: Subject, length: int, seller_id: int, now: datetime) -> None:
        self.chance = chance
        self.subject = subject
        self.seller_id = seller_id
        self.waiting_since: datetime | None = None
        self.waits: list[dict[str, Any]] = []
        self.messages: list[dict[str, Any]] = []
        for seq, at in enumerate(self._instants(length, now), 1):
            self._say(seq, at)
        self.values = {
            "buyer_id": subject.buyer_id,
            "shop_id": subject.shop_id,
            "order_id": subject.order_id,
            "created_at": self.messages[0]["created_at"],
            "last_seq": length,
            "last_message_at": self.messages[-1]["created_at"],
            "waiting_since": self.waiting_since,
            # Customer service was offered in time: a clockwork that starts here has nothing to make up for.
            "service_offered_for": self.waiting_since if is_late(self.waiting_since, now) else None,
        }

    def _instants(self, length: int, now: datetime) -> list[datetime]:
        """Instants that only grow, from some time after the order to now at the latest."""
        begun = (self.subject.since or now - timedelta(days=self.subject.talk * 90)) + timedelta(
            hours=self.chance.random() * 48
        )
        begun = min(begun, now - timedelta(minutes=1))
        gaps = [self.chance.expovariate(1 / 3600) for _ in range(length)]
        room = (now - begun).total_seconds() / (sum(gaps) or 1)
        at, instants = begun, []
        for gap in gaps:
            at += timedelta(seconds=gap * min(1.0, room))
            instants.append(at)
        return instants

    def _say(self, seq: int, at: datetime) -> None:
        before = self.messages[-1]["voice"] if self.messages else "SHOP"
        buyer = before == "SHOP" if self.chance.random() < 0.8 else before == "BUYER"
        body = self.chance.choice(_ASKED if buyer or seq == 1 else _ANSWERED)
        buyer = buyer or seq == 1
        self.messages.append(
            {
                "seq": seq,
                "voice": "BUYER" if buyer else "SHOP",
                "person_id": self.subject.buyer_id if buyer else self.seller_id,
                "client_id": some_id(self.chance),
                "kind": "text",
                "body": body,
                "created_at": at,
            }
        )
        if buyer:
            self.waiting_since = self.waiting_since or at
        elif self.waiting_since is not None and _MEANS[body]:
            seconds = round((at - self.waiting_since).total_seconds())
            wait = {"asked_at": self.waiting_since, "answered_at": at, "seconds": seconds}
            self.waits.append({**wait, "shop_id": self.subject.shop_id})
            self.waiting_since = None

    def cursors(self) -> list[dict[str, Any]]:
        """How far both sides have read: to the end, or to the last thing they said themselves."""
        head = self.messages[-1]["seq"]
        cursors = []
        for voice, person_id in (("BUYER", self.subject.buyer_id), ("SHOP", self.seller_id)):
            own = max((row["seq"] for row in self.messages if row["voice"] == voice), default=0)
            seq = head if self.chance.random() < 0.7 else own
            cursors.append({"person_id": person_id, "voice": voice, "seq": seq})
        return cursors
