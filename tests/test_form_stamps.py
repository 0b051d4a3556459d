"""When a form was opened is known from us, and from nobody else."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from shop_help.form_stamps import opened_at, stamp

AT = datetime(2026, 11, 2, 17, 0, 1, 234567, tzinfo=UTC)


def test_a_stamp_of_ours_tells_when_its_form_was_opened(app: Flask) -> None:
    assert opened_at(stamp(AT)) == AT


@pytest.mark.parametrize("change", ["", "x", AT.isoformat(), "e30.abc"])
def test_a_stamp_that_was_made_elsewhere_tells_nothing(app: Flask, change: str) -> None:
    assert opened_at(change) is None


def test_a_stamp_that_was_changed_or_signed_with_another_secret_tells_nothing(app: Flask) -> None:
    made = stamp(AT)
    assert opened_at(made[:-1] + ("A" if made[-1] != "A" else "B")) is None
    app.config["SECRET_KEY"] = "another secret of the tests, long enough to be taken"
    assert opened_at(made) is None
