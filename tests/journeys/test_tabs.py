"""The numbers on the navigation move by themselves, and no tab leads nowhere."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Opened

LATE = "576461030000000107"


def number(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Main").locator("[data-part=unread]")


def is_shown(page: Page, count: int) -> None:
    expect(number(page)).to_have_text([f"{count} unread"] if count else [])


def count_on(page: Page) -> int:
    """What the demo begins with."""
    return int(number(page).inner_text().split()[0]) if number(page).count() else 0


def test_the_number_on_the_tab_moves_while_one_looks_at_another_page(open_page: Opened) -> None:
    ana, sol = open_page("ana", "ios"), open_page("sol")
    ana.goto(f"/orders/{LATE}")
    ana.get_by_role("button", name="Message").click()
    expect(ana).to_have_url(re.compile(r"/conversations/\d+"))
    address = ana.url
    ana.get_by_role("textbox", name="Message").fill("Hello?")
    ana.get_by_role("button", name="Send", exact=True).click()
    # The page has stood for long enough when it opens its socket.
    with ana.expect_websocket():
        ana.goto("/orders")
    before = count_on(ana)
    sol.goto("/sellers/inbox")
    sol.get_by_role("link", name=re.compile("…0107")).click()
    sol.get_by_role("textbox", name="Message").fill("Here I am.")
    sol.get_by_role("button", name="Send", exact=True).click()
    is_shown(ana, before + 1)
    ana.goto(address)
    ana.goto("/orders")
    is_shown(ana, before)


def test_what_is_read_as_it_comes_leaves_no_number(open_page: Opened) -> None:
    bruno, sol = open_page("bruno", "android"), open_page("sol")
    bruno.goto("/inbox")
    before = count_on(bruno)
    bruno.get_by_role("link", name=re.compile("Luma Home.*…0125")).click()
    sol.goto("/sellers/inbox")
    sol.get_by_role("link", name=re.compile("…0125")).click()
    sol.get_by_role("textbox", name="Message").fill("One more thing.")
    with bruno.expect_response(re.compile("/inbox/unread")):
        sol.get_by_role("button", name="Send", exact=True).click()
    expect(bruno.locator(".message-body").last).to_have_text("One more thing.")
    is_shown(bruno, before)


def test_a_sellers_numbers_agree_with_each_other_while_buyers_write(open_page: Opened) -> None:
    sol, ana = open_page("sol"), open_page("ana", "ios")
    expect(sol).to_have_url(re.compile("/sellers/inbox$"))
    waiting, begin = sol.locator(".stat").first, sol.get_by_role("region", name="Begin")
    tab = sol.get_by_role("navigation", name="Main").get_by_role("link", name="Inbox")
    before = int(tab.inner_text().split()[-1])
    expect(begin).to_contain_text(f"{before} buyer")
    ana.goto("/orders/576461030000000116")
    ana.get_by_role("button", name="Message").click()
    ana.get_by_role("textbox", name="Message").fill("Does the shutter work?")
    ana.get_by_role("button", name="Send", exact=True).click()
    expect(waiting).to_contain_text(str(before + 1))
    expect(begin).to_contain_text(f"{before + 1} buyers wait")
    expect(tab).to_have_text(re.compile(rf"Inbox\s*{before + 1}"))
    sol.get_by_role("link", name=re.compile("…0116")).click()
    sol.get_by_role("textbox", name="Message").fill("It does, down to a thousandth.")
    sol.get_by_role("button", name="Send", exact=True).click()
    expect(tab).to_have_text(re.compile(rf"Inbox\s*{before}$"))


def test_who_may_only_read_help_has_no_tabs_that_lead_back_to_it(open_page: Opened) -> None:
    kit = open_page("kit", "ios")
    kit.goto("/help")
    expect(kit.get_by_role("heading", name="Help")).to_be_visible()
    expect(kit.get_by_role("navigation", name="Main")).to_have_count(0)
    expect(kit.get_by_role("link", name="Back", exact=True)).to_have_count(0)
    expect(kit.get_by_role("button", name="Sign out")).to_be_visible()
    visitor = open_page()
    sockets: list[str] = []
    visitor.on("websocket", lambda socket: sockets.append(socket.url))
    visitor.goto("/")
    expect(visitor.get_by_role("navigation", name="Main").get_by_role("link")).to_have_count(3)
    expect(visitor.locator(".tab-unread")).not_to_have_attribute("data-controller", "list")
    assert sockets == []
