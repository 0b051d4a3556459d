"""The 24th hour without an answer, as both sides see it: the clock runs out, and customer service is offered."""

import sqlite3
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from tests.journeys.conftest import Opened
from tests.journeys.looking import axe_faults, cut_at
from tests.running import RunningServer

#: Ana's talk with Luma Home about a parcel that isn't there; she waits in it.
WAITING = "SELECT id, order_id FROM conversations WHERE waiting_since IS NOT NULL ORDER BY id LIMIT 1"


def asked_nearly_a_day_ago(shop: RunningServer) -> tuple[int, str]:
    """The clock is turned: in two seconds the seller is late. The conversation's id and the order's number."""
    path = shop.environ["SHOP_HELP_DATABASE_URL"].removeprefix("sqlite:///")
    since = datetime.now(UTC) - timedelta(hours=24) + timedelta(seconds=2)
    with sqlite3.connect(path, timeout=15) as database:
        talk, order = database.execute(WAITING).fetchone()
        written = since.replace(tzinfo=None).isoformat(" ", "microseconds")
        database.execute("UPDATE conversations SET waiting_since = ? WHERE id = ?", (written, talk))
        (number,) = database.execute("SELECT number FROM orders WHERE id = ?", (order,)).fetchone()
    return talk, number


def test_at_the_24th_hour_the_open_conversation_offers_customer_service(
    open_page: Opened, shop: RunningServer
) -> None:
    ana, sol = open_page("ana", "android"), open_page("sol")
    talk, number = asked_nearly_a_day_ago(shop)
    ana.goto(f"/conversations/{talk}")
    sol.goto(f"/sellers/conversations/{talk}")
    # Neither side does anything: it comes by itself, to both.
    for page in (ana, sol):
        expect(page.locator(".message-card").get_by_text("The seller hasn't answered")).to_be_visible()
    offer = ana.get_by_role("link", name="Ask customer service")
    expect(offer).to_be_visible()
    expect(sol.get_by_role("link", name="Ask customer service")).to_have_count(0)
    for width in (320, 390):
        assert cut_at(ana, width) == []
    assert axe_faults(ana, "light") == axe_faults(ana, "dark") == []
    ana.goto("/inbox")
    row = ana.get_by_role("link", name="Luma Home").filter(has_text="Ask customer service")
    expect(row).to_have_count(1)
    row.click()
    offer.click()
    expect(ana.get_by_role("heading", name="Contact us")).to_be_visible()
    assert number in ana.url
    # The seller answers after all: the inbox asks nobody to go elsewhere any more.
    sol.get_by_role("textbox", name="Message").fill("So sorry: it left this morning.")
    sol.get_by_role("button", name="Send").click()
    expect(sol.locator(".message").get_by_text("So sorry: it left this morning.")).to_be_visible()
    ana.goto("/inbox")
    expect(ana.get_by_role("link").filter(has_text="Ask customer service")).to_have_count(0)
