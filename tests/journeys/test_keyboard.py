"""Without a mouse: signing in, finding a conversation, writing; and one always sees where one is."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Opened
from tests.settling import settled

#: What is drawn around, or under, the element that has the focus.
_RING = """e => { const s = getComputedStyle(e), around = e.closest("label") || e, t = getComputedStyle(around);
  const outline = [s, t].some(x => x.outlineStyle !== "none" && parseFloat(x.outlineWidth) >= 2);
  const line = e.role === "separator" && s.backgroundImage !== "none";
  return outline || line || t.boxShadow !== "none"; }"""
_IN_SIGHT = """e => { const b = e.getBoundingClientRect();
  return b.bottom > 0 && b.right > 0 && b.top < innerHeight && b.left < innerWidth && b.width && b.height; }"""


def tab_to(page: Page, wanted: Locator, most: int = 60) -> None:
    """Presses Tab until it is there; each stop on the way is in sight and has a ring."""
    expect(wanted).to_be_visible()
    for _ in range(most):
        page.keyboard.press("Tab")
        here = page.locator(":focus")
        if here.count() == 0:
            continue
        name = here.evaluate("e => e.outerHTML.slice(0, 120)")
        assert here.evaluate(_RING), f"no ring around {name}"
        assert here.evaluate(_IN_SIGHT), f"out of sight: {name}"
        if wanted.evaluate("e => e === document.activeElement"):
            return
    raise AssertionError(f"not reached with {most} presses of Tab: {wanted}")


def test_a_buyer_signs_in_opens_a_conversation_and_writes_by_keys(open_page: Opened) -> None:
    page = open_page()
    page.goto("/sign-in")
    tab_to(page, page.get_by_role("button", name="Ana"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    # The first stop leads past what each page begins with.
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("navigation", name="Main").get_by_role("link", name="Inbox"), 120)
    page.keyboard.press("Enter")
    tab_to(page, page.locator("main").get_by_role("link", name=re.compile("…0120")))
    page.keyboard.press("Enter")
    chip = page.get_by_role("button", name="How do I send something back?")
    tab_to(page, chip)
    page.keyboard.press("Enter")
    expect(page.locator("li[data-author=robot]").last).to_contain_text("The time for returns")
    box = page.get_by_role("textbox", name="Message")
    tab_to(page, box)
    settled(page).keyboard.type("By keys alone.")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("On two lines.")
    page.keyboard.press("Enter")
    expect(page.locator("li[data-seq] .message-body").last).to_have_text("By keys alone.\nOn two lines.")
    expect(box).to_be_focused()
    page.keyboard.type("And by the button.")
    tab_to(page, page.get_by_role("button", name="Send", exact=True))
    page.keyboard.press("Space")
    expect(page.locator("li[data-seq] .message-body").last).to_have_text("And by the button.")


def test_a_seller_answers_who_waits_longest_by_keys(open_page: Opened) -> None:
    page = open_page("sol")
    tab_to(page, page.get_by_role("link", name="Open who waits longest"))
    page.keyboard.press("Enter")
    box = page.get_by_role("textbox", name="Message")
    tab_to(page, box)
    settled(page).keyboard.type("/thank")
    expect(page.get_by_role("option", name=re.compile("^Thank you"))).to_be_visible()
    page.keyboard.press("Enter")
    expect(box).to_have_value(re.compile("Thank you for your patience"))
    page.keyboard.press("Control+End")
    page.keyboard.type(" I will call the carrier.")
    page.keyboard.press("Enter")
    expect(page.locator("li[data-seq] .message-body").last).to_have_text(re.compile("I will call the carrier.$"))


def test_the_keys_of_the_inbox_are_listed_and_work(open_page: Opened) -> None:
    page = settled(open_page("sol"))
    page.keyboard.press("?")
    listed = page.get_by_role("dialog")
    expect(listed).to_be_visible()
    page.keyboard.press("Escape")
    expect(listed).to_be_hidden()
    page.keyboard.press("/")
    search = page.get_by_role("searchbox")
    expect(search).to_be_focused()
    page.keyboard.type("0125")
    expect(page.locator("[data-row]")).to_have_count(1)
    page.keyboard.press("Escape")
