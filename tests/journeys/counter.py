"""The other side of a request without a browser: what the seller and time do, on a server's own database."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import time_machine
from sqlalchemy import select

from shop_help import clock
from shop_help.extensions import db
from shop_help.jobs.deadlines import go_round
from shop_help.models import OrderRequest
from tests.buyers.service import sign_in_of
from tests.journeys.inside import inside
from tests.running import RunningServer


def seller_does(
    server: RunningServer, act: Callable[..., Any], request_id: int, *told: Any, who: str = "sol"
) -> None:
    """An act of policy: deciding.offer, deciding.approve, …"""
    with inside(server):
        act(sign_in_of(who), request_id, *told)


def hours_pass(server: RunningServer, hours: float) -> None:
    """The clockwork goes its round so much later."""
    with inside(server), time_machine.travel(clock.now() + timedelta(hours=hours), tick=False):
        go_round()


def state_of(server: RunningServer, request_id: int) -> str:
    with inside(server):
        return str(db.session.scalar(select(OrderRequest.state).where(OrderRequest.id == request_id)))
