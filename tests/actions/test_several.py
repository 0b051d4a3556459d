"""A condition on several values is one parameter, which an index answers, on both databases."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Text, insert, select

from shop_help.extensions import db
from shop_help.models import Person
from shop_help.models.prepared import Prepared
from shop_help.models.several import one_of

BY_ID = select(Person.id).where(one_of(Person.id, "ids")).order_by(Person.id)
BY_NAME = select(Person.id).where(one_of(Person.fs_uniquifier, "names", Text), Person.active).order_by(Person.id)


@pytest.fixture
def people(app: Flask) -> list[int]:
    db.session.execute(insert(Person), [{"name": "B", "fs_uniquifier": f"it's {i}"} for i in range(5)])
    db.session.commit()
    return list(db.session.scalars(select(Person.id).order_by(Person.id)))


@pytest.mark.parametrize("prepared", [True, False])
def test_those_are_found_that_are_among_them(people: list[int], prepared: bool) -> None:
    def found(statement: Any, **values: Any) -> list[int]:
        connection = db.session.connection()
        rows = Prepared(statement).all(connection, values) if prepared else connection.execute(statement, values)
        return [row.id for row in rows]

    assert found(BY_ID, ids=[people[3], people[1], 999]) == [people[1], people[3]]
    assert found(BY_ID, ids={people[0]}) == [people[0]]
    assert found(BY_ID, ids=[]) == found(BY_ID) == []
    assert found(BY_NAME, names=["it's 2", "it's 4", '"]', "x"]) == [people[2], people[4]]


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_an_index_answers_it(app: Flask) -> None:
    for statement in (BY_ID, BY_NAME):
        sql = str(statement.compile(db.engine))
        rows = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", ("[]", 1)[: sql.count("?")])
        assert "SEARCH persons" in rows.all()[0][-1]
