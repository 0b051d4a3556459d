"""What operators do on pages they do by command, too: people, refunds, the audit log and deliveries of webhooks."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from shop_help.actions.hiring import hire
from shop_help.actions.webhooks import endpoints
from shop_help.extensions import db
from shop_help.models import AuditEntry, Duty, Person, Refund, WebhookDelivery
from tests.buyers.service import sign_in_of

Run = Callable[..., str]


@pytest.fixture
def run(app: Flask) -> Run:
    """run("staff", "list") gives what is printed; `fails`: with which status it ends."""

    def ran(*words: str, fails: int = 0) -> str:
        done = app.test_cli_runner().invoke(args=list(words))
        assert done.exit_code == fails, done.output
        db.session.rollback()
        return done.output

    return ran


@pytest.fixture
def noor(app: Flask) -> str:
    """The address of the demo's operator."""
    db.session.execute(db.update(Person).where(Person.cast_name == "noor").values(email="noor@example.com"))
    db.session.commit()
    return "noor@example.com"


def last_act() -> Any:
    return db.session.scalars(db.select(AuditEntry).order_by(AuditEntry.id.desc())).first()


def test_people_are_listed_and_buyers_are_not(run: Run) -> None:
    hire("li@example.com", "Li Wen", ["agent"], "a heron behind the kiln")
    everybody = run("staff", "list")
    assert "li@example.com" in everybody
    assert "Gus" in everybody
    assert "Bruno" not in everybody
    assert "Gus" not in run("staff", "list", "li w")
    assert "Li Wen" not in run("staff", "list", "--role", "operator")
    run("staff", "invite", "may@example.com", "May", "--role", "agent")
    assert "invited" in run("staff", "list", "may")


def test_who_was_removed_comes_back_and_says_what_they_speak(run: Run) -> None:
    hire("li@example.com", "Li Wen", ["agent"], "a heron behind the kiln")
    run("staff", "remove", "li@example.com")
    assert run("staff", "list", "li w").rstrip().endswith("no")
    run("staff", "return", "LI@example.com")
    assert last_act().act == "person.returned"
    run("staff", "languages", "li@example.com", "en, ar")
    li = db.session.scalars(db.select(Person.id).where(Person.email == "li@example.com")).one()
    assert db.session.get_one(Duty, li).languages == ["ar", "en"]
    assert (last_act().act, json.loads(last_act().after)) == ("person.languages_changed", {"languages": ["ar", "en"]})
    assert "Nobody has an account" in run("staff", "return", "nobody@example.com", fails=1)
    hire("su@example.com", "Su", ["seller"], "a heron behind the kiln")
    assert "Nobody has an account" in run("staff", "languages", "su@example.com", "en", fails=1)


def test_nothing_of_the_library_gives_roles_without_a_word_in_the_log(app: Flask) -> None:
    assert {"users", "roles"} & set(app.cli.commands) == set()


def test_a_refund_that_failed_is_tried_again_and_paid_by_hand(run: Run, noor: str) -> None:
    failed = db.session.scalars(db.select(Refund).where(Refund.state == "failed")).first()
    assert failed
    number, order = str(failed.id), failed.order_id
    listed = json.loads(run("refunds", "list", "--state", "failed", "--json"))
    assert next(row for row in listed if row["number"] == failed.id)["why"]
    assert str(failed.id) in run("refunds", "list")
    assert "no such refund" in run("refunds", "retry", number, "--by", "gus@example.com", fails=1)
    assert "no such refund" in run("refunds", "retry", "999999", "--by", noor, fails=1)
    run("refunds", "paid", number, "--note", "By bank transfer.", "--by", noor)
    row = db.session.get_one(Refund, failed.id)
    person = db.session.scalars(db.select(Person.id).where(Person.email == noor)).one()
    assert (row.state, row.note, row.settled_by, row.order_id) == ("done", "By bank transfer.", person, order)
    assert "no such refund" in run("refunds", "retry", number, "--by", noor, fails=1)
    assert "no such refund" in run("refunds", "paid", number, "--note", "Again.", "--by", noor, fails=1)


def test_a_refund_is_sent_again(run: Run, noor: str) -> None:
    failed = db.session.scalars(db.select(Refund.id).where(Refund.state == "failed")).first()
    run("refunds", "retry", str(failed), "--by", noor)
    assert db.session.get_one(Refund, failed).state == "pending"
    assert last_act().act == "refund.tried_again"


def test_the_audit_log_is_read_line_by_line(run: Run, noor: str) -> None:
    run("rules", "draft", "UK", "return_days=14", "--note", "Shorter.", "--by", noor)
    lines = [json.loads(line) for line in run("audit", "list", "--most", "2").splitlines()]
    assert [line["act"] for line in lines] == ["rules.changed", "rules.drafted"]
    before, after = lines[0]["before"]["numbers"], lines[0]["after"]["numbers"]
    assert {name for name in after if after[name] != before[name]} == {"return_days"}
    assert before == lines[1]["after"]["numbers"] == lines[1]["before"]["numbers"]
    assert run("audit", "list", "--act", "nothing.at.all") == ""
    assert run("audit", "list", "--since", "2999-01-01") == ""


def test_an_edit_of_a_question_says_which_words_it_changed(run: Run, noor: str) -> None:
    run("faqs", "change", "receipt", "--question", "Where is my receipt?", "--by", noor)
    act = last_act()
    before, after = json.loads(act.before), json.loads(act.after)
    assert act.act == "help_question.changed"
    assert after["question"] == "Where is my receipt?"
    assert before["question"] != after["question"]
    assert "body" not in before
    assert "body" not in after


def test_deliveries_are_listed_shown_and_sent_again(run: Run) -> None:
    number, _secret = endpoints.add(sign_in_of("noor"), "https://hooks.example/in", [])
    endpoints.test(None, number)
    row = db.session.scalars(db.select(WebhookDelivery).where(WebhookDelivery.endpoint_id == number)).one()
    row.state, row.tries = "failed", 3
    delivery, key = str(row.id), row.key
    db.session.commit()
    assert key in run("webhooks", "deliveries", str(number), "--state", "failed")
    assert key not in run("webhooks", "deliveries", str(number), "--state", "pending")
    assert isinstance(json.loads(run("webhooks", "delivery", str(number), delivery)), dict)
    run("webhooks", "delivery", str(number), delivery, "--again")
    again = db.session.get_one(WebhookDelivery, row.id)
    assert (again.state, again.tries) == ("pending", 0)
    assert "no delivery" in run("webhooks", "delivery", str(number), "999999", fails=1)
    assert "no webhook" in run("webhooks", "deliveries", "999999", fails=1)


def test_an_archive_that_has_no_place_is_not_said_to_be_taken(run: Run, tmp_path: Path) -> None:
    before = last_act()
    run("rights", "export", "demo-ana", "--to", str(tmp_path / "nowhere"), fails=2)
    assert last_act() is before
