"""The dice of a run: the same seed throws the same faults."""

import os
import random

import pytest


@pytest.fixture
def chance() -> random.Random:
    """SHOP_HELP_FAULT_SEED repeats a run; each one prints its own."""
    seed = os.environ.get("SHOP_HELP_FAULT_SEED") or str(random.SystemRandom().randrange(10**9))
    print(f"SHOP_HELP_FAULT_SEED={seed}")
    return random.Random(seed)
