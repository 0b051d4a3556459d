"""Claims at the counter: an order that was delivered forty days ago, and what is claimed of it."""

from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from shop_help.actions.protection import drafting, evidence, opening
from shop_help.extensions import db
from shop_help.models import (
    Case,
    ClaimDraft,
    Conversation,
    Deadline,
    LogEntry,
    Message,
    OutboxEntry,
    ProtectionCase,
    ProtectionDecision,
    Refund,
)
from tests.actions.counter import DAY, Counter
from tests.pictures import drawn, file_of

#: A photo that is sharp and large enough, and one that is blurred.
SHARP, BLURRED = file_of(drawn(800, 600)), file_of(drawn(800, 600, blur=8))


class Scene(Counter):
    """The counter's people, with `claim` and `open` for short."""

    def __init__(self, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__(app, monkeypatch)

    def old_order(self, units: int = 2, days: int = 40, state: str = "DELIVERED") -> int:
        """The id of an order that was delivered so many days ago."""
        order = self.order(state, units)
        self.clock.on((days - 1) * DAY)
        return order

    def draft(self, order_id: int, who: str = "buyer", photo: bool = True, **filled: Any) -> drafting.Draft:
        """A claim that is filled in: all items, damaged, the money back."""
        sign_in = self.sign_ins[who]
        draft = drafting.begin(sign_in, order_id, str(uuid4()))
        told: dict[str, Any] = {
            "lines": self.lines(order_id),
            "reason": "damaged",
            "wanted": "refund",
            "amount": None,
        }
        told |= {"words": "It came with a crack from top to bottom."} | filled
        if photo:
            evidence.add_photo(sign_in, evidence.Place("draft", draft.id), str(uuid4()), BytesIO(SHARP))
        for step in ("items", "reason", "wanted", "evidence"):
            draft = drafting.keep_step(sign_in, draft.id, step, told)
        return draft

    def open(self, order_id: int | None = None, **filled: Any) -> opening.Opened:
        """A case that was just opened."""
        draft = self.draft(self.old_order() if order_id is None else order_id, **filled)
        return opening.open_case(self.sign_ins["buyer"], opening.Sent(draft.client_id, draft.mark))

    def row(self, opened: Any) -> ProtectionCase:
        """The case as the database holds it."""
        return self._fresh(ProtectionCase, _id(opened))

    def case(self, opened: Any) -> Case:
        """The support case beside it."""
        return self._fresh(Case, self.row(opened).case_id)

    def running(self, opened: Any) -> Deadline | None:
        """The clock of a case that runs."""
        db.session.rollback()
        return db.session.scalar(select(Deadline).where(Deadline.open_key == f"protection:{_id(opened)}"))

    def told(self, opened: Any) -> list[str]:
        """What happened to a case, in order, by timeline; the outbox says the same."""
        db.session.rollback()
        of_case: list[list[str]] = []
        for thing in (LogEntry, OutboxEntry):
            rows = db.session.scalars(select(thing).order_by(thing.id))  # type: ignore[attr-defined]
            of_case.append([row.what for row in rows if row.data.get("protection") == _id(opened)])
        assert of_case[0] == of_case[1]
        return [what.removeprefix("protection.") for what in of_case[0]]

    def said(self, opened: Any, talk: str = "sides") -> list[Message]:
        """The cards in the conversation of both sides, or in the buyer's with customer service."""
        row = self.row(opened)
        place = row.conversation_id if talk == "sides" else self.case(opened).conversation_id
        wanted = select(Message).where(Message.conversation_id == place, Message.kind == "request")
        return [m for m in db.session.scalars(wanted.order_by(Message.seq)) if (m.data or {}).get("protection")]

    def decisions(self, opened: Any) -> list[ProtectionDecision]:
        """Its decisions, the oldest first."""
        db.session.rollback()
        wanted = select(ProtectionDecision).where(ProtectionDecision.protection_id == _id(opened))
        return list(db.session.scalars(wanted.order_by(ProtectionDecision.id)))

    def refunds(self, opened: Any) -> list[Refund]:
        """Money that went back for it."""
        db.session.rollback()
        wanted = select(Refund).where(Refund.key.like(f"protection:{_id(opened)}:%")).order_by(Refund.id)
        return list(db.session.scalars(wanted))


def _id(opened: Any) -> int:
    return opened if isinstance(opened, int) else int(opened.protection_id)


__all__ = ["BLURRED", "SHARP", "ClaimDraft", "Conversation", "Scene"]
