"""What the demo and a large marketplace hold can be found and is counted, as if people had written it."""

from typing import Any

from flask import Flask
from sqlalchemy import delete, func, select

from shop_help.actions.case_index import build_case_index
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import Case, CaseAnswer, CaseText, HelpOutcome


def _texts() -> set[tuple[Any, ...]]:
    db.session.rollback()
    kept = select(CaseText.case_id, CaseText.kind, CaseText.place, CaseText.words, CaseText.about)
    return {tuple(row) for row in db.session.execute(kept)}


def _built_anew() -> set[tuple[Any, ...]]:
    with write_unit(db.session) as session:
        session.execute(delete(CaseText))
    list(build_case_index())
    return _texts()


def test_the_demos_cases_are_in_the_search_as_if_they_were_written_by_hand(app: Flask) -> None:
    kept = _texts()
    assert len({text[0] for text in kept}) == db.session.scalar(select(func.count()).select_from(Case))
    assert kept == _built_anew()


def test_a_large_marketplaces_cases_are_too_and_their_answers_hold_what_reports_ask(app: Flask) -> None:
    options = ["--buyers", "10", "--orders", "30", "--messages", "50", "--cases", "20", "--shops", "2"]
    result = app.test_cli_runner().invoke(args=["populate", *options])
    assert result.exit_code == 0, result.output
    kept = _texts()
    assert len({text[0] for text in kept}) == db.session.scalar(select(func.count()).select_from(Case))
    assert kept == _built_anew()
    db.session.rollback()
    other = Case.team != CaseAnswer.team
    joined = select(func.count()).select_from(CaseAnswer).join(Case, Case.id == CaseAnswer.case_id)
    assert db.session.scalar(joined)
    assert db.session.scalar(joined.where(other | (Case.market != CaseAnswer.market))) == 0
    assert set(db.session.scalars(select(CaseAnswer.asked_hour).distinct())) <= set(range(24))


def test_readings_of_the_demo_are_counted_once(app: Flask) -> None:
    counted = select(func.count(), func.sum(HelpOutcome.readings), func.sum(HelpOutcome.contacted))
    rows, readings, contacted = db.session.execute(counted).one()
    assert rows > 500
    assert 0 < contacted < readings
    app.test_cli_runner().invoke(args=["seed"])
    db.session.rollback()
    assert db.session.execute(counted).one() == (rows, readings, contacted)
