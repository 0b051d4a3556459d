"""Operators draft, change, discard and publish the rules of a market; the past is never judged anew (PRODUCT 4)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from shop_help import clock
from shop_help.actions import rule_versions as acts
from shop_help.extensions import db
from shop_help.models import LogEntry, Person, Role, RuleVersion, SignIn
from shop_help.policy.faults import Faulty
from shop_help.policy.messages import Refused
from shop_help.policy.numbers import JUDGING
from shop_help.rules_finding import rules_in
from tests.actions.at_once import at_once

NUMBERS = {name: number.value for name, number in JUDGING.items()}
TOMORROW = date(2026, 11, 25)


class House:
    """An operator and an agent, signed in."""

    def __init__(self) -> None:
        self.sign_ins: dict[str, str] = {}
        for name in ("operator", "agent", "seller", "buyer"):
            person = Person(name=name, fs_uniquifier=name, roles=[Role(name=name)], adult_confirmed_by="the test")
            db.session.add(person)
            db.session.flush()
            self.sign_ins[name] = f"{name}-{uuid4()}"
            db.session.add(SignIn(id=self.sign_ins[name], person_id=person.id))
        db.session.commit()

    def draft(self, market: str = "US") -> RuleVersion:
        return self.version(acts.draft_version(self.sign_ins["operator"], market))

    def change(self, draft: RuleVersion, note: str = "Because", seen: int | None = None, **numbers: Any) -> None:
        revision = draft.revision if seen is None else seen
        acts.change_draft(self.sign_ins["operator"], draft.id, revision, NUMBERS | numbers, note)

    def publish(self, draft: RuleVersion, day: date | None = TOMORROW) -> None:
        found = self.version(draft.id)
        acts.publish_version(self.sign_ins["operator"], draft.id, found.revision, day)

    def version(self, version_id: int) -> RuleVersion:
        db.session.rollback()
        found = db.session.get(RuleVersion, version_id, populate_existing=True)
        assert found is not None
        return found


@pytest.fixture
def house(app: Flask, monkeypatch: pytest.MonkeyPatch) -> House:
    """On the morning of November 24th in New York."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 24, 14, tzinfo=UTC))
    return House()


def logged() -> list[str]:
    return [entry.what for entry in db.session.query(LogEntry).order_by(LogEntry.id)]


def test_a_draft_begins_with_the_numbers_that_hold_and_there_is_one_a_market(house: House) -> None:
    draft = house.draft("ID")
    assert (draft.version, draft.state, draft.valid_from) == (2, "draft", None)
    assert draft.numbers == NUMBERS | {"ship_back_days": 5}
    assert house.draft("ID").id == draft.id
    assert house.draft("US").id != draft.id
    assert logged() == ["rules.drafted", "rules.drafted"]


def test_two_who_draft_at_once_write_on_the_same_one(app: Flask, house: House) -> None:
    operator = house.sign_ins["operator"]
    found = at_once(app, *[lambda: acts.draft_version(operator, "US")] * 6)
    assert len(set(found)) == 1, found
    assert db.session.query(RuleVersion).count() == 1


@pytest.mark.parametrize("who", ["agent", "seller", "buyer", ""])
def test_nobody_else_sets_the_rules(house: House, who: str) -> None:
    draft = house.draft()
    sign_in = house.sign_ins.get(who, "nobody")
    for act in (
        lambda: acts.draft_version(sign_in, "US"),
        lambda: acts.change_draft(sign_in, draft.id, 1, NUMBERS | {"return_days": 1}, "Mine"),
        lambda: acts.discard_draft(sign_in, draft.id),
        lambda: acts.publish_version(sign_in, draft.id, 1, TOMORROW),
    ):
        with pytest.raises(Refused):
            act()
    assert house.version(draft.id).numbers == NUMBERS
    with pytest.raises(Refused):
        acts.draft_version(house.sign_ins["operator"], "no such market")


def test_a_draft_is_changed_and_says_why(house: House) -> None:
    draft = house.draft()
    house.change(draft, return_days=14)
    changed = house.version(draft.id)
    assert (changed.numbers["return_days"], changed.note, changed.revision) == (14, "Because", 2)
    house.change(changed, return_days=14)
    assert house.version(draft.id).revision == 2, "the same again is no change"
    assert rules_in("US", clock.now()).days("return_days") == 30


