"""A seller's day in a real browser: by keys alone, on a phone, without scripts, while a buyer writes."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

# The browsers and the server are those of the journeys.
from tests.journeys.conftest import Opened, open_page, shop
from tests.settling import settled

__all__ = ["open_page", "shop"]

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("test_in_a_browser")]

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PAGES = (
    "/sellers/inbox",
    "/sellers/inbox?q=nobody",
    "/sellers/conversations/1",
    "/sellers/conversations/4",
    "/sellers/replies",
    "/sellers/replies/new",
    "/sellers/faqs",
    "/sellers/faqs/1",
    "/sellers/hours",
)
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
SMALL = {"viewport": {"width": 320, "height": 640}, "has_touch": True}


def test_a_seller_answers_by_keys_alone(open_page: Opened) -> None:
    page = settled(open_page("sol"))
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Down and up the list")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("j")
    expect(page.locator("[data-row]").first).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator("[data-row]").nth(1)).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ana")
    settled(page)
    expect(page.get_by_text("Answer Ana")).to_be_visible()
    page.keyboard.press("r")
    text = page.get_by_role("textbox", name="Message", exact=True)
    expect(text).to_be_focused()
    page.keyboard.type("Hello Ana. /trac")
    expect(page.get_by_role("option")).to_have_count(2)
    expect(page.get_by_role("option").first).to_contain_text("Tracing a parcel")
    page.keyboard.press("Enter")
    expect(text).to_have_value(re.compile(r"^Hello Ana\. I have asked the carrier to trace your parcel\."))
    page.keyboard.press("Enter")
    expect(text).to_have_value("")
    expect(page.get_by_role("log").get_by_text("Hello Ana. I have asked the carrier")).to_be_visible()
    expect(page.get_by_text("Answer Ana")).to_have_count(0)
    expect(page.locator("[data-row][aria-current]")).to_contain_text("You: Hello Ana. I have asked")


def test_slash_finds_as_one_types_and_leaves_other_slashes_alone(open_page: Opened) -> None:
    page = open_page("sol")
    page.goto("/sellers/conversations/1")
    settled(page)
    text, options = page.get_by_role("textbox", name="Message", exact=True), page.get_by_role("option")
    text.click()
    page.keyboard.type("1/2 of it and/or /")
    expect(options).to_have_count(4)
    page.keyboard.type("than")
    expect(options).to_have_count(1)
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    text.fill("")
    page.keyboard.type("/nothing like it")
    expect(options).to_have_count(0)
    text.fill("So:")
    page.get_by_role("link", name="Thank you").click()
    expect(text).to_have_value(re.compile(r"^So: Thank you for your patience"))
    expect(text).to_be_focused()
    text.fill("")


def test_keys_of_a_single_letter_can_be_turned_off(open_page: Opened) -> None:
    page = open_page("sol")
    page.get_by_role("button", name="Keys").click()
    page.get_by_label("Keys of a single letter are on").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    settled(page)
    page.keyboard.press("j")
    expect(page.locator("[data-row]").first).not_to_be_focused()
    page.get_by_role("button", name="Keys").click()
    page.get_by_label("Keys of a single letter are on").check()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("j")
    expect(page.locator("[data-row]").first).to_be_focused()


def test_a_photo_that_was_sent_last_is_a_picture_and_a_word_in_one_line(open_page: Opened) -> None:
    note = open_page("sol", **PHONE).locator(".list-row-note:has(svg)").first
    expect(note).to_contain_text("Photo")
    assert note.evaluate("note => note.offsetHeight < 1.9 * parseFloat(getComputedStyle(note).fontSize)")


def test_a_buyer_who_writes_stands_in_the_inbox_at_once_and_nothing_typed_is_lost(open_page: Opened) -> None:
    sol, ana = open_page("sol"), open_page("ana", "android")
    sol.goto("/sellers/conversations/6")
    settled(sol)
    sol.get_by_role("textbox", name="Message", exact=True).fill("Half a sentence")
    sol.get_by_label(re.compile("Search by the buyer's name")).fill("an")
    expect(sol.locator("[data-row]").first).to_be_visible()
    ana.goto("/conversations/4")
    settled(ana)
    ana.get_by_role("textbox", name="Message", exact=True).fill("Is the glaze safe for food?")
    ana.get_by_role("button", name="Send", exact=True).click()
    row = sol.locator("#row-4")
    expect(row).to_contain_text("Is the glaze safe for food?")
    expect(row.locator(".badge")).to_have_text(re.compile("1"))
    expect(sol.get_by_role("textbox", name="Message", exact=True)).to_have_value("Half a sentence")
    expect(sol.get_by_label(re.compile("Search by the buyer's name"))).to_have_value("an")
    expect(sol.locator("#row-6")).to_have_count(0), "the search still holds"
    sol.get_by_role("textbox", name="Message", exact=True).fill("")


def test_on_a_phone_one_goes_from_the_list_to_the_conversation_to_the_order_and_back(open_page: Opened) -> None:
    page = open_page("sol", **PHONE)
    page.locator("#row-6").click()
    expect(page.get_by_role("textbox", name="Message", exact=True)).to_be_visible()
    expect(page.locator("#inbox")).to_be_hidden()
    page.get_by_role("link", name="Order", exact=True).click()
    expect(page.locator("#order")).to_be_visible()
    expect(page.get_by_role("textbox", name="Message", exact=True)).to_be_hidden()
    page.get_by_role("link", name="Back to the conversation").click()
    expect(page.get_by_role("textbox", name="Message", exact=True)).to_be_visible()
    page.get_by_role("link", name="Back to the inbox").click()
    expect(page.locator("#inbox")).to_be_visible()


def test_without_scripts_a_saved_reply_is_a_link_and_deleting_is_taken_back(open_page: Opened) -> None:
    page = open_page("sol", java_script_enabled=False)
    page.goto("/sellers/conversations/6")
    page.get_by_role("link", name="Thank you").click()
    expect(page.get_by_role("textbox", name="Message", exact=True)).to_have_value(
        re.compile("^Thank you for your patience")
    )
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("log").get_by_text("Thank you for your patience")).to_be_visible()
    page.goto("/sellers/inbox?q=0125")
    expect(page.locator("[data-row]")).to_have_count(1)
    page.goto("/sellers/faqs")
    page.get_by_role("button", name="Delete: Do you gift-wrap?").click()
    expect(page.get_by_role("heading", name="Do you gift-wrap?")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", name="Do you gift-wrap?")).to_be_visible()


def test_the_preview_follows_what_is_typed(open_page: Opened) -> None:
    page = open_page("sol")
    page.goto("/sellers/faqs/new")
    preview = page.locator(".faq-preview")
    page.get_by_label("Answer", exact=True).fill("From {shop_name}, {nonsense}.")
    expect(preview).to_contain_text("From Luma Home,")
    expect(preview).to_contain_text("Nothing can fill {nonsense}.")
    page.get_by_label("Answer", exact=True).fill("Order {order_number}")
    second = preview.locator("option").nth(1).get_attribute("value")
    preview.get_by_role("combobox").select_option(index=1)
    expect(preview).to_contain_text(f"Order {second}")


#: The walk looks at each page in both schemes, too, at 390 and 320 px.
WAYS = [
    pytest.param({}, "light", id="desk-light"),
    pytest.param({}, "dark", id="desk-dark", marks=pytest.mark.slow),
    pytest.param(PHONE, "light", id="phone-light", marks=pytest.mark.slow),
    pytest.param(PHONE, "dark", id="phone-dark"),
    pytest.param(SMALL, "light", id="small-light"),
    pytest.param(SMALL, "dark", id="small-dark", marks=pytest.mark.slow),
]


@pytest.mark.parametrize(("size", "scheme"), WAYS)
def test_pages_are_for_everybody(open_page: Opened, size: dict[str, object], scheme: str) -> None:
    page = open_page("sol", color_scheme=scheme, **size)
    for path in PAGES:
        page.goto(path)
        page.evaluate(AXE.read_text())
        found = page.evaluate("axe.run().then(({violations}) => violations.map(v => [v.id, v.nodes[0].html]))")
        assert found == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_a_column_stays_as_wide_as_one_made_it(open_page: Opened) -> None:
    page = open_page("sol")
    page.goto("/sellers/conversations/1")
    settled(page)
    grip = page.get_by_role("separator", name="Width of the list")
    grip.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(grip).to_have_attribute("aria-valuenow", "368")
    page.reload()
    expect(page.locator(".column-list")).to_have_css("width", "368px")
    settled(page)
    grip.focus()
    for _ in range(20):
        page.keyboard.press("ArrowLeft")
    expect(page.locator(".column-list")).to_have_css("width", "240px")
