"""People and the clockwork at work on requests, claims and refunds, each in a process that is killed at any time."""

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from shop_help.actions.refunds.settling import settle
from shop_help.extensions import db
from shop_help.jobs import deadlines, refunds
from shop_help.models import Refund
from shop_help.policy.refund_states import Told
from tests.actions.order_requests.fuzz import Fuzz
from tests.actions.protection.scene import Scene
from tests.actions.protection.test_random_events import Walk

#: A process inherits the marketplace's people as they are.
FORKED = multiprocessing.get_context("fork")
#: Where one ends: with all of a change written, and with all of it committed and nothing said.
POINTS = ("before_commit", "after_commit")


class SharedClock:
    """The clock of a test, the same in all processes: it goes on when somebody moves it."""

    def __init__(self, now: datetime) -> None:
        self._shared = FORKED.Value("d", now.timestamp())

    @property
    def now(self) -> datetime:
        return datetime.fromtimestamp(self._shared.value, UTC)

    @now.setter
    def now(self, instant: datetime) -> None:
        with self._shared.get_lock():
            self._shared.value = max(self._shared.value, instant.timestamp())

    def __call__(self) -> datetime:
        return self.now

    def on(self, by: timedelta) -> datetime:
        """Moves it on."""
        self.now += by
        return self.now


def confirm() -> None:
    """The payment system says that it has paid what it took."""
    wanted = select(Refund.id, Refund.key).where(Refund.state == "pending", Refund.taken_at.is_not(None))
    taken = list(db.session.execute(wanted))
    db.session.rollback()
    for row in taken:
        settle(row.id, Told("done", f"pay-{row.key}"))


class Photos(dict[int, str]):
    """By order; of those that others began, one is made when it is asked for."""

    def __init__(self, scene: Scene, who: str) -> None:
        super().__init__()
        self._scene, self._who = scene, who

    def __missing__(self, order_id: int) -> str:
        self[order_id] = self._scene.photo(order_id, self._who)
        return self[order_id]


class Asking(Fuzz):
    """Buyers and sellers at their requests. Others look at the clock, pay, and see whether all is well."""

    def __init__(self, scene: Scene, seed: int) -> None:
        super().__init__(scene, seed, orders=2)
        self.photos, self.evidence = Photos(scene, "seller"), Photos(scene, "buyer")

    def check(self) -> None:
        db.session.rollback()

    def _pay(self) -> None:
        """That is the payment system's."""

    def _round(self) -> None:
        """That is the clockwork's."""

    def _several(self) -> None:
        """One at a time: of many at once there is another test."""


class Claiming(Walk):
    """Buyers, sellers and agents at claims."""

    def pay(self) -> None:
        """That is the payment system's."""

    def time(self) -> None:
        self.scene.clock.on(timedelta(hours=self.dice.choice([1, 20, 49])))


def people(scene: Scene, seed: int) -> None:
    """Whatever anybody does next, without an end."""
    # Numbers of orders that no process before used.
    scene._numbers = 1000 * seed
    walks: list[Asking | Claiming] = []
    while True:
        try:
            walks = walks or [Asking(scene, seed), Claiming(scene, seed)]
            for walk in walks:
                walk.step()
        except (OperationalError, IntegrityError):
            # The counter's own ways to make orders and photos ask for no lock.
            db.session.rollback()


def clockwork(scene: Scene, seed: int) -> None:
    """What `flask work` does, and the payment system's confirmations."""
    while True:
        deadlines.go_round()
        refunds.go_round()
        confirm()
        time.sleep(0.01)


class Doom:
    """The end of this process at its n-th commit."""

    def __init__(self, point: str, number: int) -> None:
        self.point, self.left = point, number
        event.listen(Session, "before_commit", lambda session: (session.flush(), self._strike("before_commit")))
        event.listen(Session, "after_commit", lambda _: self._strike("after_commit"))

    def _strike(self, point: str) -> None:
        if point == self.point:
            self.left -= 1
            if self.left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)


def begin(scene: Scene, work: Callable[[Scene, int], None], seed: int, point: str = "", number: int = 0) -> Any:
    """A process that works, until it is struck or killed."""

    def lives() -> None:
        # The connections are the parent's.
        db.engine.dispose(close=False)
        random.seed(seed)
        if point:
            Doom(point, number)
        try:
            work(scene, seed)
        except BaseException:
            import traceback

            traceback.print_exc()
        os._exit(1)

    db.session.remove()
    process = FORKED.Process(target=lives, daemon=True)
    process.start()
    return process


__all__ = ["POINTS", "SharedClock", "begin", "clockwork", "confirm", "people"]
