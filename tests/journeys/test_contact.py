"""From Help to a live agent, the waiting room, and back: on phones, at a desk, and without scripts (PRODUCT 1, 5)."""

import re
import sqlite3
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.agent import Agent, case_on
from tests.journeys.conftest import Opened
from tests.journeys.looking import axe_faults, cut_at, faults_of
from tests.running import RunningServer

LATE = "576461030000000107"
IN_LINE = re.compile(r"You are (first|number \d+) in line")


def look_at(page: Page) -> list[str]:
    found = faults_of(page) + cut_at(page, 320) + cut_at(page, 390, "200%")
    return found + axe_faults(page, "light") + axe_faults(page, "dark")


@pytest.fixture
def gus(open_page: Opened, shop: RunningServer) -> Iterator[Agent]:
    """On duty around the clock in every market; afterwards he goes home, and what he held goes back."""
    with database_of(shop) as database:
        database.execute("DELETE FROM service_hours WHERE market != 'US'")
        database.execute(
            "INSERT INTO service_hours (market, week, keeps_holidays, days_off, updated_at) "
            "SELECT 'UK', week, keeps_holidays, days_off, updated_at FROM service_hours WHERE market = 'US'"
        )
    agent = Agent(open_page("gus"))
    agent.is_on()
    yield agent
    agent.is_on("off")


def database_of(shop: RunningServer) -> sqlite3.Connection:
    return sqlite3.connect(shop.environ["SHOP_HELP_DATABASE_URL"].removeprefix("sqlite:///"), timeout=15)


def begin_chat(page: Page, question: str, order: str = LATE) -> None:
    page.goto(f"/help/contact?order={order}&question={question}")
    page.get_by_role("button", name=re.compile("Chat with Live Agent|Live Chat")).click()
    page.wait_for_url("**/conversations/*")


