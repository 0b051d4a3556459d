"""The dice of a run (the same seed throws the same faults), and what it breaks."""

import os
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.stage import Stage
from tests.valkey import RunningValkey


@pytest.fixture
def chance() -> random.Random:
    """SHOP_HELP_FAULT_SEED repeats a run; each one prints its own."""
    seed = os.environ.get("SHOP_HELP_FAULT_SEED") or str(random.SystemRandom().randrange(10**9))
    print(f"SHOP_HELP_FAULT_SEED={seed}")
    return random.Random(seed)


@pytest.fixture
def sqlite_stage(tmp_path: Path, migrated_sqlite: Path, chance: random.Random) -> Iterator[Stage]:
    """One process, as a small marketplace has it."""
    stage = Stage(tmp_path, chance, Path(shutil.copy(migrated_sqlite, tmp_path / "faults.sqlite3")))
    yield stage
    stage.close()


@pytest.fixture
def valkey() -> Iterator[RunningValkey]:
    running = RunningValkey()
    running.start()
    yield running
    running.kill()


@pytest.fixture
def postgres_stage(
    tmp_path: Path, chance: random.Random, migrated_url: Callable[[str], str], valkey: RunningValkey
) -> Iterator[Stage]:
    """Two processes on PostgreSQL, with Valkey between them."""
    stage = Stage(tmp_path, chance, migrated_url("postgresql"), 2, valkey.url)
    yield stage
    stage.close()
