"""An application whose marketplace is empty, and the words to import into it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from shop_help.actions.orders import TakenIn, take_in_order
from tests.conftest import config_of
from tests.lending import Lender
from tests.order_feed.samples import NOW, read


@pytest.fixture
def app(request: pytest.FixtureRequest, lender: Lender, migrated_url: Callable[[str], str]) -> Iterator[Flask]:
    """The application on an empty marketplace, on SQLite or what a test asks for; its context is open."""
    url = migrated_url(getattr(request, "param", "sqlite"))
    with lender.lend(config_of(url, lender.folder / "photos")) as app:
        yield app


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the day of the samples."""
    monkeypatch.setattr("shop_help.clock.now", lambda: NOW)


@pytest.fixture
def take_in(app: Flask) -> Any:
    """take_in(order(…), by="Trust desk") reads an order and hands it to the act."""

    def taken_in(raw: dict[str, Any], by: str | None = None, **around: Any) -> TakenIn:
        found = read(raw, **around)
        assert found.order is not None, found.problems
        return take_in_order(found.order, confirmed_by=by)

    return taken_in


@pytest.fixture
def run(app: Flask) -> Any:
    """run("--json", path) is `flask orders import --json path`."""

    def ran(*args: object, stdin: bytes = b"") -> Result:
        return app.test_cli_runner().invoke(args=["orders", "import", *map(str, args)], input=stdin)

    return ran
