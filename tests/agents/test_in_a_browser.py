"""An agent's day in real browsers: beside a buyer, against a colleague, by keys, on a phone, without scripts."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from shop_help import create_app
from shop_help.actions.conversations import open_conversation, post_message
from shop_help.actions.duty import set_duty
from tests.agents.scene import LUMA_ORDER, Scene
from tests.conftest import config_of

# The browsers and the server are those of the journeys.
from tests.journeys.conftest import Opened, open_page, shop
from tests.journeys.looking import axe_faults, cut_at, faults_of
from tests.raw_http import RawBrowser
from tests.running import RunningServer

__all__ = ["open_page", "shop"]

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("test_agents_in_a_browser")]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


@pytest.fixture
def app(shop: RunningServer) -> Iterator[Flask]:
    """The server's own database, for what people did before."""
    app = create_app(config_of(shop.environ["SHOP_HELP_DATABASE_URL"]))
    with app.app_context():
        yield app


@pytest.fixture
def scene(app: Flask) -> Scene:
    return Scene(app)


@pytest.fixture
def buyer(shop: RunningServer) -> RawBrowser:
    """ana, on a phone of her own."""
    return RawBrowser(shop.port).sign_in("ana")


QUESTIONS = iter(
    [
        *("arrived-damaged", "wrong-item", "missing-item", "charged-twice", "receipt", "refund-status"),
        *("exchange", "payment-failed", "how-to-return"),
    ]
)


def asked(scene: Scene, body: str = "Where is it?", **more: Any) -> Any:
    """A new case of ana's; nobody else's test has one like it."""
    return scene.ask(body, **{"question": next(QUESTIONS)} | more)


def settled(page: Page) -> Page:
    """The page with its scripts at work: a key that is pressed before is nobody's."""
    page.wait_for_load_state("networkidle")
    return page


def opened_by(page: Page, case: Any, show: str = "unassigned") -> Page:
    page.goto(f"/agents/cases/{case.case_id}?show={show}")
    return settled(page)


def message_box(page: Page) -> Any:
    return page.get_by_role("textbox", name="Message", exact=True)


def test_an_agent_and_a_buyer_talk_side_by_side(scene: Scene, open_page: Opened, buyer: RawBrowser) -> None:
    case = asked(scene, "The lamp is broken.")
    gus = opened_by(open_page("gus"), case)
    gus.get_by_role("button", name="Claim").click()
    expect(gus.get_by_role("button", name="Claim")).to_have_count(0)
    expect(gus.locator("#case-header")).to_contain_text("You should answer Ana")
    message_box(gus).fill("Could you send a photo?")
    gus.keyboard.press("Enter")
    expect(gus.locator("#case-header")).to_contain_text("Ana has to move")
    talk = f"/conversations/{case.conversation_id}/messages"
    assert "Could you send a photo?" in buyer.get(talk).text
    message_box(gus).fill("half a sentence")
    assert buyer.post(talk, {"client_id": str(uuid4()), "body": "Here it is."}).status == 303
    expect(gus.get_by_role("log")).to_contain_text("Here it is.")
    expect(gus.locator("#case-header")).to_contain_text("You should answer Ana")
    expect(message_box(gus)).to_have_value("half a sentence")
    message_box(gus).fill("")
    gus.get_by_role("button", name="Resolve").click()
    expect(gus.locator("#case-header")).to_contain_text("may write to open it again")
    expect(gus.get_by_role("log")).to_contain_text("marked this as resolved")
    assert "marked this as resolved" in buyer.get(talk).text


def test_of_two_agents_who_claim_at_once_one_has_it_and_the_other_reads_who(scene: Scene, open_page: Opened) -> None:
    case = asked(scene)
    pages = [opened_by(open_page(who, tolerant=True), case) for who in ("gus", "iris")]
    for page in pages:
        # Without waiting for the answer: both are on their way.
        page.get_by_role("button", name="Claim").evaluate("button => setTimeout(() => button.click(), 300)")
    for page in pages:
        expect(page.get_by_role("button", name="Claim")).to_have_count(0)
        settled(page)
    won, lost = pages if scene.case(case).agent_id == scene.ids["gus"] else pages[::-1]
    expect(message_box(won)).to_be_visible()
    expect(lost.get_by_label("Why do you look into it?")).to_be_visible()
    expect(message_box(lost)).to_have_count(0)


def test_what_one_has_open_and_half_written_outlives_what_colleagues_do(scene: Scene, open_page: Opened) -> None:
    order = scene.order(LUMA_ORDER)
    talk = open_conversation(scene.ids["ana"], order.shop_id, order.id)
    post_message(scene.sign_ins["ana"], talk, str(uuid4()), "Is it packed?")
    case = asked(scene)
    gus, iris = opened_by(open_page("gus"), case), opened_by(open_page("iris"), case)
    gus.get_by_text("What Ana and Luma Home wrote").click()
    expect(gus.locator("#seller-talk")).to_contain_text("Is it packed?")
    field = gus.get_by_role("textbox", name="A note for colleagues")
    field.fill("half a note")
    iris.get_by_role("textbox", name="A note for colleagues").fill("I know her.")
    iris.get_by_role("button", name="Add note").click()
    expect(iris.get_by_role("textbox", name="A note for colleagues")).to_have_value("")
    expect(gus.locator(".note")).to_contain_text("I know her.")
    expect(field).to_have_value("half a note")
    expect(gus.locator("#seller-talk")).to_contain_text("Is it packed?")
    expect(gus.locator("#seller-talk")).to_be_visible()


