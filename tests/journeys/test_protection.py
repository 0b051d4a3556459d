"""Buyer Protection between a buyer's phone, a seller's desk and the agents' console, by the clock too."""

import re
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.aging import time_passes
from tests.journeys.conftest import Opened
from tests.journeys.crowding import crowded_at
from tests.journeys.looking import axe_faults, cut_at, faults_of
from tests.pictures import drawn, file_of
from tests.running import RunningServer

#: Delivered 31 days ago by Kicks & Co, and 90 days ago by Luma Home.
DAY_31, DAY_90 = "576461030000000111", "576461030000000112"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CRACK = "It came with a crack from top to bottom."


def photo_in(folder: Path, name: str, **more: int) -> Path:
    file = folder / name
    file.write_bytes(file_of(drawn(1200, 900, **more), quality=80))
    return file


def claims(page: Page, number: str, photo: Path, wanted: str = "refund") -> int:
    """All items came damaged; the id of the case."""
    page.goto(f"/orders/{number}/claim")
    for box in page.locator("input[name=line]").all():
        box.set_checked(True, force=True)
    goes_on(page, "reason")
    page.locator("input[name=reason][value=damaged]").check(force=True)
    goes_on(page, "wanted")
    page.locator(f"input[name=wanted][value={wanted}]").check(force=True)
    goes_on(page, "evidence")
    page.locator("#evidence-files").set_input_files([str(photo)])
    expect(page.locator("[data-phase=kept]")).to_have_count(1)
    page.get_by_label("In your words").fill(CRACK)
    goes_on(page, "check")
    page.get_by_role("button", name="Send the case").click()
    page.wait_for_url(re.compile(r"/protection/\d+$"))
    return int(page.url.rsplit("/", 1)[1])


def goes_on(page: Page, step: str) -> None:
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(re.compile(f"/claim/{step}"))


def stands(page: Page, word: str) -> None:
    """How the page says that it stands, without being asked anew."""
    expect(page.locator(".request-state .state").first).to_have_text(word)


def looked_at(page: Page) -> list[str]:
    """What is wrong with the page as it stands."""
    found = faults_of(page) + cut_at(page, 320) + cut_at(page, 390, "200%")
    found += crowded_at(page, 320) + crowded_at(page, 390, "200%")
    return found + axe_faults(page, "light") + axe_faults(page, "dark")


def opens_from_the_list(page: Page, number: str) -> None:
    """The agent finds it among the cases of Buyer Protection."""
    page.goto("/agents/?show=protection")
    page.locator("[data-row]", has_text=number[-4:]).click()
    expect(page.locator("#acts")).to_be_visible()


def decides(page: Page, outcome: str, why: str) -> None:
    page.locator(f"#decide-{outcome} summary").click()
    form = page.locator(f"#decide-{outcome}")
    form.get_by_label("Why, in words for both").fill(why)
    form.locator("button[type=submit]").click()


def test_the_seller_answers_settles_and_it_is_over(open_page: Opened, tmp_path: Path) -> None:
    ana, sol = open_page("ana", "ios"), open_page("sol", viewport={"width": 390, "height": 844})
    made = claims(ana, DAY_90, photo_in(tmp_path, "crack.jpg"))
    sol.goto(f"/sellers/protection/{made}")
    sol.get_by_role("link", name="Answer", exact=True).click()
    sol.locator("#evidence-files").set_input_files([str(photo_in(tmp_path, "box.jpg"))])
    expect(sol.locator("[data-phase=kept]")).to_have_count(1)
    assert looked_at(sol) == []
    sol.get_by_label("What you have to say").fill("It was whole when it left us.")
    sol.get_by_role("button", name="Send the answer").click()
    expect(sol.get_by_text("Sent. Customer service decides now.")).to_be_visible()
    expect(sol.locator("#protection .evidence-large img")).to_have_count(2)
    sol.get_by_role("link", name="Make an offer").click()
    sol.get_by_label("Amount in USD").fill("5")
    assert looked_at(sol) == []
    sol.get_by_role("button", name="Send the offer").click()
    expect(sol.get_by_text("Offered to the buyer.")).to_be_visible()
    ana.reload()
    ana.get_by_role("button", name="Take $5.00").click()
    expect(ana.locator("[data-refund]")).to_be_visible()
    sol.reload()
    expect(sol.locator("#settlement")).to_contain_text("You offered $5.00: taken")
    assert looked_at(sol) == []


def test_the_seller_is_silent_it_is_decided_sent_back_and_refunded(
    open_page: Opened, shop: RunningServer, tmp_path: Path
) -> None:
    ana, mara, gus = open_page("ana", "android"), open_page("mara"), open_page("gus")
    made = claims(ana, DAY_31, photo_in(tmp_path, "crack.jpg"), "return")
    stands(ana, "Waits for the seller")

    # The seller sees it on top of their list, and lets it lie.
    mara.goto("/sellers/protection")
    row = mara.locator(f"#row-{made}")
    expect(row).to_contain_text("You answer until")
    row.click()
    expect(mara.locator("#protection")).to_contain_text(CRACK)
    assert looked_at(mara) == []
    time_passes(shop, 48 * HOUR - timedelta(minutes=1))
    mara.reload()
    stands(mara, "Waits for you")
    time_passes(shop, timedelta(minutes=1))
    stands(ana, "In review")

    # The agent sees both sides, and what follows as the form is filled in.
    opens_from_the_list(gus, DAY_31)
    expect(gus.locator("[aria-labelledby=side-SHOP]")).to_contain_text("Their time for an answer is over.")
    gus.locator("#decide-for_buyer summary").click()
    form = gus.locator("#decide-for_buyer")
    expect(form.locator(".decision-follows")).to_contain_text("sends it back until")
    form.get_by_text("The item goes back first").click()
    expect(form.locator(".decision-follows")).to_contain_text("goes back to Ana at once.")
    form.get_by_text("The item goes back first").click()
    expect(form.locator(".decision-follows")).to_contain_text("sends it back until")
    assert looked_at(gus) == []
    form.get_by_label("Why, in words for both").fill("The photos show the crack, and the seller said nothing.")
    form.locator("button[type=submit]").click()
    expect(gus.get_by_text("Decided. Ana and Kicks & Co read it.")).to_be_visible()

    # It goes back, the seller says that it is there, and the money follows.
    ana.reload()
    ana.get_by_role("link", name="I sent it back").click()
    ana.get_by_label("Carrier").fill("Kestrel")
    ana.get_by_label("Tracking number").fill("KP 1")
    ana.get_by_role("button", name="Say that it is on its way").click()
    ana.wait_for_url(re.compile(r"/protection/\d+$"))
    mara.reload()
    expect(mara.locator("#protection")).to_contain_text("On its way back with Kestrel KP 1")
    mara.locator("#arrival summary").click()
    mara.locator("#arrival button[type=submit]").click()
    expect(mara.get_by_text("Said. The buyer's money goes back.")).to_be_visible()
    expect(ana.locator("[data-refund=done]")).to_be_visible(timeout=60_000)
    assert looked_at(mara) == []
