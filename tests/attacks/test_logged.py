"""Nothing that people write or are is logged: every page is read, every form sent, and the lines looked through."""

import logging
from collections.abc import Iterator
from io import StringIO

import pytest

from shop_help.jobs import clockwork
from shop_help.logs import JsonLines
from tests.attacks.ground import Ground
from tests.attacks.planting import READERS
from tests.attacks.test_every_write import FORMS, sender_of
from tests.gates import GATES, IN
from tests.test_gates import NUMBER

TYPED = "a dipper under the weir"
#: An order's number stands in its address, and says who nobody is.
WORDS = (READERS.keys() - {NUMBER}) | {TYPED, "ana@example.com", "demo-ana"}


@pytest.fixture
def lines() -> Iterator[StringIO]:
    """What a server would write to its log."""
    kept, root = StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(kept), root.level
    handler.setFormatter(JsonLines())
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield kept
    root.removeHandler(handler)
    root.setLevel(level)


def found_in(lines: StringIO) -> set[str]:
    return {word for word in WORDS if word in lines.getvalue()}


def test_no_name_no_address_and_no_word_of_anybody_is_logged(ground: Ground, lines: StringIO) -> None:
    logging.getLogger("shop_help").warning("a line with %s", TYPED)
    assert found_in(lines) == {TYPED}, "the lines are not those of a server"
    lines.truncate(0)
    lines.seek(0)
    for endpoint in sorted(endpoint for method, endpoint in GATES if method == "GET"):
        may = GATES["GET", endpoint].answers
        ground.knock(next((who for who in ("ana", "sol", "gus", "noor") if may[who] == IN), "ana"), "GET", endpoint)
    for endpoint in FORMS:
        texts = {name: TYPED for name, value in ground.form(endpoint).items() if isinstance(value, str)}
        for typed in ({}, texts):
            ground.knock(sender_of(endpoint), "POST", endpoint, more=typed)
    with ground.app.app_context():
        clockwork.go_round()
    assert lines.getvalue(), "something is always logged"
    assert found_in(lines) == set()


def test_a_link_by_which_a_password_is_chosen_is_logged_without_its_end(ground: Ground, lines: StringIO) -> None:
    for path, told in (
        ("/passwords/a-token", "/passwords/..."),
        ("/passwords", "/passwords"),
        ("/orders/1", "/orders/1"),
    ):
        with ground.app.test_request_context(path):
            logging.getLogger("shop_help").warning("a line")
        assert f'"path": "{told}"' in lines.getvalue()
    assert "a-token" not in lines.getvalue()
