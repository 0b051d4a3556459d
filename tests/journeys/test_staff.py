"""At a desk: an agent finds a case while typing, and an operator sees business hours before they hold."""

import re

from playwright.sync_api import expect

from tests.journeys.conftest import Opened


def test_an_agent_finds_a_case_while_typing_and_opens_it(open_page: Opened) -> None:
    page = open_page("gus", "desk")
    page.goto("/agents/")
    # As people do, until it is heard: the scripts may still be on their way.
    while "/agents/search" not in page.url:
        page.keyboard.press("/")
        page.wait_for_timeout(200)
    field = page.get_by_role("searchbox")
    field.fill('parc"*')
    found = page.locator("#found li").filter(has_text="parcel").first
    expect(found.locator("mark").first).to_have_text("parcel")
    # The address can be handed on, and going back from the case shows the same.
    expect(page).to_have_url(re.compile(r"/agents/search\?q=parc"))
    page.get_by_label("Team").select_option("safety")
    expect(page.get_by_text("with these filters")).to_be_visible()
    page.get_by_role("link", name="Search all cases").click()
    found.get_by_role("link").click()
    page.wait_for_url(re.compile(r"/agents/cases/\d+"))
    page.go_back()
    expect(page.locator("#found mark").first).to_have_text("parcel")


def test_what_is_found_stays_under_a_finger_that_presses_it(open_page: Opened) -> None:
    """Leaving the field changes nothing: a list that is drawn anew between press and release takes no click."""
    page = open_page("gus", "desk")
    page.goto("/agents/search")
    page.get_by_role("searchbox").fill("parc")
    found = page.locator("#found li").filter(has_text="parcel").first.get_by_role("link")
    found.hover()
    page.mouse.down()
    page.wait_for_timeout(700)
    page.mouse.up()
    page.wait_for_url(re.compile(r"/agents/cases/\d+"))


def test_an_operator_sees_hours_before_they_hold(open_page: Opened) -> None:
    # What can't be is answered with 422, which the browser's console tells, too.
    page = open_page("noor", "desk", tolerant=True)
    page.goto("/operators/hours/ID")
    preview = page.get_by_role("region", name="Preview")
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"):
        page.get_by_label(f"{day}, period 1, opens").fill("7:15")
        page.get_by_label(f"{day}, period 1, closes").fill("24")
        if page.get_by_label(f"{day}, period 2, opens").count():
            page.get_by_label(f"{day}, period 2, opens").fill("")
            page.get_by_label(f"{day}, period 2, closes").fill("")
    expect(preview.get_by_text("07:15–24:00").first).to_be_visible()
    page.get_by_label("Monday, period 1, closes").fill("6")
    expect(preview.get_by_text("07:15–06:00 ends before it begins")).to_be_visible()
    page.get_by_label("Monday, period 1, closes").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Nothing is saved yet")
    page.get_by_label("Monday, period 1, closes").fill("24:00")
    page.get_by_role("button", name="Save").last.click()
    expect(page.get_by_text("The hours of Indonesia hold from now on.")).to_be_visible()
    page.goto("/operators/hours")
    expect(page.locator("main")).to_contain_text("07:15–24:00")


def test_without_scripts_reports_are_read_and_hours_are_set(open_page: Opened) -> None:
    page = open_page("noor", "desk", java_script_enabled=False)
    page.goto("/operators/reports")
    page.get_by_role("link", name="90 days").click()
    page.wait_for_url(re.compile("days=90"))
    page.get_by_role("button", name="Show").click()
    page.wait_for_url(re.compile("from=.*market=&team=$"))
    page.get_by_label("Market").select_option("US")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url(re.compile("market=US"))
    expect(page.get_by_role("img", name="Answers in a chat")).to_be_visible()
    page.locator("summary", has_text="The table: Answer times").click()
    expect(page.get_by_role("cell", name="100%").first).to_be_visible()
    page.goto("/operators/hours/UK")
    page.get_by_label("Monday, period 1, opens").fill("06:30")
    page.get_by_role("button", name="Copy to all days").click()
    expect(page.get_by_label("Sunday, period 1, opens")).to_have_value("06:30")
    page.get_by_role("button", name="Save").last.click()
    expect(page.get_by_text("The hours of United Kingdom hold from now on.")).to_be_visible()
