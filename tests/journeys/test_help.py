"""Somebody worried, with one hand: from Help to the question, what to do, and whether it helped (PRODUCT 1)."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Opened
from tests.journeys.looking import axe_faults, cut_at, faults_of
from tests.settling import settled

LATE = "576461030000000107"


def look_at(page: Page) -> list[str]:
    found = faults_of(page) + cut_at(page, 320) + cut_at(page, 390, "200%")
    return found + axe_faults(page, "light") + axe_faults(page, "dark")


def test_the_red_button_leads_to_the_question_and_to_the_seller(open_page: Opened) -> None:
    page = open_page("ana", "ios")
    page.get_by_role("navigation", name="Your account").get_by_role("link", name="Help").click()
    expect(page.get_by_role("heading", name="Help", exact=True)).to_be_visible()
    page.get_by_text("Choose another order").click()
    page.get_by_role("link", name=re.compile("…0107")).last.click()
    page.get_by_role("link", name="Get Help").click()
    page.locator("summary", has_text="Delivery").click()
    page.get_by_role("link", name="My parcel is late").click()
    expect(page.get_by_text("What to do now:")).to_be_visible()
    assert look_at(page) == []
    page.get_by_role("button", name="Yes", exact=True).click()
    expect(page.get_by_text("Thank you. Good to know.")).to_be_visible()
    page.get_by_role("button", name="No", exact=True).click()
    expect(page.get_by_role("button", name="No", exact=True)).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(page.get_by_role("button", name="No", exact=True)).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Message the seller").click()
    expect(page.get_by_role("textbox", name="Message")).to_be_visible()


def test_what_is_typed_is_found_while_one_types(open_page: Opened) -> None:
    page = open_page("ana", "android")
    page.goto(f"/help?order={LATE}")
    expect(page.get_by_role("heading", name="Questions about this order")).to_be_visible()
    settled(page)
    page.get_by_role("searchbox", name="Search help").press_sequentially("i want my mony bakc", delay=10)
    expect(page.get_by_role("heading", name="You may mean")).to_be_visible()
    expect(page.locator("#help-found a").first).to_have_text("Where is my refund?")
    assert page.url.endswith(f"/help?order={LATE}")
    page.get_by_role("searchbox", name="Search help").fill("")
    expect(page.get_by_role("heading", name="Questions about this order")).to_be_visible()


@pytest.mark.parametrize("device", ["ios", "desk"])
def test_all_of_it_works_without_scripts(open_page: Opened, device: str) -> None:
    page = open_page("ana", device, java_script_enabled=False)
    page.goto(f"/help?order={LATE}")
    page.get_by_role("searchbox", name="Search help").fill("wehre is my pacakge")
    page.get_by_role("searchbox", name="Search help").press("Enter")
    page.get_by_role("link", name="Where is my order?").first.click()
    page.get_by_role("button", name="Yes", exact=True).click()
    expect(page.get_by_text("Thank you. Good to know.")).to_be_visible()
    assert page.url.endswith(f"/help/questions/where-is-my-order?order={LATE}#vote")
    page.get_by_role("link", name="Check order status").click()
    expect(page.get_by_text("All tracking events").first).to_be_visible()


def test_an_operator_sees_a_text_as_it_is_written(open_page: Opened) -> None:
    page = open_page("noor")
    page.get_by_role("link", name="Questions").click()
    page.get_by_role("link", name="My parcel is late").click()
    page.get_by_role("textbox", name="Text").fill("Look up, {buyer_name}.\n::: late\nIt is **late** by {carrier}.")
    preview = page.get_by_role("region", name="Preview")
    expect(preview).to_contain_text("Look up, Ana.")
    preview.get_by_role("combobox").select_option(label="In transit and late")
    expect(preview.locator("strong")).to_have_text("late")
    assert look_at(page) == []
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="My parcel is late").click()
    page.locator("summary", has_text="Version 1").click()
    page.get_by_role("button", name="Restore version 1").click()
    expect(page.get_by_role("textbox", name="Text")).to_have_value(re.compile("What to do now"))
