"""A clockwork that stood still for a week comes to the same end as one that never did: states, money, instants."""

import os
import random

import pytest
from flask import Flask

from tests.actions.counter import DAY, Counter
from tests.jobs.week import Play

#: Plays of one run, each of another script.
PLAYS = 2


@pytest.fixture
def chance() -> random.Random:
    """The dice of this run. The same seed makes up the same weeks; SHOP_HELP_WEEK_SEED repeats one."""
    seed = os.environ.get("SHOP_HELP_WEEK_SEED") or str(random.SystemRandom().randrange(10**9))
    print(f"SHOP_HELP_WEEK_SEED={seed}")
    return random.Random(seed)


def test_after_a_week_of_standing_still_all_is_as_if_it_had_not(
    app: Flask, monkeypatch: pytest.MonkeyPatch, chance: random.Random
) -> None:
    """Red where an act doesn't apply first what is overdue of its order, and where what follows begins when it is
    applied rather than when it was due."""
    counter, by_itself, done = Counter(app, monkeypatch), 0, 0
    for _ in range(PLAYS):
        never = Play(counter)
        script = never.improvise(chance)
        expected = never.end(), never.on(60 * DAY).end()
        stood = Play(counter).again(script)
        found = stood.end(), stood.on(60 * DAY).end()
        for then, now in zip(expected, found, strict=True):
            for about, told in then.items():
                assert now[about] == told, about
        by_itself += sum(told[3] == "SYSTEM" for told in expected[1]["timeline"])
        done += sum(answer.endswith("done") for answer in never.answers)
    assert min(by_itself, done) >= 3, "too little happened for this to say anything"
