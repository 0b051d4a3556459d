"""An operator looks after refunds in a real browser: one that failed is tried again and settles by itself."""

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Opened
from tests.journeys.looking import axe_faults, cut_at, faults_of


def whole(page: Page) -> None:
    """As it stands: nothing broken, nothing cut, nothing that axe-core finds."""
    found = faults_of(page) + cut_at(page, 320) + axe_faults(page, "light") + axe_faults(page, "dark")
    assert found == []


def test_a_refund_that_failed_is_tried_again(open_page: Opened) -> None:
    page = open_page("noor", viewport={"width": 390, "height": 844})
    page.get_by_role("link", name="Refunds").click()
    page.get_by_role("link", name="Failed 1").click()
    expect(page.get_by_text("The account of the card is closed")).to_be_visible()
    whole(page)
    page.get_by_role("link", name="Kicks & Co").click()
    expect(page.get_by_role("button", name="Mark as paid by hand")).to_be_visible()
    whole(page)
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("It is sent again.")).to_be_visible()
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)
    # The demo settles it after a moment; whoever looks again sees it.
    expect(page.locator(".state").first).to_have_text("On its way")
    for _ in range(40):
        page.wait_for_timeout(500)
        page.reload()
        if page.locator(".state").first.inner_text() == "Given back":
            break
    expect(page.get_by_text("was given back on")).to_be_visible()
    whole(page)