@pytest.mark.parametrize("device", ["ios", "android"])
def test_from_help_to_a_live_agent_in_under_a_minute(open_page: Opened, gus: Agent, device: str) -> None:
    who = "ana" if device == "ios" else "bruno"
    page = open_page(who, device)
    begun = time.monotonic()
    page.get_by_role("navigation", name="Your account").get_by_role("link", name="Help").click()
    page.get_by_role("link", name="Get Help").click()
    page.locator("summary", has_text="Payment").click()
    page.get_by_role("link", name="I need a receipt or an invoice").click()
    page.get_by_role("link", name=re.compile("^Contact us")).click()
    expect(page.get_by_text(re.compile(r"You would be (first|number \d+) in line\."))).to_be_visible()
    expect(page.get_by_text(re.compile("Recent chats were answered after about"))).to_be_visible()
    expect(page.get_by_text(re.compile(r"We answer by .*\d\d:\d\d "))).to_be_visible()
    assert look_at(page) == []
    page.get_by_label("What happened?").fill("Which tax is in it?")
    page.get_by_role("button", name=re.compile("Chat with Live Agent")).click()
    expect(page.get_by_text(IN_LINE)).to_be_visible()
    assert look_at(page) == []
    page.get_by_role("textbox", name="Message").fill("I can wait.")
    page.get_by_role("button", name="Send", exact=True).click()
    gus.claims(case_on(page))
    expect(page.get_by_text("Gus from customer service is here.")).to_be_visible()
    expect(page.locator(".case-panel")).to_contain_text("In a live chat")
    expect(page.get_by_role("button", name="Rather as a message")).to_be_hidden()
    gus.says(page, "The sales tax, Ana.")
    expect(page.locator("li[data-author=customer_service]").last).to_contain_text("The sales tax, Ana.")
    assert time.monotonic() - begun < 60
    said = page.locator("li[data-author=buyer] .message-body")
    assert said.all_inner_texts() == ["Which tax is in it?", "I can wait."]
    gus.says(page, "Bye!", "resolved")
    expect(page.locator(".case-panel")).to_contain_text("You can open it again until")
    page.get_by_role("button", name="4 Mostly").click()
    expect(page.get_by_text("Your rating: 4, Mostly")).to_be_visible()
    page.get_by_label("What was good, and what was not?").fill("Quick.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("It is kept, and you can change it.")).to_be_visible()
    assert look_at(page) == []


def test_who_leaves_the_waiting_room_is_told_on_whichever_page_they_are(open_page: Opened, gus: Agent) -> None:
    page = open_page("ana", "ios")
    begin_chat(page, "parcel-late")
    case_id, address = case_on(page), page.url
    page.goto("/")
    line = page.locator(".chat-line")
    expect(line).to_contain_text(IN_LINE)
    assert look_at(page) == []
    page.evaluate("scrollTo(0, 400)")
    gus.claims(case_id)
    expect(line).to_contain_text("Gus from customer service is here.")
    expect(line).to_be_in_viewport()
    assert look_at(page) == []
    line.click()
    page.wait_for_url(address)
    expect(page.get_by_text("Gus from customer service is here.")).to_be_visible()
    gus.says(page, "Done.", "resolved")
    page.goto("/")
    expect(page.locator(".chat-line")).to_have_count(0)


def test_a_tab_that_was_open_before_the_chat_began_is_told_of_it_and_of_ones_turn(
    open_page: Opened, gus: Agent
) -> None:
    page = open_page("ana", "ios")
    with page.expect_websocket():
        page.goto("/orders")
    line = page.locator(".chat-line")
    expect(line).to_have_count(0)
    other = page.context.new_page()
    begin_chat(other, "payment-failed")
    expect(line).to_contain_text(IN_LINE)
    # Its first word is not its last: nothing was loaded anew since.
    gus.claims(case_on(other))
    expect(line).to_contain_text("Gus from customer service is here.")
    gus.says(other, "Done.", "resolved")
    expect(line).to_have_count(0)


def test_the_same_address_is_behind_the_inbox_the_cases_the_order_and_help(open_page: Opened, gus: Agent) -> None:
    page = open_page("ana", "ios")
    begin_chat(page, "tracking-stuck", "576461030000000106")
    address = page.url
    ways = {
        "/inbox": "Customer service Order …0106",
        "/cases": "The tracking hasn't moved for days",
        "/orders/576461030000000106": "The tracking hasn't moved for days",
        "/help?order=576461030000000106": "The tracking hasn't moved for days In line",
        "/help/contact?order=576461030000000106&question=tracking-stuck": "Open your case",
    }
    for place, words in ways.items():
        page.goto(place)
        page.locator("main").get_by_role("link", name=re.compile(words)).first.click()
        page.wait_for_url(address)
    page.get_by_role("button", name="Rather as a message").click()
    expect(page.locator(".case-panel")).to_contain_text("We will look into it")


def test_a_chat_that_nobody_takes_becomes_a_message_before_ones_eyes(
    open_page: Opened, gus: Agent, shop: RunningServer
) -> None:
    page = open_page("ana", "android")
    begin_chat(page, "arrived-damaged", "576461030000000108")
    page.get_by_role("textbox", name="Message").fill("The handle of one mug")
    case_id = case_on(page)
    with database_of(shop) as database:
        database.execute("UPDATE cases SET take_by = '2026-01-01 00:00:00.000000' WHERE id = ?", (case_id,))
    expect(page.get_by_text("Nobody could take the chat in time.")).to_be_visible()
    panel = page.locator(".case-panel")
    expect(panel).to_contain_text("We will look into it and get back to you as soon as possible.")
    expect(panel).to_contain_text(re.compile(r"We answer by .*\d\d:\d\d E[SD]T"))
    expect(page.get_by_role("textbox", name="Message")).to_have_value("The handle of one mug")
    assert look_at(page) == []
    page.reload()
    expect(page.get_by_role("textbox", name="Message")).to_have_value("The handle of one mug")


def test_on_the_web_help_leads_straight_on(open_page: Opened, gus: Agent) -> None:
    page = open_page("bruno", "desk")
    page.goto("/help?order=576461030000000125")
    expect(page.get_by_role("link", name="Get Help")).to_have_count(0)
    assert look_at(page) == []
    page.get_by_role("link", name=re.compile("^Submit a Ticket")).click()
    assert look_at(page) == []
    page.get_by_label("What happened?").fill("Customs asks me for money.")
    page.get_by_role("button", name="Submit a Ticket").click()
    expect(page.get_by_text("We will look into it and get back to you as soon as possible.")).to_be_visible()
    page.goto("/help?order=576461030000000125")
    expect(page.get_by_text("You have an open case about this")).to_be_visible()
    page.get_by_role("link", name=re.compile("^Live Chat")).click()
    expect(page.get_by_text("You already asked about this.")).to_be_visible()
    assert look_at(page) == []
    page.get_by_role("button", name=re.compile("^Live Chat")).click()
    expect(page.get_by_text(IN_LINE)).to_be_visible()
    expect(page.get_by_text("Here it goes on.")).to_be_visible()
    page.get_by_role("button", name="Rather as a message").click()
    expect(page.locator(".case-panel")).to_contain_text("Waiting for us")


def test_the_list_moves_without_a_message_and_without_a_reload(open_page: Opened, gus: Agent) -> None:
    page = open_page("bruno", "ios")
    page.goto("/cases")
    card = page.locator(".case-card", has_text="Only a part of my order arrived")
    expect(card).to_contain_text("Waiting for us")
    card.click()
    case_id = case_on(page)
    page.goto("/cases")
    gus.claims(case_id)
    expect(card).to_contain_text("With us")
    gus.sets(case_id, "waiting_seller")
    expect(card).to_contain_text("Waiting for the seller")
    expect(card).to_contain_text("The seller answers us first")


def test_every_kind_of_case_is_whole(open_page: Opened) -> None:
    page = open_page("ana", "ios")
    page.goto("/cases")
    assert look_at(page) == []
    cases = page.locator("a.case-card").evaluate_all("cards => cards.map(card => card.href)")
    states = set()
    for address in cases:
        page.goto(address)
        states.update(page.locator(".case-panel .state").all_inner_texts())
        assert look_at(page) == [], address
    assert {"Waiting for us", "Waiting for you", "Waiting for the seller", "Resolved", "Closed"} <= states
