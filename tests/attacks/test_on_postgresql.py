"""The same marketplace on PostgreSQL, which counts letters and knows no NUL: no form makes a statement fail there."""

import copy
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import event

from shop_help import create_app
from shop_help.extensions import db
from tests.attacks.filling import drawn_lots, send
from tests.attacks.form_reading import Form
from tests.attacks.found_forms import found_forms
from tests.attacks.ground import Ground
from tests.attacks.moving import move
from tests.attacks.payloads import PAYLOADS
from tests.conftest import config_of

pytestmark = pytest.mark.slow

LETTER = "\U0001f600"


@pytest.fixture
def moved(planted_ground: Ground, migrated_url: Callable[[str], str]) -> Iterator[tuple[Ground, list[Any]]]:
    """The ground on PostgreSQL, and what fails there."""
    planted_ground.put_back()
    found, failed = copy.copy(planted_ground), list[Any]()
    config = config_of(migrated_url("postgresql"), planted_ground.path.parent / "photos")
    found.app = create_app(config | {"WTF_CSRF_ENABLED": True})
    with found.app.app_context():
        move(planted_ground, db.engine)
        event.listen(db.engine, "handle_error", lambda context: failed.append(context.original_exception))
        yield found, failed
        db.session.remove()
        db.engine.dispose()


def typed_at_once(form: Form, more: int) -> dict[str, str]:
    """In each field as many letters of four bytes as fit, and so many more."""
    return {each.name: LETTER * ((each.longest or 50) + more) for each in form.texts}


def test_no_form_makes_a_statement_fail(moved: tuple[Ground, list[Any]], planted_ground: Ground) -> None:
    ground, failed = moved
    forms = [form for form in found_forms(planted_ground, each=0) if form.texts]
    lots, taken = drawn_lots(), 0
    for form in forms:
        payload = {each.name: lots.choice(PAYLOADS)[: each.longest or 100] for each in form.texts}
        nul = {each.name: b"a\x00b" for each in form.texts}
        for typed in (nul, typed_at_once(form, 1), typed_at_once(form, 0), payload):
            answer = send(ground, form, **typed)
            assert answer.status_code < 500, (form.endpoint, typed)
            taken += answer.status_code in (302, 303)
    assert failed == []
    assert taken > 30
