"""Agents answer in real browsers: two at once, on two machines, by keys alone, and without scripts (PRODUCT 7)."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from shop_help import create_app
from tests.agents.one_case import OneCase, asked_by_ana
from tests.conftest import config_of
from tests.journeys.conftest import Opened
from tests.journeys.looking import axe_faults, cut_at
from tests.pictures import drawn, file_of
from tests.running import RunningServer
from tests.settling import settled

NUMBERS = [f"5764610300000001{last:02}" for last in (7, 9, 16, 3, 4, 8, 6)]
#: Longer than a look takes, so that what stands on the page was seen.
SEEN = 2500


@pytest.fixture(scope="module")
def scenes(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> list[OneCase]:
    """A case for each story, in a database of this file's own."""
    path = Path(shutil.copy(seeded, tmp_path_factory.mktemp("replying") / "shop.sqlite3"))
    with create_app(config_of(f"sqlite:///{path}")).app_context():
        made = [asked_by_ana(f"Where is number {number}?", number) for number in NUMBERS]
    made[0].sign_ins["database"] = str(path)
    return made


@pytest.fixture(scope="module")
def shop(scenes: list[OneCase], tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """The server of these stories."""
    log = tmp_path_factory.mktemp("replying-log") / "server.log"
    running = RunningServer(Path(scenes[0].sign_ins["database"]), log)
    running.start()
    yield running
    running.stop()
    assert '"level": "error"' not in log.read_text(), log.read_text()[-4000:]


@pytest.fixture
def next_case(scenes: list[OneCase]) -> Callable[[], OneCase]:
    """A case that no story has touched."""
    return scenes.pop


def at(page: Page, case: OneCase) -> Page:
    page.goto(case.page)
    return settled(page)


def box(page: Page):
    return page.get_by_role("textbox", name="Message", exact=True)


def messages(page: Page):
    return page.locator("li[data-seq] .message-body")


def test_of_two_agents_who_write_at_once_one_is_sent_and_the_other_reads_it_and_decides(
    open_page: Opened, next_case: Callable[[], OneCase]
) -> None:
    case = next_case()
    gus, iris = at(open_page("gus"), case), at(open_page("iris"), case)
    expect(gus.get_by_text("Iris is looking")).to_be_visible()
    box(gus).press_sequentially("It is in Reno, I chase the carrier.", delay=30)
    expect(iris.get_by_text("Gus is writing…")).to_be_visible()
    box(iris).fill("I have asked the carrier to trace it.")
    expect(gus.get_by_text("Draft kept")).to_be_visible()
    box(iris).press("Enter")
    expect(messages(gus).last).to_have_text("I have asked the carrier to trace it.")
    expect(box(gus)).to_have_value("It is in Reno, I chase the carrier.")
    gus.get_by_label("Send and").select_option("resolve")
    box(gus).press("Enter")
    notice = gus.get_by_role("alert")
    expect(notice).to_contain_text("Iris has this case now.")
    expect(box(gus)).to_have_value("It is in Reno, I chase the carrier.")
    expect(gus.get_by_label("Send and")).to_have_value("resolved")
    lines = gus.locator("ol.messages > li")
    expect(lines.nth(-2)).to_have_text("New while you wrote")
    expect(lines.last).to_contain_text("I have asked the carrier to trace it.")
    expect(messages(iris)).to_have_count(messages(gus).count())
    assert axe_faults(gus, "light") + axe_faults(gus, "dark") == []
    # He decides: the case is his, his words are in its composer, and out they go.
    notice.get_by_role("button", name="Take over").click()
    expect(box(gus)).to_have_value("It is in Reno, I chase the carrier.")
    expect(gus.get_by_role("alert")).to_have_count(0)
    box(settled(gus)).press("Enter")
    expect(messages(gus).last).to_have_text("It is in Reno, I chase the carrier.")
    expect(gus.get_by_text("Draft kept")).to_be_hidden()


def test_who_leaves_it_has_no_draft_left(open_page: Opened, next_case: Callable[[], OneCase]) -> None:
    case = next_case()
    gus, iris = at(open_page("gus"), case), at(open_page("iris"), case)
    box(gus).fill("It is lost.")
    box(iris).fill("We trace it.")
    expect(gus.get_by_text("Draft kept")).to_be_visible()
    box(iris).press("Enter")
    expect(messages(gus).last).to_have_text("We trace it.")
    box(gus).press("Enter")
    gus.get_by_role("button", name="Leave it and delete my draft").click()
    expect(gus.get_by_text("You left it. Your draft is deleted.")).to_be_visible()
    expect(gus).to_have_url(re.compile(r"/agents/$"))
    at(gus, case)
    # He may read on for a while, and has nothing there to write with.
    expect(messages(gus).last).to_have_text("We trace it.")
    expect(gus.get_by_text("It is lost.")).to_have_count(0)
    expect(box(gus)).to_have_count(0)


SAY = """async ([address, id, body]) => {
  const headers = JSON.parse(document.body.getAttribute("hx-headers:inherited"));
  await fetch(address, { method: "POST", body: new URLSearchParams({ client_id: id, body }), headers });
}"""


def test_a_buyer_who_writes_in_the_same_moment_is_read_before_the_answer_goes(
    open_page: Opened, next_case: Callable[[], OneCase], shop: RunningServer
) -> None:
    case = next_case()
    gus, ana = at(open_page("gus"), case), open_page("ana", "android")
    gus.wait_for_timeout(SEEN)
    box(gus).fill("Your parcel is lost, I am sorry.")
    address, name = f"/conversations/{case.conversation_id}/messages", "0198a0de-0000-7000-a000-000000000042"
    ana.evaluate(SAY, [address, name, "It has just come!"])
    expect(messages(gus).last).to_have_text("It has just come!")
    box(gus).press("Enter")
    expect(gus.get_by_role("alert")).to_contain_text(
        "One new message came while you wrote. Read it, then send again."
    )
    expect(box(gus)).to_have_value("Your parcel is lost, I am sorry.")
    expect(gus.locator("ol.messages > li").nth(-2)).to_have_text("New while you wrote")
    gus.wait_for_timeout(SEEN)
    box(gus).fill("How good to hear.")
    box(gus).press("Enter")
    expect(messages(gus).last).to_have_text("How good to hear.")
    expect(gus.get_by_role("alert")).to_have_count(0)
    expect(gus.get_by_text("New while you wrote")).to_have_count(0)
    expect(gus.get_by_text("Your parcel is lost")).to_have_count(0)


def test_a_draft_is_found_again_in_another_browser(open_page: Opened, next_case: Callable[[], OneCase]) -> None:
    case = next_case()
    desk = at(open_page("gus"), case)
    box(desk).press_sequentially("Begun at my desk", delay=20)
    expect(desk.get_by_text("Draft kept")).to_be_visible()
    phone = at(open_page("gus", "android"), case)
    expect(box(phone)).to_have_value("Begun at my desk")
    assert cut_at(phone, 320) + axe_faults(phone, "light") + axe_faults(phone, "dark") == []
    box(phone).fill("Begun at my desk, sent on the way.")
    phone.get_by_role("button", name="Send", exact=True).click()
    expect(messages(phone).last).to_have_text("Begun at my desk, sent on the way.")
    expect(messages(desk).last).to_have_text("Begun at my desk, sent on the way.")
    desk.reload()
    expect(messages(desk).last).to_be_visible()
    expect(box(desk)).to_have_value("")


def test_a_macro_is_inserted_and_sent_by_keys_alone(open_page: Opened, next_case: Callable[[], OneCase]) -> None:
    case = next_case()
    gus = at(open_page("gus"), case)
    gus.keyboard.press("r")
    expect(box(gus)).to_be_focused()
    gus.keyboard.type("/done")
    expect(gus.get_by_role("option").first).to_contain_text("All done")
    expect(gus.get_by_role("option").first).to_contain_text("Send and resolve")
    gus.keyboard.press("Enter")
    expect(box(gus)).to_have_value(re.compile(r"^I am glad that this is settled, Ana\."))
    expect(gus.get_by_label("Send and")).to_have_value("resolved")
    gus.keyboard.press("Enter")
    expect(gus.locator("li[data-author=customer_service]").last).to_contain_text(
        "I am glad that this is settled, Ana."
    )
    expect(gus.locator("li[data-author=system]").last).to_contain_text("marked this as resolved")
    expect(gus.get_by_label("Send and")).to_have_value("waiting_buyer")


def test_without_scripts_a_reply_is_kept_held_back_and_sent(
    open_page: Opened, next_case: Callable[[], OneCase]
) -> None:
    case = next_case()
    gus = open_page("gus", java_script_enabled=False)
    iris = open_page("iris", java_script_enabled=False)
    for page in (gus, iris):
        page.goto(case.page)
    gus.get_by_role("link", name="Asking the seller").click()
    expect(box(gus)).to_have_value(re.compile("^I have asked Luma Home about your order"))
    expect(gus.get_by_label("Send and")).to_have_value("waiting_seller")
    box(gus).fill("I have asked the shop.")
    gus.get_by_role("button", name="Keep as draft").click()
    expect(gus.get_by_text("Your draft is kept.")).to_be_visible()
    expect(box(gus)).to_have_value("I have asked the shop.")
    box(iris).fill("We look into it.")
    iris.get_by_role("button", name="Send", exact=True).click()
    expect(messages(iris).last).to_have_text("We look into it.")
    gus.get_by_role("button", name="Send", exact=True).click()
    expect(gus.get_by_text("Iris has this case now.")).to_be_visible()
    expect(gus.get_by_text("New while you wrote")).to_be_visible()
    expect(messages(gus).last).to_have_text("We look into it.")
    expect(gus.get_by_label("Your draft")).to_have_value("I have asked the shop.")
    gus.get_by_role("button", name="Take over").first.click()
    expect(box(gus)).to_have_value("I have asked the shop.")
    gus.get_by_role("button", name="Send", exact=True).click()
    expect(messages(gus).last).to_have_text("I have asked the shop.")
    expect(box(gus)).to_have_value("")


def test_a_photo_on_a_stale_view_is_held_back_under_what_is_new_and_says_whose_turn_it_is_once_it_goes(
    open_page: Opened, next_case: Callable[[], OneCase], tmp_path: Path
) -> None:
    photo = tmp_path / "label.jpg"
    photo.write_bytes(file_of(drawn(1600, 1200), quality=90))
    case = next_case()
    # What is refused is an error on the browser's console, as it should be.
    gus, ana = at(open_page("gus", tolerant=True), case), open_page("ana", "ios")
    gus.get_by_role("button", name="Claim").click()
    expect(gus.get_by_role("button", name="Claim")).to_have_count(0)
    ana.goto(f"/conversations/{case.conversation_id}")
    # Gus looks elsewhere while she writes.
    gus.evaluate("Object.defineProperty(document, 'hidden', { value: true, configurable: true })")
    ana.get_by_role("textbox", name="Message").fill("It came!")
    ana.get_by_role("button", name="Send", exact=True).click()
    expect(messages(gus).last).to_have_text("It came!")
    gus.get_by_label("Send and").select_option("assigned")
    choose(gus, photo)
    bubble = gus.locator("li.message[data-kind=photo]:not([data-seq])")
    expect(bubble).to_contain_text("Not sent")
    expect(gus.get_by_role("alert")).to_contain_text("One new message came while you wrote.")
    expect(gus.get_by_text("New while you wrote")).to_be_visible()
    expect(ana.locator("li[data-kind=photo]")).to_have_count(0)
    gus.evaluate("delete document.hidden")
    gus.evaluate("dispatchEvent(new Event('focus'))")
    newest = gus.locator("li[data-seq]").last.get_attribute("data-seq") or ""
    expect(gus.locator("[name=seen]")).to_have_value(newest)
    bubble.get_by_role("button", name="Try again").click()
    expect(bubble).to_have_count(0)
    expect(ana.locator("li[data-kind=photo]")).to_have_count(1)
    expect(gus.locator(".case-line .state").first).to_have_text("In work")
    expect(gus.locator(".reply-held")).to_be_hidden()
    expect(gus.get_by_label("Send and")).to_have_value("waiting_buyer")


def choose(page: Page, *paths: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_label("Add photos").click()
    chooser.value.set_files([str(path) for path in paths])
