"""An operator changes a rule in a real browser: drafts it, sees what it would mean, publishes it for a later day."""

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Opened
from tests.journeys.looking import axe_faults, cut_at, faults_of

DAYS = "Calendar days from delivery in which a return can be asked for"


def whole(page: Page) -> None:
    """As it stands: nothing broken, nothing cut, nothing that axe-core finds."""
    found = faults_of(page) + cut_at(page, 320) + axe_faults(page, "light") + axe_faults(page, "dark")
    assert found == []


def test_a_version_is_drafted_tried_and_published(open_page: Opened) -> None:
    page = open_page("noor")
    page.get_by_role("link", name="Rulebook").click()
    page.get_by_role("button", name="Draft a new version").click()
    expect(page.get_by_role("heading", name="United States, version 2")).to_be_visible()
    whole(page)

    page.get_by_label(DAYS).fill("14")
    page.get_by_label("Why this version").fill("Returns take too long.")
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_text("The draft is saved.")).to_be_visible()
    expect(page.get_by_label(DAYS)).to_have_value("14")

    # It goes on by itself, piece by piece, until every order was looked at.
    page.get_by_role("button", name="Try it on").click()
    stats, rows = page.locator(".stat dd"), page.locator("a.list-row")
    expect(stats.first).to_be_visible()
    refused, allowed = int(stats.nth(0).inner_text()), int(stats.nth(1).inner_text())
    assert refused > 0
    assert allowed > 0
    expect(rows).to_have_count(refused + allowed)
    whole(page)
    rows.first.click()
    expect(page.get_by_role("columnheader", name="Version 2")).to_be_visible()
    expect(page.get_by_text("The 14 days in which the seller could be asked").first).to_be_visible()
    whole(page)

    page.go_back()
    page.get_by_role("link", name="The draft").click()
    expect(page.get_by_text(f"{refused} would newly be refused, {allowed} newly allowed")).to_be_visible()
    page.get_by_role("button", name="Publish version 2").click()
    expect(page.get_by_text("Version 2 is published.")).to_be_visible()
    expect(page.get_by_text("to come")).to_be_visible()
    # What holds today still holds today.
    expect(page.get_by_text("The rules, as version 1 has them")).to_be_visible()
    page.get_by_role("link", name="Version 2").click()
    expect(page.get_by_text("30 →")).to_be_visible()
    whole(page)


def test_a_draft_is_tried_without_scripts(open_page: Opened) -> None:
    page = open_page("noor", java_script_enabled=False, viewport={"width": 390, "height": 844})
    page.goto("/operators/rulebook?market=DE")
    page.get_by_role("button", name="Draft a new version").click()
    page.get_by_label(DAYS).fill("60")
    page.get_by_label("Why this version").fill("Longer.")
    page.get_by_role("button", name="Save the draft").click()
    page.get_by_role("button", name="Try it on").click()
    going_on = page.get_by_role("button", name="Go on")
    if going_on.count():
        going_on.click()
    expect(page.get_by_text("orders looked at")).to_be_visible()
    page.get_by_role("link", name="The draft").click()
    page.get_by_role("button", name="Discard it").click()
    expect(page.get_by_text("The draft is discarded.")).to_be_visible()
