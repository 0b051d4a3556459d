"""The shop of docs/integrate.md has our pages in a frame, on a site of its own: people come over and write there."""

import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from werkzeug.serving import make_server

from shop_help.config import ROOT
from tests.conftest import copy_of
from tests.running import RunningServer, free_port

SECRET = "a-secret-of-the-tests-alone-long-enough"
ORDER = "576461030000000104"
ANA = {"id": "demo-ana", "birthdate": "1990-01-31"}


def examples() -> list[str]:
    """What stands there to be copied: the shop, and who tells us of an order."""
    return re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "integrate.md").read_text(), re.DOTALL)


@pytest.fixture(scope="module")
def shop(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """Our server, for a shop on another site: for a browser, 127.0.0.1 and localhost are two."""
    folder = tmp_path_factory.mktemp("framed")
    port = free_port()
    running = RunningServer(
        copy_of(seeded, folder),
        folder / "server.log",
        SHOP_HELP_HANDOFF_KEYS=f"2026:HS256:{SECRET}",
        SHOP_HELP_HANDOFF_ISSUER="https://shop.example.com",
        SHOP_HELP_FRAME_ORIGINS=f"http://localhost:{port}",
        SHOP_HELP_ORDERS_SECRET=SECRET,
    )
    running.start()
    running.environ["OUTER_PORT"] = str(port)
    yield running
    running.stop()
    assert '"level": "error"' not in running.log.read_text(), running.log.read_text()[-4000:]


@pytest.fixture
def outer(shop: RunningServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The shop of the documentation, as it stands there."""
    monkeypatch.setenv("HELP", shop.url)
    monkeypatch.setenv("HANDOFF_SECRET", SECRET)
    told: dict[str, Any] = {"__name__": __name__, "signed_in_person": lambda: ANA}
    exec(examples()[0], told)
    port = int(shop.environ["OUTER_PORT"])
    server = make_server("localhost", port, told["app"], threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{port}"
    server.shutdown()


def test_in_a_frame_a_buyer_is_signed_in_and_writes_to_the_seller(outer: str, open_page: Any) -> None:
    page = open_page(base=outer)
    page.goto(f"/orders/{ORDER}/help")
    page.get_by_role("button", name="Help").click()
    frame = page.frame_locator("iframe[name=help]")
    expect(frame.get_by_text(ORDER)).to_be_visible()
    inside = page.frame(name="help")
    # A form with its token, and then the socket.
    frame.get_by_role("button", name="Message").or_(frame.get_by_role("link", name="Message")).first.click()
    expect(frame.locator("[data-composer], textarea[name=body]").first).to_be_visible()
    frame.locator("textarea[name=body]").fill("A heron in a frame")
    frame.get_by_role("button", name="Send").click()
    expect(frame.locator("[data-state=sent], [data-seq]").filter(has_text="A heron in a frame").first).to_be_visible()
    assert inside.url.startswith("http://127.0.0.1")
    kept = [cookie for cookie in page.context.cookies() if cookie["name"] == "session"]
    assert [(cookie["sameSite"], bool(cookie.get("partitionKey"))) for cookie in kept] == [("None", True)]
    # The sign-in is that frame's alone.
    alone = page.context.new_page()
    alone.goto(inside.url)
    expect(alone).to_have_url(re.compile("/sign-in"))


def test_the_example_tells_of_an_order(shop: RunningServer, monkeypatch: pytest.MonkeyPatch) -> None:
    from shop_help.order_feed.described import EXAMPLE

    monkeypatch.setenv("ORDERS_SECRET", SECRET)
    told: dict[str, Any] = {"__name__": __name__}
    exec(examples()[1], told)
    outcomes = [told["tell"](EXAMPLE, f"{shop.url}/api/orders") for _ in range(2)]
    assert outcomes == ["new", "unchanged"]
