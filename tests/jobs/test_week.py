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
    counter = Counter(app, monkeypatch)
    for _ in range(PLAYS):
        never = Play(counter)
        script = never.improvise(chance)
        expected = never.end(), never.on(60 * DAY).end()
        stood = Play(counter).again(script)
        found = stood.end(), stood.on(60 * DAY).end()
        for then, now in zip(expected, found, strict=True):
            for about, told in then.items():
                assert now[about] == told, about
        by_itself = [told for told in expected[1]["timeline"] if told[3] == "SYSTEM"]
        assert len(by_itself) >= 5, "too little happened by itself"
        assert sum(answer.endswith("done") for answer in never.answers) >= 20, "too little happened"
