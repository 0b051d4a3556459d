"""Day 30 against day 31, with the clock turned across midnight in New York and in Jakarta (PRODUCT 4)."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import copy_of
from tests.journeys.conftest import Opened
from tests.turned import TurnedServer

#: Delivered 30 days ago; 90 days ago.
DAY_30, DAY_90 = "576461030000000110", "576461030000000112"
#: Another one, which is moved to Indonesia.
IN_JAKARTA = "576461030000000109"
SECOND = timedelta(seconds=1)


@pytest.fixture(scope="module")
def shop(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TurnedServer]:
    """The demo under a clock that is turned; one of its orders was bought in Indonesia."""
    folder = tmp_path_factory.mktemp("midnight")
    database = copy_of(seeded, folder)
    with sqlite3.connect(database) as connection:
        # Its days are counted there then, and not as they were kept.
        connection.execute("UPDATE orders SET market = 'ID' WHERE number = ?", (IN_JAKARTA,))
        connection.execute("UPDATE packages SET returns_close_at = NULL, protection_closes_at = NULL")
    running = TurnedServer(database, folder / "server.log")
    running.start()
    yield running
    running.stop()
    assert '"level": "error"' not in running.log.read_text(), running.log.read_text()[-4000:]


def delivered_at(shop: TurnedServer, number: str) -> datetime:
    """When it was delivered, as the database has it."""
    path = shop.environ["SHOP_HELP_DATABASE_URL"].removeprefix("sqlite:///")
    with sqlite3.connect(path) as connection:
        wanted = "SELECT p.delivered_at FROM packages p JOIN orders o ON o.id = p.order_id WHERE o.number = ?"
        (told,) = connection.execute(wanted, (number,)).fetchone()
    return datetime.fromisoformat(told).replace(tzinfo=UTC)


def midnight_after(instant: datetime, days: int, zone: str) -> datetime:
    """The local midnight that ends day `days`, counted here by the calendar on the wall."""
    day = instant.astimezone(ZoneInfo(zone)).date() + timedelta(days=days + 1)
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def covered(page: Page, number: str) -> str:
    page.goto(f"/orders/{number}")
    return page.locator("#protection .verdict").first.inner_text()


@pytest.mark.parametrize(
    ("number", "zone", "word"),
    [(DAY_30, "America/New_York", "E"), (IN_JAKARTA, "Asia/Jakarta", "WIB")],
)
def test_the_seller_to_the_end_of_day_30_and_a_case_from_day_31(
    open_page: Opened, shop: TurnedServer, number: str, zone: str, word: str
) -> None:
    begins = midnight_after(delivered_at(shop, number), 30, zone)
    shop.turn(begins - 20 * SECOND)
    page = open_page("ana", "android")
    before = covered(page, number)
    assert "Covered: the seller comes first." in before
    assert f"{begins.astimezone(ZoneInfo(zone)):%H:%M} {word}" in before
    page.goto(f"/orders/{number}/claim")
    expect(page.get_by_role("heading", name="No case can be opened now")).to_be_visible()
    shop.turn(begins + SECOND)
    after = covered(page, number)
    assert "Covered: you can open a case." in after
    assert "23:59 " + word in after
    page.get_by_role("link", name="Open a case").click()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="What happened?")).to_be_visible()


def test_day_90_counts_whole_and_what_was_opened_in_time_is_taken_after_it(
    open_page: Opened, shop: TurnedServer
) -> None:
    ends = midnight_after(delivered_at(shop, DAY_90), 90, "America/New_York")
    shop.turn(ends - timedelta(minutes=5))
    page = open_page("ana", "ios")
    assert "Covered: you can open a case." in covered(page, DAY_90)
    page.get_by_role("link", name="Open a case").click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("I never got it").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("In your words").fill("It says delivered, and nobody here has seen it.")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Check and send")).to_be_visible()
    shop.turn(ends + timedelta(minutes=20))
    other = open_page("ana", "android")
    over = covered(other, DAY_90)
    assert "Not covered." in over
    assert "Buyer Protection ended on" in over
    page.get_by_role("button", name="Send the case").click()
    page.wait_for_url("**/protection/*")
    expect(page.get_by_text("We have asked the seller.").first).to_be_visible()
