"""A newer version brings its migrations in while the old one serves: nobody notices, whoever holds a table."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from tests.faults.judging import judge, told
from tests.faults.stage import Stage
from tests.raw_http import RawBrowser
from tests.running import ROOT

#: Seconds without an ack that a person doesn't notice.
UNNOTICED_SECONDS = 3.0


class Upgrading:
    """A newer version's `flask db upgrade`, and what it says."""

    def __init__(self, stage: Stage, number: int = 1) -> None:
        self.log = stage.folder / f"upgrading-{number}.log"
        program = [sys.executable, "-m", "tests.migrations.upgrading", stage.market.url]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(program, cwd=ROOT, stdout=log, stderr=log)

    def says(self, words: str) -> bool:
        return words in self.log.read_text()


class Longest(threading.Thread):
    """Watches for how long nobody's message was acknowledged."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(daemon=True)
        self.stage, self.seconds, self.stopping = stage, 0.0, threading.Event()

    def run(self) -> None:
        before, since = self.stage.acknowledged, time.monotonic()
        while not self.stopping.wait(0.01):
            if self.stage.acknowledged != before:
                before, since = self.stage.acknowledged, time.monotonic()
            self.seconds = max(self.seconds, time.monotonic() - since)


@contextmanager
def _reader(stage: Stage) -> Iterator[None]:
    """Somebody who reads messages in one long transaction."""
    with psycopg.connect(stage.market.url.replace("+psycopg", "")) as connection:
        connection.execute("SELECT count(*) FROM messages")
        yield


def _brought_in(stage: Stage, *upgrading: Upgrading) -> None:
    """It is through, and everybody goes on with what was there before."""
    for each in upgrading:
        stage.wait(lambda each=each: each.process.poll() is not None, 90, each.log.read_text())  # type: ignore[misc]
        assert each.process.returncode == 0, each.log.read_text()
    stage.go_on(50)
    for server in stage.servers:
        assert RawBrowser(server.port).get("/ready").status == 200, "a newer database is no reason to stop"
    stage.finish()
    judge(stage)
    print(told(stage))


@pytest.mark.slow
@pytest.mark.faults
@pytest.mark.timeout(240)
def test_on_postgresql_a_change_gives_way_to_whoever_reads_and_messages_go_on(postgres_stage: Stage) -> None:
    """Red without a lock_timeout: all messages wait behind the change, and it waits for the reader. Red without the
    lock of who migrates, for there are two."""
    postgres_stage.go_on(50)
    watch = Longest(postgres_stage)
    watch.start()
    with _reader(postgres_stage):
        both = [Upgrading(postgres_stage, number) for number in (1, 2)]
        for words in ("a table is in use", "somebody else migrates"):
            postgres_stage.wait(lambda words=words: any(each.says(words) for each in both), 90, words)  # type: ignore[misc]
        postgres_stage.go_on(20)
    _brought_in(postgres_stage, *both)
    watch.stopping.set()
    print(f"longest without an ack: {watch.seconds:.2f} s")
    assert watch.seconds < UNNOTICED_SECONDS
    built = postgres_stage.market.sql("SELECT indisvalid FROM pg_index WHERE indexrelid = ?::regclass", _INDEX)
    assert [is_valid for (is_valid,) in built] == [True]


_INDEX = "ix_messages_person_id_tries"


@pytest.mark.slow
@pytest.mark.faults
@pytest.mark.timeout(240)
def test_on_sqlite_writers_and_the_change_take_turns(sqlite_stage: Stage) -> None:
    sqlite_stage.go_on(50)
    watch = Longest(sqlite_stage)
    watch.start()
    _brought_in(sqlite_stage, Upgrading(sqlite_stage))
    watch.stopping.set()
    print(f"longest without an ack: {watch.seconds:.2f} s")
    assert watch.seconds < UNNOTICED_SECONDS
