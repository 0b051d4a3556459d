"""Python's collector looks through everything in a quiet moment, and at the latest after some minutes."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from shop_help import collecting
from shop_help.collecting import DUE, LONGEST_SECONDS, WORTH_IT, Pause


@pytest.mark.parametrize(
    ("share", "seconds", "looks", "is_time"),
    [
        (0.09, 1, WORTH_IT, True),
        (0.1, 1, WORTH_IT, False),
        (0.09, 1, WORTH_IT - 1, False),
        (0.9, LONGEST_SECONDS - 1, 1000, False),
        (0.9, LONGEST_SECONDS, WORTH_IT, True),
        (0.9, LONGEST_SECONDS, WORTH_IT - 1, False),
        (0.9, 1, DUE - 1, False),
        (0.9, 1, DUE, True),
    ],
)
def test_when_it_is_time(share: float, seconds: float, looks: int, is_time: bool) -> None:
    assert Pause(share, seconds).is_for_collecting(looks) is is_time


@pytest.fixture
def thresholds() -> Iterator[tuple[int, int, int]]:
    before = gc.get_threshold()
    yield before
    gc.set_threshold(*before)


def test_python_itself_looks_at_what_is_young_alone(
    thresholds: tuple[int, int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []
    monkeypatch.setattr(collecting.threading.Thread, "start", lambda thread: begun.append(thread.name))
    collecting.start()
    assert begun == ["collector"]
    assert gc.get_threshold() == (*thresholds[:2], collecting.NEVER)


@pytest.mark.parametrize("is_quiet", [True, False])
def test_what_holds_each_other_is_collected_in_a_quiet_moment(
    is_quiet: bool, thresholds: tuple[int, int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Node:
        other: "Node"

    gc.set_threshold(*thresholds[:2], collecting.NEVER)
    one, two = Node(), Node()
    one.other, two.other = two, one
    known = weakref.ref(one)
    # Old by now: only a look at everything finds them.
    gc.collect(1)
    del one, two
    for _ in range(WORTH_IT + 1):
        gc.collect(1)
    assert known() is not None
    monkeypatch.setattr(collecting, "IDLE_SHARE", 100.0 if is_quiet else -1.0)
    collecting.Watch().look()
    assert (known() is None) is is_quiet
