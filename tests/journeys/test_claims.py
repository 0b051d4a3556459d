"""Buyer Protection on a phone: covered or not at a glance, and a case opened in two sittings (PRODUCT 1, 4, 5)."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from shop_help.actions.order_requests import asking, deciding
from tests.buyers import claims
from tests.buyers.claims import BLURRED, SHARP, SMALL
from tests.buyers.service import sign_in_of
from tests.journeys.conftest import Opened
from tests.journeys.crowding import crowded_at
from tests.journeys.inside import inside
from tests.journeys.looking import axe_faults, cut_at, faults_of
from tests.running import RunningServer

#: Delivered 31 and 90 days ago, sold as final sale, and late on its way.
DAY_31, DAY_90, FINAL_SALE = "576461030000000111", "576461030000000112", "576461030000000118"
LATE = "576461030000000107"
#: Of Bruno's, delivered 33 days ago: a scarf and socks.
IN_THE_UK = "576461030000000129"
WORDS = "It came with a crack from top to bottom."


def files(folder: Path) -> dict[str, str]:
    contents = {"sharp.jpg": SHARP, "blurred.jpg": BLURRED, "small.jpg": SMALL}
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return {name.partition(".")[0]: str(folder / name) for name in contents}


def look_at(page: Page) -> None:
    """Nothing cut, nothing over anything else, and nothing that axe finds."""
    found = faults_of(page) + cut_at(page, 320) + cut_at(page, 390, "200%")
    found += crowded_at(page, 320) + crowded_at(page, 390, "200%")
    assert found + axe_faults(page, "light") + axe_faults(page, "dark") == []


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Continue").click()


def title(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", name=words, exact=True)).to_be_visible()


def test_a_damaged_item_is_claimed_in_two_sittings_on_two_phones(open_page: Opened, tmp_path: Path) -> None:
    photos = files(tmp_path)
    first = open_page("ana", "android")
    first.goto(f"/orders/{DAY_31}")
    covered = first.locator("#protection .verdict").first
    expect(covered).to_contain_text("Covered: you can open a case.")
    expect(covered).to_contain_text(re.compile(r"Last minute: \w+, \w+ \d+, 23:59 E[SD]T"))
    covered.get_by_role("link", name="Open a case").click()
    title(first, "Which items is it about?")
    look_at(first)
    go_on(first)
    title(first, "What happened?")
    look_at(first)
    first.get_by_label("It arrived damaged").check()
    go_on(first)
    title(first, "What do you want?")
    expect(first.get_by_text("$85.32").first).to_be_visible()
    look_at(first)
    first.get_by_label("My money back").check()
    go_on(first)
    title(first, "Show and tell")
    first.get_by_label("Choose photos").set_input_files([photos["sharp"], photos["blurred"], photos["small"]])
    rows = first.locator(".evidence-photo")
    expect(rows.nth(0)).to_contain_text("Kept")
    expect(rows.nth(1)).to_contain_text("This photo looks blurred.")
    expect(rows.nth(2)).to_contain_text("fewer than 640 pixels")
    # What is too small is never sent; what is blurred only once its owner says so.
    expect(rows.nth(2).get_by_role("button", name="Send all the same")).to_be_hidden()
    look_at(first)
    first.get_by_label("In your words").fill(WORDS)
    go_on(first)
    expect(first.get_by_role("alert").filter(has_text="One photo is not sent yet.")).to_be_visible()
    rows.nth(1).get_by_role("button", name="Send all the same").click()
    expect(rows.nth(1)).to_contain_text("It looks blurred. You sent it all the same.")
    # The words are on the server by now, though nothing was sent.
    with first.expect_response(lambda answer: answer.url.endswith("/claim/words")):
        first.get_by_label("In your words").fill(f"{WORDS} The carton was whole.")

    second = open_page("ana", "ios")
    second.goto("/protection")
    look_at(second)
    second.get_by_role("link", name=re.compile("Order …0111")).click()
    title(second, "Check and send")
    second.get_by_role("link", name="Photos", exact=True).click()
    expect(second.locator(".evidence-photo")).to_have_count(2)
    expect(second.get_by_label("In your words")).to_have_value(f"{WORDS} The carton was whole.")
    second.locator(".evidence-photo").nth(1).get_by_role("button", name="Remove").click()
    expect(second.locator(".evidence-photo")).to_have_count(1)
    go_on(second)
    look_at(second)
    second.get_by_role("button", name="Send the case").click()
    second.wait_for_url("**/protection/*")
    expect(second.get_by_text("We have asked the seller.").first).to_be_visible()
    expect(second.locator(".clock").first).to_contain_text("The seller answers until")
    look_at(second)
    # The first phone is told that it was sent, and finds the case.
    first.goto("/protection")
    expect(first.get_by_role("link", name=re.compile("Daytrip backpack"))).to_contain_text("Waits for the seller")
    look_at(first)


def test_a_case_changes_by_itself_in_the_other_tab_and_each_of_its_pages_is_whole(open_page: Opened) -> None:
    one = open_page("ana", "android")
    one.goto("/protection")
    one.get_by_role("link", name=re.compile("Daytrip backpack")).click()
    address = one.url
    other = open_page("ana", "ios")
    other.goto(f"{address}/settlements")
    look_at(other)
    other.get_by_label("Amount in USD").fill("30")
    other.get_by_role("button", name="Send the offer").click()
    expect(other.get_by_text("You offered to end it for $30.00.")).to_be_visible()
    expect(one.get_by_text("You offered to end it for $30.00.")).to_be_visible()
    for place in ("evidence", "file"):
        other.goto(f"{address}/{place}")
        look_at(other)
    expect(other.get_by_role("link", name="Download it with its photos")).to_be_visible()
    kept = other.request.get(f"{address}/archive")
    assert (kept.status, kept.body()[:2]) == (200, b"PK")
    other.goto(address)
    other.get_by_text("Withdraw the case").click()
    other.get_by_role("button", name="Yes, withdraw it").click()
    expect(one.get_by_text("You have withdrawn it.")).to_be_visible()
    expect(one.get_by_text("Withdraw the case")).to_have_count(0)


def test_what_was_sold_for_good_is_refused_with_a_next_step(open_page: Opened) -> None:
    page = open_page("ana", "ios")
    page.goto(f"/orders/{FINAL_SALE}")
    covered = page.locator("#protection .verdict")
    expect(covered).to_contain_text("Not covered.")
    expect(covered).to_contain_text("It was sold as final sale, which Buyer Protection leaves out.")
    expect(covered.get_by_role("link", name="Open a case")).to_have_count(0)
    page.goto(f"/orders/{FINAL_SALE}/claim")
    title(page, "No case can be opened now")
    look_at(page)
    expect(page.get_by_role("button", name="Continue")).to_have_count(0)
    page.locator(".verdict").get_by_role("button").or_(page.locator(".verdict").get_by_role("link")).first.click()
    page.wait_for_url(lambda url: "/claim" not in url)
    page.go_back()
    page.get_by_role("link", name="Learn more about Buyer Protection").click()
    title(page, "What is covered")
    look_at(page)


def test_a_parcel_that_never_arrived(open_page: Opened, shop: RunningServer) -> None:
    page = open_page("ana", "android")
    page.goto(f"/orders/{LATE}")
    expect(page.locator("#protection .verdict")).to_contain_text("Covered: the seller comes first.")
    the_seller_says_no(shop)
    page.reload()
    covered = page.locator("#protection .verdict")
    expect(covered).to_contain_text("Covered: you can open a case.")
    covered.get_by_role("link", name="Open a case").click()
    # What was asked of the seller, and their answer, is there already.
    expect(page.locator(".claim-holds")).to_contain_text("Refund, asked on")
    go_on(page)
    expect(page.get_by_role("radio")).to_have_count(1)
    page.get_by_label("I never got it").check()
    go_on(page)
    go_on(page)
    page.get_by_label("In your words").fill("It stands still in Reno since a week ago.")
    go_on(page)
    page.get_by_role("button", name="Send the case").click()
    page.wait_for_url("**/protection/*")
    expect(page.get_by_text("It stands still in Reno")).to_be_visible()


def the_seller_says_no(shop: RunningServer) -> None:
    from sqlalchemy import select

    from shop_help.extensions import db
    from shop_help.models import Order, OrderLine

    with inside(shop):
        order = db.session.scalars(select(Order).where(Order.number == LATE)).one()
        lines = list(db.session.scalars(select(OrderLine.id).where(OrderLine.order_id == order.id)))
        client_id = "0198a0de-0000-7000-a000-00000000c1a1"
        asked = asking.Asked(order.id, "refund", lines, client_id, "not_received", "Where is it?")
        made = asking.ask(sign_in_of("ana"), asked)
        deciding.reject(sign_in_of("sol"), made.request_id, "other", "Please wait a little longer.")


def test_a_decision_is_appealed_and_another_item_goes_back(
    open_page: Opened, shop: RunningServer, tmp_path: Path
) -> None:
    with inside(shop):
        scarf, socks = claims.lines_of(IN_THE_UK)
        appealed = claims.opened(IN_THE_UK, "bruno", lines=[scarf])
        sent_back = claims.opened(IN_THE_UK, "bruno", lines=[socks])
        for case in (appealed, sent_back):
            claims.answered(case, "mara")
        claims.decided(appealed)
        claims.decided(sent_back, "for_buyer", requires_return=True)
    page = open_page("bruno", "android")
    page.goto(f"/protection/{appealed}")
    expect(page.locator(".clock")).to_contain_text(re.compile(r"You can appeal until .+ 23:59 (GMT|BST)"))
    look_at(page)
    page.get_by_role("link", name="Appeal the decision").click()
    look_at(page)
    page.get_by_label("Choose photos").set_input_files([files(tmp_path)["blurred"]])
    page.get_by_role("button", name="Send all the same").click()
    expect(page.locator(".evidence-photo")).to_contain_text("Kept")
    page.get_by_label("Why is it wrong, and what is new?").fill("Here is the seam.")
    page.get_by_role("button", name="Send the appeal").click()
    expect(page.get_by_text("You appealed the decision.")).to_be_visible()
    expect(page.locator(".clock")).to_contain_text("Another agent decides for good")
    look_at(page)
    page.goto(f"/protection/{sent_back}")
    look_at(page)
    page.get_by_role("link", name="I sent it back").click()
    look_at(page)
    page.get_by_label("Carrier").fill("Kestrel Parcels")
    page.get_by_label("Tracking number").fill("KP 77 12")
    page.get_by_role("button", name="Say that it is on its way").click()
    expect(page.get_by_text("On its way back with Kestrel Parcels KP 77 12")).to_be_visible()


def test_without_scripts(open_page: Opened, tmp_path: Path) -> None:
    photos = files(tmp_path)
    page = open_page("ana", "android", tolerant=True, java_script_enabled=False)
    page.goto(f"/orders/{DAY_90}")
    page.get_by_role("link", name="Open a case").click()
    go_on(page)
    go_on(page)
    expect(page.get_by_role("alert")).to_contain_text("Choose what happened.")
    page.get_by_label("It doesn't work").check()
    go_on(page)
    page.get_by_label("My money back").check()
    go_on(page)
    page.get_by_label("Choose photos").set_input_files([photos["sharp"], photos["blurred"], photos["small"]])
    page.get_by_role("button", name="Add these photos").click()
    expect(page.get_by_role("alert")).to_have_count(2)
    expect(page.get_by_role("alert").first).to_contain_text("blurred.jpg: This photo looks blurred.")
    page.get_by_label("Choose photos").set_input_files([photos["blurred"]])
    page.get_by_label("Send blurred photos all the same").check()
    page.get_by_role("button", name="Add these photos").click()
    expect(page.locator(".evidence-photo")).to_have_count(2)
    page.get_by_label("In your words").fill("The drawer doesn't open.")
    go_on(page)
    page.get_by_role("button", name="Send the case").click()
    expect(page.get_by_text("The drawer doesn't open.")).to_be_visible()
    page.get_by_role("link", name="The whole file").click()
    expect(page.get_by_role("heading", name="What was brought")).to_be_visible()
