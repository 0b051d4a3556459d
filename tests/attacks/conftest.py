"""The ground of all attacks, made once for each process."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.attacks.ground import Ground
from tests.conftest import copy_of


@pytest.fixture(scope="session")
def planted_ground(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Ground:
    return Ground(copy_of(seeded, tmp_path_factory.mktemp("attacked")))


@pytest.fixture
def ground(planted_ground: Ground) -> Iterator[Ground]:
    """As it was planted, whatever the tests before did to it."""
    planted_ground.put_back()
    yield planted_ground
    planted_ground.put_back()
