"""An agent's day in real browsers: beside a buyer, and beside colleagues."""

from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from shop_help.actions.conversations import open_conversation, post_message
from shop_help.clock import now
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import Case
from tests.agents.live import app, asked, buyer, message_box, opened_by, scene
from tests.agents.scene import LUMA_ORDER, Scene

# The browsers and the server are those of the journeys.
from tests.journeys.conftest import Opened, open_page, shop
from tests.raw_http import RawBrowser
from tests.settling import settled

__all__ = ["app", "buyer", "open_page", "scene", "shop"]

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("agents_in_a_browser")]


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


def be_quiet(page: Page) -> None:
    """Waits until a second went by in which the page asked for nothing: what is under way while its clock is put on
    would be taken for what wasn't answered in time."""
    quiet = 0
    while quiet < 10:
        quiet = quiet + 1 if page.locator(".htmx-request").count() == 0 else 0
        page.wait_for_timeout(100)


def test_a_cases_clock_goes_on_while_nothing_happens(scene: Scene, open_page: Opened) -> None:
    case = asked(scene)
    gus = open_page("gus")
    gus.clock.install()
    opened_by(gus, case)
    clock = gus.locator("#case-header .clock")
    expect(clock).not_to_contain_text("14 min left")
    gus.locator("html").evaluate("html => html.dataset.opened = 'once'")
    with write_unit(db.session) as session:
        row = session.get_one(Case, case.case_id)
        row.answer_by = row.take_by = now() + timedelta(minutes=14)
    be_quiet(gus)
    gus.clock.fast_forward(60_000)
    expect(clock).to_contain_text("14 min left")
    expect(gus.locator("html")).to_have_attribute("data-opened", "once")


def test_what_opens_under_a_button_closes_again(scene: Scene, open_page: Opened) -> None:
    case = asked(scene)
    page = opened_by(open_page("gus"), case)
    more, choice = page.get_by_label("More"), page.get_by_role("button", name="Waiting for the seller")
    more.click()
    expect(choice).to_be_visible()
    page.keyboard.press("Escape")
    expect(choice).to_be_hidden()
    expect(more).to_be_focused()
    more.click()
    page.get_by_role("log").click()
    expect(choice).to_be_hidden()
    more.click()
    page.locator("summary", has_text="Transfer").click()
    expect(page.get_by_label("To whom")).to_be_visible()
    expect(choice).to_be_hidden()
    more.click()
    choice.click()
    expect(page.locator("#case-header")).to_contain_text("Luma Home has to move")
    expect(page.get_by_role("button", name="In work")).to_be_hidden()


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
