"""A disputed rejection, and browsers of the agents before whom it comes."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from shop_help.actions.order_requests import deciding, disputing
from shop_help.extensions import db
from shop_help.models import Dispute
from tests.actions.counter import Counter
from tests.sellers.requests.conftest import app, browser_of, counter  # noqa: F401


@dataclass
class Disputed:
    """A return that the shop rejected and the buyer disputes."""

    counter: Counter
    made: Any
    case_id: int

    @property
    def dispute(self) -> Dispute:
        db.session.rollback()
        return db.session.query(Dispute).filter_by(request_id=self.made.request_id).one()

    @property
    def address(self) -> str:
        return f"/agents/cases/{self.case_id}"

    @property
    def decision(self) -> str:
        return f"{self.address}/disputes/{self.dispute.id}/decision"

    @property
    def state(self) -> str:
        return self.counter.request(self.made).state


def disputed(counter: Counter, kind: str = "return") -> Disputed:  # noqa: F811
    order = counter.order("DELIVERED" if kind != "cancellation" else "AWAITING_SHIPMENT")
    made = counter.ask(order, kind, note="It hums all night.")
    photo = counter.photo(order, "seller")
    reason = "agreed" if kind == "cancellation" else "as_described"
    deciding.reject(counter.sign_ins["seller"], made.request_id, reason, "No lamp hums.", [photo])
    case_id = disputing.dispute(counter.sign_ins["buyer"], made.request_id, "It does hum.", str(uuid4()))
    return Disputed(counter, made, case_id)


@pytest.fixture
def dispute(counter: Counter) -> Disputed:  # noqa: F811
    return disputed(counter)
