"""A support case made by hand in the demo, so that a test says exactly who wrote what."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from flask.testing import FlaskClient

from shop_help.actions.cases import Asked, open_case
from shop_help.actions.conversations import post_message
from shop_help.extensions import db
from shop_help.models import Message, Order, Person, ReplyDraft, SignIn

NUMBER = "576461030000000107"
HX = {"HX-Request": "true"}
Entered = Callable[[str], FlaskClient]


@dataclass(frozen=True)
class OneCase:
    """A message of ana's about an order of hers, and the sign-ins by which people act."""

    case_id: int
    conversation_id: int
    sign_ins: dict[str, str]

    @property
    def page(self) -> str:
        return f"/agents/cases/{self.case_id}"

    @property
    def messages(self) -> str:
        """Where agents send their words without a socket."""
        return f"/agents/conversations/{self.conversation_id}/messages"

    def say(self, who: str, body: str) -> int:
        """Somebody says something; its place."""
        return post_message(self.sign_ins[who], self.conversation_id, str(uuid4()), body).seq

    def bodies(self) -> list[str]:
        """What was said, in order."""
        db.session.rollback()
        wanted = db.select(Message.body).where(Message.conversation_id == self.conversation_id)
        return list(db.session.scalars(wanted.order_by(Message.seq)))


def asked_by_ana(body: str = "Where is my lamp?", number: str | None = NUMBER) -> OneCase:
    """A case that waits for an agent, with two messages: what it is about (where it is), and ana's words."""
    people = {person.cast_name: person.id for person in db.session.scalars(db.select(Person))}
    sign_ins = {name: str(uuid4()) for name in ("ana", "gus", "iris", "noor", "sol")}
    db.session.add_all(SignIn(id=sign_in, person_id=people[name]) for name, sign_in in sign_ins.items())
    order_id = db.session.scalar(db.select(Order.id).where(Order.number == number)) if number else None
    db.session.commit()
    opened = open_case(sign_ins["ana"], Asked("message", order_id, None, body, str(uuid4())))
    return OneCase(opened.case_id, opened.conversation_id, sign_ins)


def form(body: str, seen: int | None = None, **more: Any) -> dict[str, Any]:
    """What the composer of a case sends."""
    told = {"client_id": str(uuid4()), "body": body, **more}
    return told if seen is None else told | {"seen": seen}


def text_of(answer: Any) -> str:
    """A page's words on one line."""
    return " ".join(html.unescape(answer.text).split())


def composer_of(answer: Any) -> str:
    """What stands in the composer."""
    found = re.search(r'<textarea name="body".*?>(.*?)</textarea>', " ".join(answer.text.split()), re.DOTALL)
    assert found, answer.text[:500]
    return html.unescape(found[1])


def drafts() -> dict[int, str]:
    """What agents have begun to write, by person."""
    db.session.rollback()
    return {draft.person_id: draft.body for draft in db.session.scalars(db.select(ReplyDraft))}
