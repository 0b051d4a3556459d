"""What goes through the port, whichever adapter stands behind it: a refund to be paid, and what came of it."""

import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_precision


@dataclass(frozen=True)
class Payment:
    """A refund as a payment system is told of it. Nobody's name, no address: the order's number finds the buyer."""

    #: The same key is never paid twice.
    key: str
    attempt: int
    order: str
    request: int | None
    currency: str
    amount: int
    #: (kind, the line's id in the shop, amount)
    parts: tuple[tuple[str, str | None, int], ...]
    begun_at: datetime
    #: The payment system said before that it has it.
    was_taken: bool = False

    def as_json(self) -> bytes:
        """The body of the webhook. `amount` counts minor units, `value` says the same in major ones."""
        digits = get_currency_precision(self.currency)
        told: dict[str, Any] = {
            "key": self.key,
            "attempt": self.attempt,
            "order": self.order,
            "request": self.request,
            "currency": self.currency,
            "amount": self.amount,
            "digits": digits,
            "value": f"{Decimal(self.amount).scaleb(-digits):f}",
            "parts": [{"kind": kind, "line": line, "amount": amount} for kind, line, amount in self.parts],
            "begun_at": self.begun_at.isoformat(),
        }
        return json.dumps(told, ensure_ascii=False).encode()


@dataclass(frozen=True)
class Answer:
    """What came of telling it: done (only the demo knows at once), taken, or not taken, with what was said."""

    what: str
    reference: str = ""
    said: str = ""
    #: Nobody answered in time: the next one need not be tried in this round.
    is_away: bool = False


TAKEN, DONE, NOT_TAKEN = "taken", "done", "not_taken"
