"""What the audit log keeps of an address, and what its digests depend on."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from shop_help.policy.audit import BEGINNING, Act, canonical, digest_of, kept_address, seal_of

KEY = b"a key"
ACT = Act(datetime(2026, 11, 1, 12, tzinfo=UTC), "case.read", "case 7", 1, "Gus", "agent", "", "Why", "", "{}")


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1::/48"),
        ("nowhere", "unknown"),
        ("", ""),
        (None, ""),
    ],
)
def test_of_an_address_the_network_alone_is_kept(address: str | None, kept: str) -> None:
    assert kept_address(address, "shortened", KEY) == kept


def test_a_hashed_address_is_the_same_word_each_time_and_another_with_another_key() -> None:
    word = kept_address("203.0.113.77", "hashed", KEY)
    assert "203" not in word
    assert word == kept_address("203.0.113.77", "hashed", KEY) != kept_address("203.0.113.77", "hashed", b"other")
    assert kept_address("203.0.113.77", "whole", KEY) == "203.0.113.77"


def test_each_word_of_an_entry_is_in_its_digest() -> None:
    own = digest_of(KEY, BEGINNING, ACT)
    for name in Act.__dataclass_fields__:
        other = ACT.happened_at + timedelta(microseconds=1) if name == "happened_at" else "other"
        assert digest_of(KEY, BEGINNING, replace(ACT, **{name: other})) != own, name
    assert digest_of(b"other", BEGINNING, ACT) != own
    assert digest_of(KEY, own, ACT) != own
    assert seal_of(KEY, 1, own) != seal_of(KEY, 2, own)


def test_the_same_instant_in_another_zone_is_the_same_entry() -> None:
    there = ACT.happened_at.astimezone(timezone(timedelta(hours=7)))
    assert digest_of(KEY, BEGINNING, replace(ACT, happened_at=there)) == digest_of(KEY, BEGINNING, ACT)


def test_values_are_written_the_same_in_any_order() -> None:
    assert canonical({"b": 1, "a": "é"}) == canonical({"a": "é", "b": 1}) == '{"a":"\\u00e9","b":1}'
    assert canonical(None) == ""
