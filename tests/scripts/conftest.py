"""The browser and the test-only server of the scripts' tests."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.scripts.page_server import PageServer


@pytest.fixture(scope="session")
def running_server() -> PageServer:
    return PageServer()


@pytest.fixture
def server(running_server: PageServer) -> PageServer:
    running_server.reset()
    return running_server


@pytest.fixture
def context(chromium: Browser, server: PageServer) -> Iterator[BrowserContext]:
    context = chromium.new_context(base_url=server.address, timezone_id="Europe/Berlin", locale="en-GB")
    context.set_default_timeout(8000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    assert errors == []
