"""Whatever breaks, no message is lost or doubled, all keep their order, and everybody sees the same soon after.

The small tier has most faults once; `make faults` has 10,000 messages and twenty kills on each database.
"""

import os
import random
import time
from collections.abc import Sequence

import pytest

from tests.faults import breakages
from tests.faults.breakages import KILLED_AT, KILLS, NETWORK, Breakage
from tests.faults.judging import judge, told
from tests.faults.stage import Stage
from tests.postgres import RunningPostgres
from tests.valkey import RunningValkey

#: Of the whole tier, on each database.
MESSAGES = int(os.environ.get("SHOP_HELP_FAULT_MESSAGES", "10000"))
ROUNDS_OF_KILLS = 4
LONGEST_SECONDS = 540

ON_SQLITE = (breakages.lock_sqlite(1.5), breakages.fill_the_disk)
ANYWHERE = (breakages.never_read, breakages.turn_the_clock, breakages.reorder, *NETWORK)


def on_machines(postgres: RunningPostgres, valkey: RunningValkey) -> list[Breakage]:
    """What many machines have besides."""
    return [
        breakages.restart_postgres(postgres),
        breakages.cut_connections,
        breakages.kill_valkey(valkey),
        breakages.deafen_valkey(valkey),
        breakages.start_without_valkey(valkey),
    ]


def play(stage: Stage, faults: Sequence[Breakage], between: int = 15) -> None:
    """One fault after the other, and work goes on after each."""
    for fault in faults:
        begun = time.monotonic()
        print(f"{stage.acknowledged:6} {fault.__name__}", flush=True)
        fault(stage)
        stage.go_on(between)
        print(f"       {time.monotonic() - begun:.1f} s", flush=True)


@pytest.mark.faults
@pytest.mark.timeout(240)
def test_nothing_is_lost_on_sqlite(sqlite_stage: Stage, chance: random.Random) -> None:
    """Red without the question for an earlier message in the sender's row and its unique index (doubled);
    with an ack before the commit (lost); and where a browser shows a push without looking at its place (gaps)."""
    faults = [*KILLED_AT, *ON_SQLITE, *ANYWHERE]
    chance.shuffle(faults)
    play(sqlite_stage, faults)
    sqlite_stage.finish()
    judge(sqlite_stage)
    print(told(sqlite_stage))


@pytest.mark.slow
@pytest.mark.faults
@pytest.mark.timeout(240)
def test_nothing_is_lost_on_many_machines(
    postgres_stage: Stage, chance: random.Random, postgres: RunningPostgres, valkey: RunningValkey
) -> None:
    """Red where an announcement waits for Redis, or a page without a database is a 500."""
    faults = on_machines(postgres, valkey)
    chance.shuffle(faults)
    play(postgres_stage, faults)
    postgres_stage.finish()
    judge(postgres_stage)
    print(told(postgres_stage))


def play_all(stage: Stage, chance: random.Random, faults: Sequence[Breakage]) -> None:
    """Twenty kills and each other fault, spread over all messages; then the rest of the messages."""
    thrown = [*KILLS * ROUNDS_OF_KILLS, *faults]
    chance.shuffle(thrown)
    for browser in stage.browsers:
        browser.pace = 0.01
    play(stage, thrown, MESSAGES // (len(thrown) + 1))
    begun = time.monotonic()
    stage.go_on(max(0, MESSAGES - stage.acknowledged), LONGEST_SECONDS)
    print(f"the rest took {time.monotonic() - begun:.1f} s")
    stage.finish()
    judge(stage)
    assert stage.acknowledged >= MESSAGES
    print(told(stage))


@pytest.mark.faults
@pytest.mark.slow
@pytest.mark.timeout(900)
def test_ten_thousand_messages_and_twenty_kills_on_sqlite(sqlite_stage: Stage, chance: random.Random) -> None:
    play_all(sqlite_stage, chance, [*ON_SQLITE, breakages.lock_sqlite(17), *ANYWHERE])


@pytest.mark.faults
@pytest.mark.slow
@pytest.mark.timeout(900)
def test_ten_thousand_messages_and_twenty_kills_on_many_machines(
    postgres_stage: Stage, chance: random.Random, postgres: RunningPostgres, valkey: RunningValkey
) -> None:
    play_all(postgres_stage, chance, [*on_machines(postgres, valkey), breakages.roll, breakages.roll, *ANYWHERE])
