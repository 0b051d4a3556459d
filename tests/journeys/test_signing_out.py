"""A phone that two people share: who signs out in one tab is gone from the others, and comes back to the place."""

import re

from playwright.sync_api import expect

from tests.journeys.conftest import Opened


def test_signing_out_in_one_tab_leaves_nothing_to_read_in_the_other(open_page: Opened) -> None:
    bruno = open_page("bruno", "ios")
    bruno.goto("/inbox")
    bruno.get_by_role("link", name=re.compile("Luma Home.*…0125")).click()
    expect(bruno.get_by_role("textbox", name="Message")).to_be_visible()
    address = bruno.url
    other = bruno.context.new_page()
    with other.expect_websocket():
        other.goto(address)
    # Its line stands.
    other.get_by_role("textbox", name="Message").fill("One last thing.")
    other.get_by_role("button", name="Send", exact=True).click()
    expect(other.locator("li[data-seq]").last).to_contain_text("Sent")
    bruno.goto("/profile")
    bruno.get_by_role("button", name="Sign out").click()
    expect(bruno.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(other.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(other.locator(".message")).to_have_count(0)
    # Both tabs came to the sign-in at once, each with a form of its own, and both forms are good.
    other.get_by_role("button", name="Bruno").click()
    expect(other).to_have_url(address)
    bruno.get_by_role("button", name="Bruno").click()
    expect(bruno).to_have_url(re.compile("/$"))
    # It is the same sign-in: the other tab goes on.
    expect(other.get_by_role("textbox", name="Message")).to_be_visible()
    other.get_by_role("textbox", name="Message").fill("Here again.")
    other.get_by_role("button", name="Send", exact=True).click()
    expect(other.locator("li[data-seq]").last).to_contain_text("Here again.")


def test_a_page_that_nobody_is_signed_in_on_any_more_says_so_when_one_writes(open_page: Opened) -> None:
    # Without a socket the page does not hear that it is over.
    bruno = open_page("bruno", "android", tolerant=True)
    bruno.route_web_socket(re.compile("socket.io"), lambda socket: socket.close())
    bruno.goto("/inbox")
    bruno.get_by_role("link", name=re.compile("Luma Home.*…0125")).click()
    other = bruno.context.new_page()
    other.goto("/profile")
    other.get_by_role("button", name="Sign out").click()
    expect(other.get_by_role("heading", name="Sign in")).to_be_visible()
    bruno.get_by_role("textbox", name="Message").fill("Are you there?")
    bruno.get_by_role("button", name="Send", exact=True).click()
    expect(bruno.locator("li[data-state=failed]")).to_contain_text("Not sent · You are signed out.", timeout=40_000)
