"""Two people, two browsers, one order: they talk, and each sees what the other does (PRODUCT 1, CHAT)."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Opened

#: One order a story, none of which was talked about before: on its way and late; delivered a month ago.
LATE, OLD, QUIET = "576461030000000107", "576461030000000109", "576461030000000116"


def card(page: Page, number: str) -> Locator:
    return page.get_by_role("article", name=f"Order …{number[-4:]}")


def messages(page: Page) -> Locator:
    return page.locator("li[data-seq] .message-body")


def say(page: Page, words: str) -> None:
    page.get_by_role("textbox", name="Message").fill(words)
    page.get_by_role("button", name="Send", exact=True).click()


#: Until the scripts have come, a message goes as the form that it is, and the page comes anew: not what is told here.
SENDS_BY_SCRIPT = """form => new Promise(done => {
    const look = () => form.onsubmit ? done() : setTimeout(look, 20);
    look();
})"""


def stay(page: Page) -> None:
    """Marks this very document, so that a reload would be seen, once it sends by script."""
    page.locator("form.composer").evaluate(SENDS_BY_SCRIPT)
    page.locator("html").evaluate("html => html.dataset.opened = 'once'")


def has_stayed(page: Page) -> None:
    expect(page.locator("html")).to_have_attribute("data-opened", "once")


def find_on_android(page: Page, chip: str) -> None:
    page.get_by_role("link", name="Profile").click()
    page.get_by_role("link", name=re.compile("^Your orders")).click()
    expect(page.get_by_role("heading", name="Under way")).to_be_visible()
    start = page.get_by_role("link", name="Orders", exact=True)
    box, width = start.bounding_box(), page.viewport_size
    assert box
    assert width
    assert box["x"] < width["width"] / 4, "Orders stands at the top left"
    assert box["y"] < 60
    start.click()
    expect(page).to_have_url(re.compile("/orders/list$"))
    page.get_by_role("link", name=chip, exact=True).click()


def find_on_iphone(page: Page, chip: str) -> None:
    page.get_by_role("link", name="Profile").click()
    page.get_by_role("link", name=re.compile("^Your orders")).click()
    # The list is there at once.
    expect(card(page, "576461030000000103")).to_be_visible()
    expect(page.get_by_role("link", name="Orders", exact=True)).to_have_count(0)
    page.get_by_role("link", name=chip, exact=True).click()


def scroll_to(page: Page, number: str) -> None:
    """The list goes on as one scrolls: as far as an order of some weeks ago."""
    expect(page.get_by_role("article").first).to_be_visible()
    while not card(page, number).count():
        known = page.get_by_role("article").count()
        page.get_by_role("article").last.scroll_into_view_if_needed()
        expect(page.get_by_role("article").nth(known)).to_be_attached()


def open_conversation(page: Page, number: str, shop: str) -> None:
    """Help at the top right; the seller's name; Message next to it; the conversation is about that order."""
    help_link = page.get_by_role("link", name="Help", exact=True)
    box, size = help_link.bounding_box(), page.viewport_size
    assert box
    assert size
    assert box["x"] + box["width"] > size["width"] * 0.8
    assert box["y"] < 60
    scroll_to(page, number)
    card(page, number).get_by_role("link", name=shop).click()
    name, button = (
        page.get_by_role("heading", name=shop, level=2, exact=True),
        page.get_by_role("button", name="Message", exact=True),
    )
    beside, to_press = name.bounding_box(), button.bounding_box()
    assert beside
    assert to_press
    assert to_press["x"] > beside["x"] + beside["width"] - 1, "next to the name"
    assert to_press["y"] < beside["y"] + beside["height"]
    button.click()
    expect(page).to_have_url(re.compile(r"/conversations/\d+$"))
    expect(page.locator(".order-summary")).to_contain_text(f"…{number[-4:]}")


WAYS = [("android", find_on_android, LATE, "Shipped"), ("ios", find_on_iphone, OLD, "Delivered")]


