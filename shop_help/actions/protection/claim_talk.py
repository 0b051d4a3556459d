"""The talk of a Buyer Protection case: a support case of its own, in which the buyer and customer service speak."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from shop_help import speech
from shop_help.actions.cases import about_line
from shop_help.identity import Viewer
from shop_help.models import Case, Conversation, HelpQuestion, HelpText
from shop_help.models.case_log import log
from shop_help.models.case_text import begin_case_text
from shop_help.models.message_log import Draft, append
from shop_help.models.shown_orders import ShownOrder
from shop_help.policy.protection_turns import opening_turn
from shop_help.policy.support import PROTECTION
from shop_help.service_calendar import hours_in

#: The question of Help that such cases are about, where Help has it.
QUESTION = "open-a-case"


class _Row:
    """What the timeline asks of a case."""

    def __init__(self, case_id: int, conversation_id: int, order_id: int, buyer_id: int) -> None:
        self.case_id, self.conversation_id = case_id, conversation_id
        self.order_id, self.buyer_id = order_id, buyer_id


def open_talk(connection: Connection, buyer: Viewer, order: ShownOrder, draft: Any, state: str, now: datetime) -> int:
    """Opens it inside the commit of the claim, and gives the support case's id. The buyer's words are its first
    message."""
    talk = {"kind": "support", "buyer_id": buyer.person_id, "shop_id": None, "order_id": order.id}
    made = insert(Conversation).returning(Conversation.id)
    conversation_id = int(connection.execute(made, talk | {"created_at": now, "last_seq": 0}).scalar_one())
    question_id, words = _question(connection)
    values = {
        "conversation_id": conversation_id,
        "buyer_id": buyer.person_id,
        "order_id": order.id,
        "question_id": question_id,
        "open_key": f"protection:{draft.client_id}",
        "market": order.market,
        "language": speech.locale(),
        "team": PROTECTION,
        "opened_at": now,
        **vars(opening_turn(state, now, hours_in(order.market, now, connection))),
    }
    case_id = int(connection.execute(insert(Case).returning(Case.id), values).scalar_one())
    own = Draft("BUYER", buyer.person_id, draft.client_id, "text", draft.data["words"])
    said = append(connection, conversation_id, 0, [about_line(words, order.number), own], None, now)
    begin_case_text(connection, case_id, buyer.name, order.number, said)
    row = _Row(case_id, conversation_id, order.id, buyer.person_id)
    log(connection, row, "case.opened", "BUYER", buyer.person_id, now, mode="message")
    return case_id


def _question(connection: Connection) -> tuple[int | None, str]:
    wanted = (
        select(HelpQuestion.id, HelpText.question)
        .join(HelpText, (HelpText.question_id == HelpQuestion.id) & (HelpText.version == HelpQuestion.version))
        .where(HelpQuestion.slug == QUESTION)
    )
    found = connection.execute(wanted).one_or_none()
    return (found.id, found.question) if found else (None, "")
