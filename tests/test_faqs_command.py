"""flask faqs: the shipped questions come in once, an operator's words stay, and the search is there at a terminal."""

import json

from flask import Flask
from sqlalchemy import func, select

from shop_help.actions.help_catalogue import install_questions
from shop_help.extensions import db
from shop_help.help_catalogue import TOPICS, questions
from shop_help.help_finding import catalogue, find
from shop_help.models import HelpQuestion, HelpText, HelpTopic, LogEntry, Person


def ran(app: Flask, *words: str) -> str:
    result = app.test_cli_runner().invoke(args=["faqs", *words])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_seed_put_them_all_in_and_a_second_time_changes_nothing(app: Flask) -> None:
    for model, many in ((HelpTopic, len(TOPICS)), (HelpQuestion, len(questions())), (HelpText, len(questions()))):
        assert db.session.scalar(select(func.count()).select_from(model)) == many
    assert ran(app, "install").startswith("0 questions added, 0 renewed; 0 edited")
    assert len(db.session.scalars(select(LogEntry).where(LogEntry.what == "help_questions.installed")).all()) == 1


def test_a_new_release_renews_what_nobody_edited_and_keeps_what_an_operator_wrote(app: Flask) -> None:
    noor = db.session.scalars(select(Person).where(Person.cast_name == "noor")).one()
    rows = {row.slug: row for row in db.session.scalars(select(HelpQuestion))}
    for slug, person_id in (("where-is-my-order", None), ("parcel-late", noor.id)):
        row = rows[slug]
        row.version = 2
        text = HelpText(question_id=row.id, version=2, question="Old?", body="Old words.", person_id=person_id)
        db.session.add(text)
    db.session.delete(rows["receipt"])
    db.session.commit()
    done = install_questions()
    assert (done.added, done.renewed, done.kept) == (1, 1, 1)
    known = catalogue()
    assert {slug: known.called(slug).question for slug in ("where-is-my-order", "parcel-late", "receipt")} == {  # type: ignore[union-attr]
        "where-is-my-order": "Where is my order?",
        "parcel-late": "Old?",
        "receipt": "I need a receipt or an invoice",
    }
    assert rows["where-is-my-order"].version == 3


def test_the_search_at_a_terminal_prints_what_the_field_finds(app: Flask) -> None:
    found = json.loads(ran(app, "search", "wehre is my pacakge", "--json"))
    assert list(found[0]) == ["slug", "question", "topic", "score"]
    assert found[0]["slug"] == "where-is-my-order"
    assert [each["score"] for each in found] == sorted((each["score"] for each in found), reverse=True)
    assert [each["slug"] for each in found] == [hit.question.slug for hit in find("wehre is my pacakge")]
    assert "Where is my order?" in ran(app, "search", "wehre is my pacakge").splitlines()[2]
    assert ran(app, "search", "zxcvb qwrtp").startswith("Nothing found")
    assert json.loads(ran(app, "search", "zxcvb qwrtp", "--json")) == []


def test_an_edit_is_found_at_once(app: Flask) -> None:
    assert find("flamingo") == []
    row = db.session.scalars(select(HelpQuestion).where(HelpQuestion.slug == "receipt")).one()
    db.session.add(HelpText(question_id=row.id, version=2, question="Why a flamingo?", body="It is pink."))
    row.version = 2
    db.session.commit()
    assert find("flamingo")[0].question.slug == "receipt"