@pytest.mark.parametrize(
    ("numbers", "note", "faulty"),
    [
        ({"return_days": 0}, "Because", {"return_days"}),
        ({"return_days": None}, "Because", {"return_days"}),
        ({}, " ", {"note"}),
        ({"return_days": 91}, "Because", {"protection_days"}),
    ],
)
def test_what_cannot_be_is_named_and_nothing_changes(
    house: House, numbers: dict[str, Any], note: str, faulty: set[str]
) -> None:
    draft = house.draft()
    with pytest.raises(Faulty) as found:
        house.change(draft, note, **numbers)
    assert set(found.value.faults) == faulty
    assert house.version(draft.id).revision == 1


def test_who_writes_on_an_older_state_is_told_so(house: House) -> None:
    draft = house.draft()
    house.change(draft, return_days=14)
    with pytest.raises(Faulty):
        house.change(draft, seen=1, return_days=20)
    with pytest.raises(Faulty):
        acts.publish_version(house.sign_ins["operator"], draft.id, 1, TOMORROW)
    assert house.version(draft.id).numbers["return_days"] == 14


def test_what_is_published_judges_from_the_midnight_of_its_day_and_not_before(house: House) -> None:
    draft = house.draft()
    house.change(draft, return_days=14)
    house.publish(draft)
    published = house.version(draft.id)
    midnight = datetime(2026, 11, 25, 5, tzinfo=UTC)
    assert (published.state, published.draft_of, published.valid_from) == ("published", None, midnight)
    assert rules_in("US", midnight - timedelta(microseconds=1)).version == 1
    assert rules_in("US", midnight).version == 2
    assert rules_in("US", midnight).days("return_days") == 14
    assert rules_in("UK", midnight).version == 1
    entry = db.session.query(LogEntry).filter_by(what="rules.published").one()
    assert (entry.why, entry.data["version"], entry.voice) == ("Because", 2, "OPERATOR")


@pytest.mark.parametrize("day", [date(2026, 11, 24), date(2026, 11, 23), date(2020, 1, 1), None])
def test_publishing_in_the_past_is_refused(house: House, day: date | None) -> None:
    draft = house.draft()
    house.change(draft, return_days=14)
    with pytest.raises(Faulty) as found:
        house.publish(draft, day)
    assert set(found.value.faults) == {"day"}
    assert house.version(draft.id).state == "draft"
    assert rules_in("US", clock.now()).version == 1


def test_what_says_the_same_or_not_why_is_not_published(house: House) -> None:
    draft = house.draft()
    with pytest.raises(Faulty):
        house.publish(draft)
    house.change(draft)
    with pytest.raises(Faulty):
        house.publish(draft)
    assert house.version(draft.id).state == "draft"


def test_what_is_published_is_never_changed_again(house: House) -> None:
    draft = house.draft()
    house.change(draft, return_days=14)
    house.publish(draft)
    for act in (
        lambda: house.change(house.version(draft.id), return_days=1),
        lambda: acts.discard_draft(house.sign_ins["operator"], draft.id),
        lambda: house.publish(draft, date(2026, 12, 24)),
    ):
        with pytest.raises(Refused):
            act()
    assert house.version(draft.id).numbers["return_days"] == 14


def test_a_later_version_goes_on_from_the_last_and_never_begins_before_it(house: House) -> None:
    second = house.draft()
    house.change(second, return_days=14)
    house.publish(second, date(2026, 12, 1))
    third = house.draft()
    assert (third.version, third.numbers["return_days"]) == (3, 14)
    house.change(third, return_days=20)
    with pytest.raises(Faulty):
        house.publish(third, date(2026, 11, 30))
    house.publish(third, date(2026, 12, 1))
    assert rules_in("US", datetime(2026, 12, 1, 5, tzinfo=UTC)).version == 3


def test_a_discarded_draft_is_gone_and_its_number_is_free(house: House) -> None:
    draft = house.draft()
    acts.discard_draft(house.sign_ins["operator"], draft.id)
    db.session.rollback()
    assert db.session.query(RuleVersion).count() == 0
    assert house.draft().version == 2
    assert logged() == ["rules.drafted", "rules.discarded", "rules.drafted"]
