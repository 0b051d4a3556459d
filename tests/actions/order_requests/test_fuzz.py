"""Whatever buyers, sellers, customer service, time and the payment system do, in whatever order: no request reaches a
state that it can't, no item has two open ones, no order gives back more than was paid, no clock is lost."""

import pytest

from tests.actions.counter import Counter
from tests.actions.order_requests.fuzz import Fuzz
from tests.checking.whole import faults_but_photos


@pytest.mark.parametrize("seed", [1])
def test_random_events_from_all_parties_break_nothing(counter: Counter, seed: int) -> None:
    fuzz = Fuzz(counter, seed)
    for _ in range(100):
        fuzz.step()
    # Or nothing of this was tried.
    assert fuzz.met["done"] > 20, fuzz.met
    assert fuzz.met["Refused"] + fuzz.met["NotEligible"] > 5, fuzz.met
    assert faults_but_photos() == []


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("seed", range(100, 112))
def test_many_random_events_break_nothing(counter: Counter, seed: int) -> None:
    fuzz = Fuzz(counter, seed, orders=5)
    for _ in range(600):
        fuzz.step()
    assert faults_but_photos() == []
