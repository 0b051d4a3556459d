"""`flask work` that knows lamps, too, and ends itself by signal 9 at a named point of its n-th deadline.

python -m tests.faults.doomed_work POINT N; the point "never" is for one that lives.
"""

import os
import signal
import sys
import threading
from datetime import datetime

from flask.cli import main
from sqlalchemy import event
from sqlalchemy.orm import Session

from shop_help.actions.deadlines import ACTS, Act
from shop_help.jobs import clockwork
from tests.jobs import lamps

#: Where it ends: with its lock not yet taken, with all written, and with all committed and nothing said.
POINTS = ("before_act", "before_commit", "after_commit")


class Doom(threading.local):
    """Counts the deadlines that this process applies; its other threads live on."""

    def __init__(self, point: str, number: int) -> None:
        self.point, self.number, self.acting = point, number, False

    def watched(self, act: Act) -> Act:
        """An owner's act, with the doom over it."""

        def doomed(owner_id: int, name: str, due_at: datetime) -> None:
            self.number -= 1
            self.strike("before_act")
            self.acting = True
            try:
                act(owner_id, name, due_at)
            finally:
                self.acting = False

        return doomed

    def strike(self, point: str) -> None:
        """The end, if this is the point."""
        if point == self.point and self.number <= 0 and (self.acting or point == "before_act"):
            os.kill(os.getpid(), signal.SIGKILL)


def work(point: str, number: int) -> None:
    """Watches the commits of deadlines, then does what `flask work` does."""
    doom = Doom(point, number)
    lamps.enter()
    ACTS.update({owner: doom.watched(act) for owner, act in ACTS.items()})
    event.listen(Session, "before_commit", lambda session: (session.flush(), doom.strike("before_commit")))
    event.listen(Session, "after_commit", lambda session: doom.strike("after_commit"))
    clockwork.ROUND_SECONDS = 0.05
    sys.argv = ["flask", "--app", "app", "work"]
    main()


if __name__ == "__main__":
    work(sys.argv[1], int(sys.argv[2]))
