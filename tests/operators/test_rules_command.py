"""flask rules: drafted, tried, published and discarded from a terminal, by an operator who answers for it."""

import json
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from shop_help import clock
from shop_help.actions import rule_versions
from shop_help.extensions import db
from shop_help.models import AuditEntry, Person, RuleVersion
from shop_help.policy.messages import Refused

BY = ("--by", "noor@shop.example")


@pytest.fixture(autouse=True)
def addresses(app: Flask) -> None:
    """Of an operator, and of an agent who may not."""
    for name in ("noor", "gus"):
        db.session.execute(update(Person).where(Person.cast_name == name).values(email=f"{name}@shop.example"))
    db.session.commit()


def ran(app: Flask, *words: str, fails: bool = False) -> str:
    result = app.test_cli_runner().invoke(args=["rules", *words])
    db.session.rollback()
    assert (result.exit_code != 0) == fails, result.output
    return str(result.output)


def numbers(app: Flask, which: str) -> dict[str, int]:
    found: dict[str, int] = json.loads(ran(app, "show", "US"))[which]
    return found


def test_a_draft_is_written_tried_and_published_by_somebody(app: Flask) -> None:
    assert ran(app, "list", "US").startswith("Only the version that is shipped.")
    before = numbers(app, "published")
    ran(app, "draft", "US", "return_days=2", "--note", "Shorter", *BY)
    ran(app, "draft", "US", f"seller_hours={before.get('seller_hours', 48)}", *BY, fails="seller_hours" not in before)
    assert numbers(app, "draft") == before | {"return_days": 2}
    tried = ran(app, "replay", "US", *BY)
    newly = int(tried.split(" would newly be refused")[0].rsplit("\n", 1)[-1])
    assert newly > 0
    assert "becomes" in tried
    day = clock.now().date() + timedelta(days=30)
    ran(app, "publish", "US", "--from", f"{day}", *BY)
    assert numbers(app, "published") == before | {"return_days": 2}
    assert f"{day}" in ran(app, "list", "US")
    assert "Shorter" in ran(app, "list", "US")
    row = db.session.scalars(select(RuleVersion)).one()
    noor = db.session.scalars(select(Person).where(Person.cast_name == "noor")).one()
    assert (row.state, row.person_id) == ("published", noor.id)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "rules.published")).one()
    assert json.loads(entry.before)["numbers"] == before
    assert entry.person_id is None


def test_a_draft_is_discarded(app: Flask) -> None:
    ran(app, "draft", "UK", "return_days=20", "--note", "No", *BY)
    ran(app, "discard", "UK", *BY)
    assert ran(app, "list", "UK").startswith("Only the version that is shipped.")
    assert "There is no such draft" in ran(app, "publish", "UK", "--from", "2027-01-01", *BY, fails=True)


def test_nobody_but_an_operator_answers_for_rules(app: Flask) -> None:
    for email in ("gus@shop.example", "nobody@shop.example"):
        assert "or operator" in ran(app, "draft", "US", "return_days=2", "--by", email, fails=True)
    ran(app, "draft", "US", "return_days=2", "--note", "x", *BY)
    for words in (("discard", "US"), ("publish", "US", "--from", "2027-01-01"), ("replay", "US")):
        ran(app, *words, "--by", "gus@shop.example", fails=True)
    assert db.session.scalars(select(RuleVersion)).one().state == "draft"


def test_what_cant_be_is_said_and_not_saved(app: Flask) -> None:
    before = numbers(app, "published")
    assert "no_such_number" in ran(app, "draft", "US", "no_such_number=2", *BY, fails=True)
    for value in ("-1", "many", "99999999", ""):
        ran(app, "draft", "US", f"return_days={value}", "--note", "x", *BY, fails=True)
    assert numbers(app, "draft") == before, "the draft was begun, and says what holds"
    assert "Error" in ran(
        app, "publish", "US", "--from", f"{clock.now().date() - timedelta(days=3)}", *BY, fails=True
    )


def test_the_act_asks_for_itself_who_answers_for_it(app: Flask) -> None:
    noor, gus = (
        db.session.scalars(select(Person.id).where(Person.cast_name == name)).one() for name in ("noor", "gus")
    )
    for writer_id in (gus, None, 10**6):
        with pytest.raises(Refused):
            rule_versions.draft_version(None, "US", writer_id)
    assert db.session.scalars(select(RuleVersion)).all() == []
    assert rule_versions.draft_version(None, "US", noor)
