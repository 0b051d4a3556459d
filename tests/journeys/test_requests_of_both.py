"""A request between a buyer's phone, a seller's desk and an agent's console: each sees what the others do."""

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
from tests.settling import settled

#: One order a story: a wall clock of Ana's from Sol, sneakers and a backpack of Bruno's from Mara.
WALL_CLOCK, SNEAKERS, BACKPACK = (f"576461030000000{end}" for end in (109, 124, 127))
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def asks_to_return(page: Page, number: str) -> int:
    """They don't need it any more; the id of the request."""
    page.goto(f"/orders/{number}/refund-or-return")
    page.get_by_text("I don't need it any more").click()
    page.get_by_role("button", name="Ask to return it").click()
    page.wait_for_url(re.compile(r"/orders/requests/\d+$"))
    return int(page.url.rsplit("/", 1)[1])


def sends_back(page: Page) -> None:
    page.get_by_label("Carrier").fill("USPS")
    page.get_by_label("Tracking number").fill("9400 1112")
    page.get_by_role("button", name="I have sent it back").click()


def stands(page: Page, word: str) -> None:
    """How the buyer's page says that it stands, without being asked anew."""
    expect(page.locator(".request-state .state")).to_have_text(word)


def looked_at(page: Page) -> list[str]:
    """What is wrong with the page as it stands."""
    found = faults_of(page) + cut_at(page, 320) + cut_at(page, 390, "200%")
    found += crowded_at(page, 320) + crowded_at(page, 390, "200%")
    return found + axe_faults(page, "light") + axe_faults(page, "dark")


def test_a_rejected_return_is_disputed_and_decided_for_the_buyer_until_the_money_is_back(
    open_page: Opened, tmp_path: Path
) -> None:
    file = tmp_path / "scratch.jpg"
    file.write_bytes(file_of(drawn(1200, 900), quality=80))
    ana, sol, gus = open_page("ana", "android"), open_page("sol"), open_page("gus")
    made = asks_to_return(ana, WALL_CLOCK)

    # The seller finds it in the inbox, with what happens if nothing is done.
    sol.goto("/sellers/inbox?show=requests")
    row = sol.locator("[data-row]", has_text="0109")
    expect(row).to_contain_text("Return: approved by the system in 2 d")
    row.click()
    card = sol.locator(f"#request-{made}")
    expect(card.get_by_text("You answer until")).to_be_visible()
    settled(sol).keyboard.press("x")
    assert looked_at(sol) == []
    card.get_by_text("It was used or damaged after it arrived").click()
    form = card.locator(f"#rejection-{made}")
    form.get_by_label(re.compile("^Your words to Ana")).fill("The glass is scratched.")
    form.locator("input[type=file]").set_input_files([str(file)])
    expect(form.locator(".photo-field li")).to_have_count(1)
    form.get_by_role("button", name="Reject the request").click()
    expect(sol.get_by_text("Rejected. Ana reads your reason.")).to_be_visible()
    expect(sol.locator(f"#request-{made}")).to_contain_text("The glass is scratched.")
    assert "/sellers/conversations/" in sol.url

    # The buyer reads it where she is, and asks customer service.
    stands(ana, "Rejected")
    expect(ana.locator("main")).to_contain_text("The glass is scratched.")
    ana.get_by_label(re.compile("Why is the seller wrong")).fill("It was like that when I unpacked it.")
    ana.get_by_role("button", name="Dispute the seller's answer").click()
    expect(ana.get_by_text("Customer service looks at it").first).to_be_visible()
    expect(sol.locator(f"#request-{made}")).to_contain_text("customer service looks at it")
    expect(sol.locator(f"#request-{made} .decision")).to_have_count(0)

    # The agent sees both sides, decides, and says why.
    gus.goto("/agents/?show=unassigned")
    gus.locator("[data-row]", has_text="Dispute").click()
    dispute = gus.locator("section.request", has_text="Dispute")
    for words in ("The glass is scratched.", "On that day:", "Now, by item and date:"):
        expect(dispute).to_contain_text(words)
    dispute.get_by_text("Decide for Ana").first.click()
    expect(dispute.get_by_text("Ana sends it back until")).to_be_visible()
    assert looked_at(gus) == []
    dispute.get_by_label("Why, in words for both").first.fill("The photos show no use.")
    dispute.get_by_role("button", name="Decide for Ana").click()
    expect(gus.get_by_text("Decided. Ana and Luma Home read it.")).to_be_visible()
    expect(sol.locator(f"#request-{made}")).to_contain_text("The photos show no use.")

    # It goes back, is looked at, and the money follows.
    ana.get_by_role("link", name=re.compile("Conversation with")).click()
    card = ana.locator("li[data-kind=request]").last
    expect(card).to_contain_text("The photos show no use.")
    card.get_by_role("link", name="See the request").click()
    sends_back(ana)
    card = sol.locator(f"#request-{made}")
    card.get_by_text("It has arrived").first.click()
    card.get_by_role("button", name="It has arrived").click()
    card.get_by_text("It is as it should be").first.click()
    expect(card.get_by_text("This moves money and can't be taken back.")).to_be_visible()
    card.get_by_role("button", name=re.compile(r"Approve and refund \$")).click()
    expect(card.locator("[role=status]")).to_contain_text("goes back to Ana.")
    stands(ana, "Refunded")
    expect(card.locator(".request-head")).to_contain_text("Refunded")