@pytest.mark.parametrize(("phone", "find", "number", "chip"), WAYS, ids=["android", "ios"])
def test_a_buyer_and_a_seller_talk_about_an_order(
    open_page: Opened, phone: str, find: Callable[[Page, str], None], number: str, chip: str
) -> None:
    ana, sol = open_page("ana", phone), open_page("sol")
    expect(ana.locator("body")).to_have_attribute("data-platform", phone)
    find(ana, chip)
    open_conversation(ana, number, "Luma Home")
    stay(ana)

    say(ana, "Is it stuck in the sorting centre?")
    expect(ana.locator("li[data-seq] [data-part=state]")).to_have_text(["Sent"])
    row = sol.get_by_role("link", name=re.compile(f"…{number[-4:]}"))
    expect(row).to_contain_text("Is it stuck in the sorting centre?")
    expect(row.locator(".badge")).to_have_text(re.compile("1"))
    expect(row.locator(".wait")).to_contain_text("waits since")
    row.click()
    expect(messages(sol).last).to_have_text("Is it stuck in the sorting centre?")
    stay(sol)
    expect(ana.locator("li[data-seq] [data-part=state]")).to_have_text(["Seen"])

    # As people do, until it is seen: what is typed before the socket is open is told to nobody.
    typing = ana.get_by_text("Luma Home is typing…")
    for letter in "Let me ask the carrier " * 3:
        sol.get_by_role("textbox", name="Message").press_sequentially(letter)
        if typing.is_visible():
            break
        ana.wait_for_timeout(200)
    expect(typing).to_be_visible()
    say(sol, "Let me ask the carrier, Ana.")
    expect(messages(ana).last).to_have_text("Let me ask the carrier, Ana.")
    expect(ana.get_by_text("Luma Home is typing…")).to_be_hidden()
    expect(sol.locator("li[data-author=shop] [data-part=state]").last).to_have_text("Seen")
    # Nobody waits any more.
    expect(sol.locator(".answer-clock .clock")).to_have_count(0)
    say(ana, "Thank you, Sol!")
    say(ana, "No hurry.")
    expect(messages(sol).last).to_have_text("No hurry.")
    # It may be with the other side before its own phone knows that it arrived.
    expect(messages(ana).last).to_have_text("No hurry.")
    assert messages(ana).all_inner_texts() == messages(sol).all_inner_texts()
    sides = [ana.locator(f"li[data-author={author}] .message-bubble").last for author in ("buyer", "shop")]
    mine, theirs = (side.bounding_box() for side in sides)
    assert mine
    assert theirs
    assert mine["x"] > theirs["x"], "mine right, theirs left"
    for page in (ana, sol):
        has_stayed(page)


def test_a_question_of_the_shop_is_answered_at_once_with_the_orders_facts(open_page: Opened) -> None:
    ana = open_page("ana", "android")
    find_on_android(ana, "Shipped")
    card(ana, LATE).get_by_role("link", name="Track").click()
    number = ana.locator(".tracking").first.inner_text()
    carried = re.search(r"\b[A-Z]{2}\d{6,}\b|\b[A-Z0-9]{8,}\b", number)
    assert carried, number
    ana.get_by_role("button", name="Message").click()
    stay(ana)
    question = ana.locator("form:has(button[name=faq]) input[name=client_id]")
    first_asking = question.input_value()
    ana.get_by_role("button", name="Where is my order?").click()
    answer = ana.locator("li[data-author=robot]").last
    expect(answer).to_contain_text("Automatic answer")
    expect(answer).to_contain_text(f"Order {LATE} left us on")
    expect(answer).to_contain_text(carried[0])
    expect(ana.locator("li[data-author=buyer] .message-body").last).to_have_text("Where is my order?")
    has_stayed(ana)
    # Answered by the robot, nobody waits: no "Sending" stays.
    expect(ana.locator("li[data-state=sending], li[data-state=queued]")).to_have_count(0)

    ana.get_by_role("button", name="Check order status").click()
    timeline = ana.locator("li[data-kind=tracking]").last
    expect(timeline).to_contain_text("Reno, NV")
    for station in ("Ordered", "Shipped", "On its way", "Delivered"):
        expect(timeline).to_contain_text(station)
    has_stayed(ana)
    asked = messages(ana).count()
    # A double tap asks once; a while after the first asking the question may be asked anew.
    expect(question).not_to_have_value(first_asking)
    ana.get_by_role("button", name="Where is my order?").dblclick()
    expect(messages(ana)).to_have_count(asked + 2)


def test_what_was_not_read_counts_in_both_inboxes_until_it_is(open_page: Opened) -> None:
    ana = open_page("ana", "ios")
    tab = ana.get_by_role("navigation", name="Main").get_by_role("link", name="Inbox")
    number = re.search(r"\d+", tab.inner_text())
    before = int(number[0]) if number else 0
    find_on_iphone(ana, "Delivered")
    open_conversation(ana, QUIET, "Luma Home")
    say(ana, "Does the camera come with its strap?")
    ana.get_by_role("link", name="Inbox").click()
    sol = open_page("sol")
    sol.get_by_role("link", name=re.compile(f"…{QUIET[-4:]}")).click()
    say(sol, "It does, and with its leather case.")
    talk = ana.locator("main").get_by_role("link", name=re.compile(f"…{QUIET[-4:]}"))
    expect(talk).to_contain_text("It does, and with its leather case.")
    expect(talk.locator(".badge")).to_contain_text("1")
    ana.get_by_role("link", name="Profile").click()
    expect(tab).to_contain_text(f"{before + 1} unread")
    tab.click()
    talk.click()
    expect(messages(ana).last).to_have_text("It does, and with its leather case.")
    ana.get_by_role("link", name="Inbox").click()
    expect(talk).to_be_visible()
    expect(talk.locator(".badge")).to_have_count(0)


def test_a_draft_waits_where_it_was_written(open_page: Opened) -> None:
    ana = open_page("ana", "ios")
    ana.get_by_role("link", name="Inbox").click()
    ana.locator("main").get_by_role("link", name=re.compile("…0120")).click()
    box = ana.get_by_role("textbox", name="Message")
    box.fill("I wanted to say")
    ana.get_by_role("link", name="Profile").click()
    ana.go_back()
    expect(box).to_have_value("I wanted to say")
    ana.reload()
    expect(box).to_have_value("I wanted to say")
    say(ana, "I wanted to say thanks.")
    expect(messages(ana).last).to_have_text("I wanted to say thanks.")
    expect(box).to_have_value("")
