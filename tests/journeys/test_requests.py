"""A buyer asks a seller for something, at their phone: each form, what comes of it, and what one does then."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from shop_help.actions.order_requests import deciding
from tests.journeys.conftest import Opened
from tests.journeys.counter import hours_pass, seller_does
from tests.journeys.crowding import crowded_at
from tests.journeys.looking import axe_faults, cut_at, faults_of
from tests.pictures import drawn, file_of
from tests.running import RunningServer

FREE, TO_SHIP, TWO_MUGS, LAST_DAYS, EARRINGS = (f"576461030000000{end}" for end in (103, 104, 108, 109, 119))


def looked_at(page: Page) -> list[str]:
    """What is wrong with the page as it stands."""
    found = faults_of(page) + cut_at(page, 320) + cut_at(page, 390, "200%")
    found += crowded_at(page, 320) + crowded_at(page, 390, "200%")
    return found + axe_faults(page, "light") + axe_faults(page, "dark")


def id_of(page: Page) -> int:
    page.wait_for_url(re.compile(r"/orders/requests/\d+$"))
    return int(page.url.rsplit("/", 1)[1])


def test_in_the_free_hour_an_order_is_cancelled_with_a_few_taps(open_page: Opened) -> None:
    page = open_page("ana", "android")
    page.goto(f"/orders/{FREE}")
    page.get_by_role("link", name=re.compile("^Request a cancellation It was")).click()
    expect(page.get_by_text("It is cancelled at once: nobody has to agree.")).to_be_visible()
    expect(page.get_by_text("Total $69.12")).to_be_visible()
    page.get_by_text("I ordered it by mistake").click()
    assert looked_at(page) == []
    page.get_by_role("button", name="Cancel now").click()
    id_of(page)
    expect(page.get_by_text("It is cancelled, and the money")).to_be_visible()
    assert looked_at(page) == []
    page.goto(f"/orders/{FREE}")
    expect(page.locator(".top-bar")).to_contain_text("Cancelled")
    expect(page.get_by_role("link", name=re.compile("Cancellation"))).to_be_visible()


def test_later_the_seller_is_asked_for_what_was_ticked_and_the_sum_follows(open_page: Opened) -> None:
    page = open_page("ana", "ios")
    page.goto(f"/orders/{TO_SHIP}/cancellation")
    page.get_by_label("Anything the seller should know?").fill("The notebook may still come.")
    expect(page.get_by_text("$39.55")).to_have_count(2)
    page.get_by_label(re.compile("Everyday notebook")).uncheck()
    expect(page.locator("#request-end")).to_contain_text("Total $19.44")
    page.get_by_text("It takes too long").click()
    expect(page.locator("#request-end")).to_contain_text("Total $22.25")
    # What was typed stays while the sum changes, and what is chosen stays chosen.
    expect(page.get_by_label("Anything the seller should know?")).to_have_value("The notebook may still come.")
    expect(page.get_by_label("It takes too long")).to_be_checked()
    page.get_by_role("button", name="Ask the seller to cancel").dblclick()
    id_of(page)
    expect(page.get_by_text("Waits for the seller")).to_be_visible()
    expect(page.get_by_text("The seller answers until")).to_be_visible()
    page.goto("/returns")
    # Tapped twice, it was asked once.
    mine = page.locator(".request-card", has_text="Cancellation").filter(has_text="Morning mug")
    expect(mine).to_have_count(1)
    mine.click()
    # Another tab takes it back, and this one hears it.
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_text("Take the request back").click()
    other.get_by_role("button", name="Yes, take it back").click()
    expect(other.get_by_text("You took the request back.")).to_be_visible()
    expect(page.locator(".request-state .state")).to_have_text("Withdrawn")


def test_an_address_that_nobody_answers_about_lapses_and_says_what_else_there_is(
    open_page: Opened, shop: RunningServer
) -> None:
    # A form that comes back is an answer that browsers call an error.
    page = open_page("ana", "android", tolerant=True)
    page.goto(f"/orders/{TO_SHIP}")
    page.get_by_role("link", name="Update shipping address").click()
    assert looked_at(page) == []
    page.get_by_label("Street and number").fill("9 Lark Lane")
    page.get_by_label("ZIP code").fill("90210")
    page.get_by_label("Anything the seller should know?").fill("We moved.")
    page.get_by_role("button", name="Ask for this address").click()
    expect(page.locator("#field-postal_code-error")).to_contain_text("This doesn't belong to that place.")
    expect(page.get_by_label("Street and number")).to_have_value("9 Lark Lane")
    expect(page.get_by_label("Anything the seller should know?")).to_have_value("We moved.")
    page.get_by_label("ZIP code").fill("78702")
    page.get_by_role("button", name="Ask for this address").click()
    id_of(page)
    expect(page.get_by_text("Then it lapses, and the address stays.")).to_be_visible()
    assert looked_at(page) == []
    hours_pass(shop, 24.01)
    page.reload()
    expect(page.locator(".request-state .state")).to_have_text("Lapsed")
    expect(page.get_by_role("link", name="Request a cancellation")).to_be_visible()
    page.get_by_role("link", name="Contact us").click()
    expect(page.get_by_role("heading", name="Contact us")).to_be_visible()


def test_what_is_broken_is_shown_and_a_part_of_the_money_is_taken(
    open_page: Opened, shop: RunningServer, tmp_path: Path
) -> None:
    rim = tmp_path / "rim.jpg"
    rim.write_bytes(file_of(drawn(1600, 1200), quality=80))
    page = open_page("ana", "ios", tolerant=True)
    page.goto(f"/orders/{TWO_MUGS}")
    page.get_by_role("link", name="Request a refund, return, or exchange").click()
    page.get_by_label(re.compile("Morning mug")).select_option("1")
    page.get_by_text("It arrived damaged").click()
    expect(page.get_by_label("My money back, without sending it back")).to_be_checked()
    expect(page.get_by_text("needed for this reason")).to_be_visible()
    assert looked_at(page) == []
    page.get_by_label("What should the seller know?").fill("The rim is chipped.")
    # Without a photo it isn't sent, and nothing is lost.
    page.get_by_role("button", name="Ask for the refund").click()
    expect(page.get_by_text("Add at least one photo")).to_be_visible()
    expect(page.get_by_label("What should the seller know?")).to_have_value("The rim is chipped.")
    page.locator(".photo-field input").set_input_files([str(rim)])
    expect(page.locator(".photo-field li")).to_have_count(1)
    page.get_by_label(re.compile("Morning mug")).select_option("2")
    expect(page.locator("#request-end")).to_contain_text("Total $43.87")
    expect(page.locator(".photo-field li")).to_have_count(1)
    page.get_by_role("button", name="Ask for the refund").click()
    made = id_of(page)
    photo = page.locator(".small-photos img")
    expect(photo).to_have_count(1)
    assert photo.evaluate("img => img.decode().then(() => img.naturalWidth)") > 0

    seller_does(shop, deciding.offer, made, 2000, "Would this help?")
    page.goto("/orders/list?state=delivered")
    order = page.get_by_role("article", name=f"Order …{TWO_MUGS[-4:]}")
    order.get_by_role("link", name="Answer the offer").click()
    expect(page.get_by_text("Luma Home offers you $20.00 of $43.87, and you keep it.")).to_be_visible()
    assert looked_at(page) == []
    page.get_by_role("button", name="Take $20.00").click()
    expect(page.get_by_text("You took the offer.")).to_be_visible()
    expect(page.locator(".request-panel")).to_contain_text("The offer was accepted")


def test_what_is_agreed_is_sent_back_with_its_number(open_page: Opened, shop: RunningServer) -> None:
    page = open_page("ana", "android")
    page.goto(f"/orders/{LAST_DAYS}/refund-or-return")
    page.get_by_text("I don't need it any more").click()
    expect(page.get_by_text("You pay for the way back.")).to_be_visible()
    page.get_by_role("button", name="Ask to return it").click()
    made = id_of(page)
    seller_does(shop, deciding.approve, made)
    page.reload()
    expect(page.get_by_text("2200 Workshop Lane")).to_be_visible()
    assert looked_at(page) == []
    page.get_by_label("Carrier").fill("USPS")
    page.get_by_label("Tracking number").fill("9400 1112 0255 5")
    page.get_by_role("button", name="I have sent it back").click()
    expect(page.locator(".request-state .state")).to_have_text("On its way back")
    page.get_by_role("link", name=re.compile("Conversation with")).click()
    card = page.locator("li[data-kind=request]").last
    expect(card).to_contain_text("9400 1112 0255 5")
    card.get_by_role("link", name="See the request").click()
    assert id_of(page) == made


def test_the_five_actions_scroll_sideways_over_the_composer(open_page: Opened) -> None:
    page = open_page("ana", "android")
    page.goto(f"/orders/{EARRINGS}")
    page.get_by_role("button", name="Message", exact=True).click()
    actions = page.locator(".conversation-actions")
    expect(actions.locator(".chip")).to_have_count(5)
    assert actions.locator(".chips").evaluate("e => e.scrollWidth > e.clientWidth")
    assert looked_at(page) == []
    actions.get_by_role("link", name="Make a change to your order").click()
    expect(page.get_by_text("It has left, so this can't be done any more.")).to_be_visible()
    page.get_by_role("link", name="Request a return").click()
    expect(page.get_by_role("heading", name="Request a refund, return, or exchange")).to_be_visible()


def test_without_scripts_a_form_goes_on_step_by_step(open_page: Opened, tmp_path: Path) -> None:
    rim = tmp_path / "rim.jpg"
    rim.write_bytes(file_of(drawn(900, 700), quality=80))
    page = open_page("bruno", "android", java_script_enabled=False)
    page.goto("/orders/576461030000000127/refund-or-return")
    expect(page.get_by_role("button", name=re.compile("^Ask"))).to_have_count(0)
    page.get_by_text("It is not what I ordered").click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_text("Another one in its place").click()
    page.get_by_label("What should the seller know?").fill("It is the blue one.")
    page.locator(".photo-field input").set_input_files([str(rim)])
    page.get_by_role("button", name=re.compile("^Ask")).click()
    id_of(page)
    expect(page.get_by_role("heading", name="Exchange")).to_be_visible()
    expect(page.get_by_text("It is the blue one.")).to_be_visible()
    expect(page.locator(".small-photos img")).to_have_count(1)
    page.get_by_text("Take the request back").click()
    page.get_by_role("button", name="Yes, take it back").click()
    expect(page.get_by_text("You took the request back.")).to_be_visible()