def test_who_has_a_case_open_that_a_colleague_takes_is_told_and_hears_no_more(
    scene: Scene, open_page: Opened, buyer: RawBrowser
) -> None:
    case = asked(scene)
    gus, iris = opened_by(open_page("gus"), case), opened_by(open_page("iris"), case)
    message_box(gus).fill("half a sentence")
    message_box(iris).fill("I take this one.")
    iris.keyboard.press("Enter")
    expect(gus.locator("#case-header")).to_contain_text("Iris has this case now.")
    expect(gus.locator("#panel")).to_contain_text("Iris has this case now.")
    expect(message_box(gus)).to_have_value("half a sentence")
    buyer.post(
        f"/conversations/{case.conversation_id}/messages", {"client_id": str(uuid4()), "body": "For Iris alone."}
    )
    expect(iris.get_by_role("log")).to_contain_text("For Iris alone.")
    expect(iris.locator("#case-header")).to_contain_text("You should answer Ana")
    expect(gus.get_by_role("log")).not_to_contain_text("For Iris alone.")
    message_box(gus).fill("")
    gus.locator("#case-header").get_by_role("link", name="Say why you look into it").click()
    expect(gus.get_by_label("Why do you look into it?")).to_be_visible()


def test_by_keys_alone_on_a_phone(scene: Scene, open_page: Opened) -> None:
    set_duty(scene.sign_ins["iris"], "on")
    case = asked(scene, "By keys alone.", mode="chat")
    page = settled(open_page("gus", **PHONE))
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Unassigned messages")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("/")
    page.wait_for_url("**/agents/search")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.go_back()
    settled(page)
    page.keyboard.press("g")
    page.keyboard.press("u")
    page.wait_for_url("**/agents/?show=unassigned")
    settled(page)
    page.keyboard.press("g")
    page.keyboard.press("q")
    page.wait_for_url("**/agents/?show=waiting")
    settled(page)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/agents/cases/{case.case_id}?show=waiting")
    settled(page)
    page.keyboard.press("c")
    expect(page.get_by_role("log")).to_contain_text("Gus from customer service is here.")
    page.keyboard.press("r")
    expect(message_box(page)).to_be_focused()
    page.keyboard.type("Hello Ana.")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("log")).to_contain_text("Hello Ana.")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    note = page.get_by_role("textbox", name="A note for colleagues")
    expect(note).to_be_focused()
    page.keyboard.type("She is kind.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".note")).to_contain_text("She is kind.")
    page.keyboard.press("t")
    expect(page.get_by_label("To whom")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_label("To whom")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("She knows the shop.")
    page.keyboard.press("Enter")
    page.wait_for_url("**/agents/?show=mine")
    expect(page.get_by_role("status").first).to_contain_text("handed over")
    assert scene.case(case).agent_id == scene.ids["iris"]


def test_all_of_it_works_without_scripts(scene: Scene, open_page: Opened) -> None:
    case = asked(scene, "Without scripts.")
    page = open_page("gus", java_script_enabled=False)
    page.get_by_role("button", name="On duty").click()
    expect(page.get_by_role("button", name="On duty")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("link", name=re.compile("^Unassigned")).click()
    page.get_by_role("link", name=re.compile("Without scripts.")).click()
    page.get_by_role("button", name="Claim").click()
    expect(page.locator(".case-header")).to_contain_text("You should answer Ana")
    message_box(page).fill("I look into it.")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("log")).to_contain_text("I look into it.")
    page.get_by_role("textbox", name="A note for colleagues").fill("No scripts here.")
    page.get_by_role("button", name="Add note").click()
    expect(page.locator(".note")).to_contain_text("No scripts here.")
    page.locator("summary", has_text="Transfer").click()
    page.get_by_role("link", name="Choose to whom").click()
    page.get_by_label("To whom").select_option(label="Team Payments")
    page.get_by_label("Why").fill("It is about money.")
    page.get_by_role("button", name="Hand over").click()
    expect(page.get_by_role("status").first).to_contain_text("handed over")
    assert (scene.case(case).team, scene.case(case).agent_id) == ("payments", None)


def test_the_pages_of_a_case_fit_and_are_clean(scene: Scene, open_page: Opened) -> None:
    case, colleagues = asked(scene, "Does it fit?"), asked(scene)
    scene.claim("iris", colleagues)
    page = open_page("gus", viewport={"width": 390, "height": 844})
    wrong = []
    for address in (
        "/agents/?show=all",
        f"/agents/cases/{case.case_id}",
        f"/agents/cases/{case.case_id}#panel",
        f"/agents/cases/{case.case_id}/transfer",
        f"/agents/cases/{colleagues.case_id}",
        "/agents/duty",
    ):
        page.goto("/agents/duty")
        page.goto(address)
        settled(page)
        wrong += faults_of(page) + cut_at(page, 320) + cut_at(page, 390, "200%")
        wrong += axe_faults(page, "light") + axe_faults(page, "dark")
    page.set_viewport_size({"width": 1280, "height": 800})
    opened_by(page, case)
    page.locator("summary", has_text="Transfer").click()
    expect(page.get_by_label("To whom")).to_be_visible()
    wrong += axe_faults(page, "light") + axe_faults(page, "dark")
    assert wrong == []
