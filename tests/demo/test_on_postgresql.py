"""The demo and the large marketplace on a real PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import func, select

from shop_help import create_app
from shop_help.demo.order_plans import PLANS
from shop_help.extensions import db
from shop_help.models import Message, Order
from tests.checking.planted import ON_POSTGRESQL, PLANTED, assert_each_is_named
from tests.conftest import config_of
from tests.postgres import RunningPostgres


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    running = RunningPostgres()
    try:
        running.start()
        app = create_app(config_of(running.fresh_url("demo"), tmp_path / "photos"))
        with app.app_context():
            upgrade()
            yield app
            db.session.remove()
            db.engine.dispose()
    finally:
        running.stop()


def test_both_fill_a_postgresql_too(app: Flask) -> None:
    run = app.test_cli_runner()
    for args in (["seed"], ["seed"], ["seed", "--fresh"]):
        result = run.invoke(args=args)
        assert result.exit_code == 0, (result.output, result.exception)
    assert db.session.scalar(select(func.count()).select_from(Order)) == len(PLANS)
    db.session.remove()
    assert run.invoke(args=["check"]).output == "Everything is whole.\n"
    assert_each_is_named(db.engine, PLANTED | ON_POSTGRESQL)
    talked = db.session.scalar(select(func.count()).select_from(Message))
    db.session.rollback()
    result = run.invoke(args=["populate", "--buyers", "50", "--orders", "400", "--messages", "2000", "--shops", "3"])
    assert result.exit_code == 0, (result.output, result.exception)
    assert db.session.scalar(select(func.count()).select_from(Order)) == len(PLANS) + 400
    assert db.session.scalar(select(func.count()).select_from(Message)) == (talked or 0) + 2000
