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

#: Seconds for which somebody reads the table that is to be changed: a report, or a backup.
HELD_SECONDS = 6.0
#: Seconds without an ack that a person doesn't notice.
UNNOTICED_SECONDS = 3.0


def _upgrading(stage: Stage) -> subprocess.Popen[str]:
    program = [sys.executable, "-m", "tests.migrations.upgrading", stage.market.url]
    return subprocess.Popen(program, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


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


def _brought_in(stage: Stage, upgrading: list[subprocess.Popen[str]]) -> str:
    said = [each.communicate(timeout=60)[0] for each in upgrading]
    assert [each.returncode for each in upgrading] == [0] * len(upgrading), said
    stage.go_on(50)
    for server in stage.servers:
        assert RawBrowser(server.port).get("/ready").status == 200, "a newer database is no reason to stop"
    stage.finish()
    judge(stage)
    print(told(stage))
    return "".join(said)


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
        upgrading = [_upgrading(postgres_stage) for _ in range(2)]
        time.sleep(HELD_SECONDS)
        assert all(each.poll() is None for each in upgrading), "it can't be through"
        postgres_stage.go_on(20)
    said = _brought_in(postgres_stage, upgrading)
    watch.stopping.set()
    print(f"longest without an ack: {watch.seconds:.2f} s")
    assert "a table is in use" in said
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
    _brought_in(sqlite_stage, [_upgrading(sqlite_stage)])
    watch.stopping.set()
    print(f"longest without an ack: {watch.seconds:.2f} s")
    assert watch.seconds < UNNOTICED_SECONDS
