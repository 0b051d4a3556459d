"""The rules in sentences quote every number that judges, and no number is typed into one."""

import re

from shop_help.policy.numbers import JUDGING, NUMBERS
from shop_help.policy.rule_sentences import RULES
from shop_help.policy.rulebook import shipped_rules

SENTENCES = [sentence for _, sentences in RULES for sentence in sentences]


def test_every_number_that_judges_stands_in_a_sentence() -> None:
    quoted = set(re.findall(r"%\((\w+)\)s", " ".join(SENTENCES)))
    assert set(JUDGING) <= quoted <= set(NUMBERS)


def test_no_number_is_typed_into_a_sentence() -> None:
    for sentence in SENTENCES:
        assert re.findall(r"\d+", sentence.replace("Day 0", "")) == [], sentence


def test_every_sentence_is_filled_in_every_market() -> None:
    for market in ("US", "ID"):
        said = [sentence % shipped_rules(market).values for sentence in SENTENCES]
        assert all(sentence.endswith(".") for sentence in said)
    assert any("end of day 5 from the approval" in sentence % shipped_rules("ID").values for sentence in SENTENCES)