def test_the_seller_ships_while_a_cancellation_waits(open_page: Opened) -> None:
    bruno, mara, other = open_page("bruno", "ios"), open_page("mara"), open_page("mara", tolerant=True)
    bruno.goto(f"/orders/{SNEAKERS}/cancellation")
    bruno.get_by_text("It takes too long").click()
    bruno.get_by_role("button", name="Ask the seller to cancel").click()
    bruno.wait_for_url(re.compile(r"/orders/requests/\d+$"))
    made = int(bruno.url.rsplit("/", 1)[1])

    mara.goto("/sellers/requests")
    mara.locator(f"#row-{made}").click()
    other.goto(f"/sellers/requests/{made}")
    parcel = mara.locator("#parcel")
    expect(parcel).to_be_visible()
    settled(mara).keyboard.press("s")
    expect(parcel.get_by_text("as soon as it is shipped, that is over")).to_be_visible()
    assert looked_at(mara) == []
    mara.locator("#parcel summary").focus()
    parcel.get_by_label("Carrier").fill("Royal Mail")
    parcel.get_by_label("Tracking number").fill("RM 42")
    # Tapped twice, it is one parcel.
    parcel.get_by_role("button", name="It has left").dblclick()
    expect(mara.get_by_text("It is on its way: Bruno has the tracking number.")).to_be_visible()
    expect(mara.locator(f"#request-{made}")).to_contain_text("Overtaken")
    stands(bruno, "Overtaken")
    bruno.goto(f"/orders/{SNEAKERS}")
    expect(bruno.locator("main")).to_contain_text("RM 42")


def test_what_the_seller_leaves_goes_its_way_by_the_clock(open_page: Opened, shop: RunningServer) -> None:
    bruno, mara = open_page("bruno", "android"), open_page("mara", tolerant=True)
    made = asks_to_return(bruno, BACKPACK)
    mara.goto(f"/sellers/requests/{made}")
    time_passes(shop, 47 * HOUR)
    mara.reload()
    expect(mara.locator(f"#request-{made} .clock")).to_contain_text(re.compile(r"(1 h|\d\d min) left"))
    settled(mara).keyboard.press("x")
    mara.get_by_text("The photos don't show what is said to be wrong").click()

    # Nobody answers: the system does, and both read it where they are.
    time_passes(shop, HOUR)
    stands(bruno, "To be sent back")
    expect(mara.locator(f"#request-{made} .request-head")).to_contain_text("To be sent back")
    expect(mara.locator(f"#request-{made} .decision")).to_have_count(0)
    assert looked_at(mara) == []

    # It is sent back and arrives; nobody looks at it, and the money goes back by itself.
    sends_back(bruno)
    card = mara.locator(f"#request-{made}")
    card.get_by_text("It has arrived").first.click()
    card.get_by_role("button", name="It has arrived").click()
    expect(card).to_contain_text("You inspect it until")
    stands(bruno, "Being inspected")
    time_passes(shop, 7 * DAY)
    stands(bruno, "Refunded")
    expect(card.locator(".request-head")).to_contain_text("Refunded")
