"""A buyer is told while another page is open: the bell counts by itself, and leads to the very message.

Slow: `python -m pytest -p no:xdist -m slow tests/journeys/test_told.py`.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Opened
from tests.journeys.test_talk import say

pytestmark = pytest.mark.slow


def test_a_sellers_answer_rings_the_bell_and_leads_to_the_very_message(open_page: Opened) -> None:
    ana, sol = open_page("ana", "ios"), open_page("sol", "desk")
    ana.goto("/notifications")
    expect(ana.get_by_text("Luma Home answered you.")).to_have_count(0)
    sol.goto("/sellers/inbox?show=all")
    sol.locator("a[href^='/sellers/conversations/']").filter(has_text="Ana").first.click()
    say(sol, "A heron behind the kiln")
    # By itself, on the page that was open all the time.
    told = ana.get_by_role("link", name="Luma Home answered you.")
    expect(told).to_be_visible()
    expect(ana.locator(".bell .badge")).to_be_visible()
    told.click()
    ana.wait_for_url(re.compile(r"/conversations/\d+#message-\d+$"))
    expect(ana.get_by_text("A heron behind the kiln").last).to_be_in_viewport()


def test_without_a_network_the_app_says_so_and_tries_again(open_page: Opened) -> None:
    ana = open_page("ana", "android", tolerant=True)
    ana.goto("/notifications/choices")
    # The page asks for its worker by itself; the next one is in its hands.
    ana.evaluate("navigator.serviceWorker.ready.then(() => 1)")
    ana.goto("/orders")
    ana.context.set_offline(True)
    ana.goto("/inbox", wait_until="commit")
    expect(ana.get_by_role("heading", name="You are offline")).to_be_visible()
    ana.context.set_offline(False)
    ana.get_by_role("link", name="Try again").click()
    expect(ana.get_by_role("heading", name="You are offline")).to_be_hidden()
