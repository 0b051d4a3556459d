"""Customer service before and after an answer, for the reports; and what a page and a file say of it."""

import csv
import html
import io
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import time_machine
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from shop_help.actions import cases
from shop_help.actions.case_turning import Reply
from shop_help.actions.conversations import post_message
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import (
    CaseAnswer,
    CaseRating,
    Conversation,
    HelpOutcome,
    HelpQuestion,
    HelpVote,
    Person,
    ServiceHours,
    SignIn,
)
from shop_help.policy.service_hours import ALWAYS

MINUTE = timedelta(minutes=1)
DRAWING = re.compile(r'<svg\s+class="chart.*?</svg>', re.DOTALL)


def begin() -> dict[str, int]:
    """No cases are there and customer service never closes. Everybody's id; some have a sign-in at the acts."""
    found = {person.cast_name: person.id for person in db.session.scalars(select(Person)) if person.cast_name}
    with write_unit(db.session) as session:
        session.execute(delete(Conversation).where(Conversation.kind == "support"))
        for table in (CaseAnswer, CaseRating, HelpOutcome, HelpVote, ServiceHours):
            session.execute(delete(table))
        session.add(ServiceHours(market="US", week=[[list(ALWAYS[0])]] * 7, keeps_holidays=False))
        session.add_all(SignIn(id=f"act {name}", person_id=found[name]) for name in ("ana", "bruno", "gus"))
    return found


def case(
    then: time_machine.Traveller,
    who: str = "ana",
    mode: str = "chat",
    after: timedelta = 2 * MINUTE,
    slug: str = "parcel-late",
) -> Any:
    """A case that is answered after a while, and resolved with the answer."""
    asked = db.session.scalar(select(HelpQuestion.id).where(HelpQuestion.slug == slug))
    opened = cases.open_case(f"act {who}", cases.Asked(mode, None, asked, "Where is it?", str(uuid4())))
    then.shift(after)
    post_message("act gus", opened.conversation_id, str(uuid4()), "In Reno.", Reply(None, "resolved"))
    return opened


def page(client: FlaskClient, **asked: str) -> str:
    answer = client.get("/operators/reports", query_string=asked)
    assert answer.status_code == 200
    return answer.text


#: Signs around a word that keep its direction from turning what stands beside it.
ISOLATES = re.compile("[\u2068\u2069]")


def words(markup: str) -> str:
    text = html.unescape(re.sub(r"<[^>]*>", " ", markup))
    return " ".join(ISOLATES.sub("", text).split())


def card(markup: str, name: str) -> str:
    found = re.search(rf'<section[^>]*aria-labelledby="report-{name}".*?</section>', markup, re.DOTALL)
    assert found, name
    return found[0]


def table(client: FlaskClient, name: str, **asked: str) -> list[list[str]]:
    answer = client.get(f"/operators/reports/{name}.csv", query_string=asked)
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    body = answer.get_data().decode()
    assert body.startswith("\ufeff")
    return [*csv.reader(io.StringIO(body[1:]))]
