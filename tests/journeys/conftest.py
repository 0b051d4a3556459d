"""Browsers as people hold them, before the real server with the demo in it. Each file of stories has a server."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, expect

from tests.conftest import copy_of
from tests.running import RunningServer

#: Who holds what: the two phones of PRODUCT's platforms, and a seller's desk.
DEVICES: dict[str, str | dict[str, Any]] = {
    "android": "Pixel 7",
    "ios": "iPhone 15",
    "desk": {"viewport": {"width": 1280, "height": 800}},
}
#: Two cores shared with a second worker's browser can be slow; nothing here is measured.
SECONDS = 15
expect.set_options(timeout=SECONDS * 1000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All stories of this folder are journeys."""
    for item in items:
        if "tests/journeys/" in item.path.as_posix():
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="module")
def shop(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """The server of this file's stories, with the demo's people."""
    folder = tmp_path_factory.mktemp("journey")
    running = RunningServer(copy_of(seeded, folder), folder / "server.log")
    running.start()
    yield running
    running.stop()
    # A page that could not be made is in the server's log, whoever asked for it.
    assert '"level": "error"' not in running.log.read_text(), running.log.read_text()[-4000:]


Opened = Callable[..., Page]


@pytest.fixture
def open_page(chromium: Browser, playwright: Playwright, shop: RunningServer) -> Iterator[Opened]:
    """open_page("ana", "android") gives her phone's browser, signed in; what goes wrong in it fails the test."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def opened(who: str = "", device: str = "desk", base: str = "", tolerant: bool = False, **more: Any) -> Page:
        named = DEVICES[device]
        described = dict(playwright.devices[named]) if isinstance(named, str) else dict(named)
        described.pop("default_browser_type", None)
        options = {**described, "locale": "en-US", "timezone_id": "America/New_York", **more}
        context = chromium.new_context(base_url=base or shop.url, **options)
        context.set_default_timeout(SECONDS * 1000)
        contexts.append(context)
        page = context.new_page()
        if not tolerant:
            watch(page, wrong)
        if who:
            enter(page, who)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


def watch(page: Page, wrong: list[str]) -> None:
    """Notes what a person would not see and we must not miss: errors, and what the policy refuses."""

    def said(message: ConsoleMessage) -> None:
        if message.type == "error":
            wrong.append(f"{page.url}: {message.text}")

    page.on("console", said)
    page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
    page.on(
        "response",
        lambda response: wrong.append(f"{response.status} {response.url}") if response.status >= 500 else None,
    )


def enter(page: Page, who: str) -> None:
    """One tap on a name of the demo's sign-in page."""
    page.goto("/sign-in")
    page.get_by_role("button", name=who.title()).click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
