"""The same talk with scripts switched off, on both sides: forms and links alone (PRODUCT 1, CHAT "HTTP twins")."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Opened

NUMBER = "576461030000000107"


def say(page: Page, words: str) -> None:
    page.get_by_role("textbox", name="Message").fill(words)
    page.get_by_role("button", name="Send", exact=True).click()


def test_two_people_without_scripts_talk_about_an_order(open_page: Opened) -> None:
    ana = open_page("ana", "android", java_script_enabled=False)
    sol = open_page("sol", java_script_enabled=False)
    ana.get_by_role("link", name="Profile").click()
    ana.get_by_role("link", name=re.compile("^Your orders")).click()
    ana.get_by_role("link", name="Orders", exact=True).click()
    # The next page is a link.
    card = ana.get_by_role("article", name=f"Order …{NUMBER[-4:]}")
    while not card.count():
        ana.get_by_role("link", name="Show more").click()
    card.get_by_role("link", name="Luma Home").click()
    ana.get_by_role("button", name="Message", exact=True).click()

    ana.get_by_role("button", name="Where is my order?").click()
    expect(ana.locator("li[data-author=robot]").last).to_contain_text(f"Order {NUMBER} left us on")
    ana.get_by_role("button", name="Check order status").click()
    expect(ana.locator("li[data-kind=tracking]").last).to_contain_text("Reno, NV")
    say(ana, "Nothing moves without scripts, does it?")
    bodies = ana.locator("li[data-seq] .message-body")
    expect(bodies.last).to_have_text("Nothing moves without scripts, does it?")
    expect(ana.get_by_role("textbox", name="Message")).to_have_value("")
    state = ana.locator(".conversation-state")
    expect(state).to_have_text("Sent")

    sol.goto("/sellers/inbox")
    row = sol.get_by_role("link", name=re.compile(f"…{NUMBER[-4:]}"))
    expect(row).to_contain_text("unread")
    row.click()
    expect(sol.locator("li[data-seq] .message-body").last).to_have_text("Nothing moves without scripts, does it?")
    ana.reload()
    expect(state).to_have_text("Seen")
    sol.get_by_role("link", name="Thank you").click()
    expect(sol.get_by_role("textbox", name="Message")).to_have_value(re.compile("Thank you"))
    say(sol, "Forms do, Ana.")
    expect(sol.locator("li[data-seq] .message-body").last).to_have_text("Forms do, Ana.")
    ana.reload()
    expect(bodies.last).to_have_text("Forms do, Ana.")
    expect(state).to_have_count(0)
    assert bodies.all_inner_texts() == sol.locator("li[data-seq] .message-body").all_inner_texts()

    sol.goto("/sellers/inbox")
    expect(row).not_to_contain_text("unread")
    # Going back and forth, or sending a form once more, says nothing twice.
    count = bodies.count()
    ana.reload()
    expect(bodies).to_have_count(count)
    ana.get_by_role("link", name="Profile").click()
    ana.get_by_role("button", name="Sign out").click()
    expect(ana.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_form_that_says_nothing_or_too_much_keeps_the_words(open_page: Opened) -> None:
    ana = open_page("ana", "ios", tolerant=True, java_script_enabled=False)
    ana.get_by_role("link", name="Inbox").click()
    ana.locator("main").get_by_role("link", name=re.compile("…0120")).click()
    box = ana.get_by_role("textbox", name="Message")
    box.evaluate("box => box.removeAttribute('maxlength')")
    say(ana, "x" * 4001)
    expect(ana.get_by_role("alert")).to_contain_text("at most 4,000 characters")
    expect(ana.get_by_role("textbox")).to_have_value("x" * 4001)
    ana.get_by_role("link", name="Back to the conversation").click()
    expect(box).to_be_visible()
