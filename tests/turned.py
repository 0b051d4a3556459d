"""A real server whose clock can be turned while it runs."""

from datetime import datetime
from pathlib import Path

from shop_help import clock
from tests.running import RunningServer


class TurnedServer(RunningServer):
    """`turn` sets its clock, which goes on from there."""

    program = ("-m", "tests.turned_app")

    def __init__(self, database: Path, log: Path, **environ: str) -> None:
        self.ahead = log.parent / "turned-by"
        self.ahead.write_text("0")
        super().__init__(database, log, TURNED_BY=str(self.ahead), **environ)

    def turn(self, instant: datetime) -> None:
        """From now on it is this instant there."""
        unfinished = self.ahead.with_suffix(".new")
        unfinished.write_text(str((instant - clock.now()).total_seconds()))
        unfinished.replace(self.ahead)
