"""A buyer photographs what arrived, and the seller sees it (PRODUCT 5, LOOK "Photos of evidence")."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from shop_help.policy.photos import LARGE_SIDE, SHOWN_WIDTH
from tests.journeys.conftest import Opened, enter
from tests.journeys.looking import axe_faults, cut_at, faults_of
from tests.pictures import drawn, file_of

TALK = "…0120"
File = Callable[..., Path]


@pytest.fixture
def file(tmp_path: Path) -> File:
    """file("rim.jpg", content) is a file of somebody's phone; without a content, a sharp photo."""

    def written(name: str, content: bytes | None = None) -> Path:
        path = tmp_path / name
        path.write_bytes(file_of(drawn(1600, 1200), quality=90) if content is None else content)
        return path

    return written


@pytest.fixture
def blurry(file: File) -> Path:
    return file("blurry.jpg", file_of(drawn(1600, 1200, blur=16), quality=90))


def open_talk(page: Page) -> Page:
    page.get_by_role("link", name="Inbox").click()
    page.locator("main").get_by_role("link", name=re.compile(TALK)).click()
    expect(page.get_by_role("textbox", name="Message")).to_be_visible()
    return page


def choose(page: Page, *paths: Path) -> None:
    """A tap on the button, and photos of the phone's own chooser."""
    with page.expect_file_chooser() as chooser:
        page.get_by_label("Add photos").click()
    assert chooser.value.is_multiple()
    chooser.value.set_files([str(path) for path in paths])


def waiting(page: Page) -> Locator:
    """The bubbles that are not sent."""
    return page.locator("li.message[data-kind=photo]:not([data-seq])")


def photos(page: Page) -> Locator:
    return page.locator("li[data-seq] .message-photo img")


def is_seen(photo: Locator) -> None:
    """The picture is there, and not only its frame."""
    expect(photo).to_have_js_property("complete", True)
    expect(photo).not_to_have_js_property("naturalWidth", 0)


def test_a_photo_from_a_phone_is_seen_by_the_seller_at_once(open_page: Opened, file: File) -> None:
    ana, sol = open_talk(open_page("ana", "ios")), open_page("sol")
    sol.get_by_role("link", name=re.compile(TALK)).click()
    sol.locator("html").evaluate("html => html.dataset.opened = 'once'")
    there = photos(sol).count()
    ana.get_by_role("textbox", name="Message").fill("I was about to say")
    choose(ana, file("rim.jpg"))
    expect(waiting(ana)).to_have_count(0)
    expect(photos(ana)).to_have_count(there + 1)
    expect(ana.locator("li[data-kind=photo] [data-part=state]").last).to_have_text(re.compile("Sent|Seen"))
    expect(photos(sol)).to_have_count(there + 1)
    is_seen(photos(sol).last)
    is_seen(photos(ana).last)
    expect(photos(sol).last).to_have_attribute("alt", "Photo")
    expect(photos(sol).last).to_have_attribute("width", str(SHOWN_WIDTH))
    expect(sol.locator("html")).to_have_attribute("data-opened", "once")
    row = sol.get_by_role("link", name=re.compile(TALK))
    expect(row).to_contain_text("Photo")
    # What was being written waits for its own moment.
    expect(ana.get_by_role("textbox", name="Message")).to_have_value("I was about to say")
    photos(sol).last.click()
    expect(sol).to_have_url(re.compile(r"/photos/[0-9a-f-]{36}$"))
    sol.go_back()
    expect(photos(sol).last).to_be_visible()
    assert faults_of(ana) == []


def test_a_photo_is_shown_at_once_with_its_progress_and_can_be_called_off(open_page: Opened, file: File) -> None:
    ana = open_talk(open_page("ana", "android"))
    there = photos(ana).count()
    sending: list[Route] = []

    def hold(route: Route) -> None:
        sending.append(route)

    ana.route("**/photos", hold)
    choose(ana, file("rim.jpg"), file("base.jpg", file_of(drawn(1300, 1400))))
    expect(waiting(ana)).to_have_count(2)
    first = waiting(ana).first
    is_seen(first.locator("img"))
    expect(first.locator("[data-part=state]")).to_have_text("Sending")
    expect(first.get_by_role("progressbar", name="Sending the photo")).to_be_visible()
    # The second one waits for the first.
    expect(waiting(ana).last.get_by_role("progressbar")).to_be_hidden()
    expect(first.get_by_role("button", name="Send all the same")).to_be_hidden()
    first.get_by_role("button", name="Cancel").click()
    expect(waiting(ana)).to_have_count(1)
    expect(waiting(ana).get_by_role("progressbar")).to_be_visible()
    assert len(sending) == 2
    sending[1].continue_()
    expect(waiting(ana)).to_have_count(0)
    expect(photos(ana)).to_have_count(there + 1)


def test_a_blurry_photo_is_warned_of_and_goes_all_the_same_if_one_wants(
    open_page: Opened, blurry: Path, file: File
) -> None:
    ana = open_talk(open_page("ana", "ios"))
    there = photos(ana).count()
    choose(ana, blurry, file("rim.jpg"))
    # The sharp one does not wait for a decision about the other.
    expect(photos(ana)).to_have_count(there + 1)
    expect(waiting(ana)).to_have_count(1)
    bubble = waiting(ana)
    expect(bubble).to_contain_text("This photo looks blurry. Nobody could see on it what is wrong")
    expect(bubble.locator("[data-part=state]")).to_have_text("Not sent yet")
    assert axe_faults(ana, "light") + axe_faults(ana, "dark") + cut_at(ana, 320) == []
    bubble.get_by_role("button", name="Send all the same").click()
    expect(waiting(ana)).to_have_count(0)
    expect(photos(ana)).to_have_count(there + 2)

    choose(ana, blurry)
    with ana.expect_file_chooser() as again:
        waiting(ana).get_by_role("button", name="Choose another").click()
    again.value.set_files(str(file("again.jpg")))
    expect(photos(ana)).to_have_count(there + 3)
    choose(ana, file("tiny.png", file_of(drawn(200, 150), "PNG")))
    expect(waiting(ana)).to_contain_text("This photo is very small")
    waiting(ana).get_by_role("button", name="Remove").click()
    expect(waiting(ana)).to_have_count(0)
    ana.reload()
    expect(photos(ana)).to_have_count(there + 3)


BAD = [
    ("notes.pdf", b"%PDF-1.7", "This file is no photo that can be shown"),
    ("page.jpg", b"<html><script>alert(1)</script></html>", "This file is damaged"),
    ("cut.jpg", file_of(drawn())[:300], "This file is damaged"),
    ("empty.png", b"", "This file is empty"),
    ("large.heic", b"\x00" * (20 * 1024 * 1024 + 1), "This file is larger than 20 MB"),
]


def test_a_bad_file_has_its_reason_beside_it_and_never_leaves_the_phone(open_page: Opened, file: File) -> None:
    ana = open_talk(open_page("ana", "android"))
    asked: list[str] = []
    ana.on("request", lambda request: asked.append(request.url) if request.method == "POST" else None)
    choose(ana, *(file(name, content) for name, content, _ in BAD))
    expect(waiting(ana)).to_have_count(len(BAD))
    for bubble, (_, _, reason) in zip(waiting(ana).all(), BAD, strict=True):
        expect(bubble).to_contain_text(reason)
        expect(bubble.locator("[data-part=state]")).to_have_text("Not sent")
        expect(bubble.get_by_role("button", name="Send all the same")).to_be_hidden()
        expect(bubble.get_by_role("button", name="Choose another")).to_be_visible()
    expect(waiting(ana).first).to_contain_text("notes.pdf")
    assert axe_faults(ana, "light") + cut_at(ana, 320) == []
    assert not [address for address in asked if address.endswith("/photos")]


def test_at_most_six_at_once(open_page: Opened, blurry: Path) -> None:
    ana = open_talk(open_page("ana", "ios"))
    choose(ana, *[blurry] * 7)
    expect(ana.get_by_role("status").filter(has_text="at most 6 photos")).to_be_visible()
    expect(waiting(ana)).to_have_count(6)


def test_a_reason_of_the_server_stands_beside_the_picture_too(open_page: Opened, file: File) -> None:
    ana = open_talk(open_page("ana", "ios", tolerant=True))
    refusal = '{"ok": false, "code": "closed", "retry": false}'
    ana.route("**/photos", lambda route: route.fulfill(status=409, body=refusal, content_type="application/json"))
    choose(ana, file("rim.jpg"))
    expect(waiting(ana)).to_contain_text("This conversation is closed.")
    expect(waiting(ana).get_by_role("button", name="Try again")).to_be_hidden()


# What the server says is not heard.
DEAF = """for (const [name, value] of [["response", null], ["status", 0]]) {
  Object.defineProperty(XMLHttpRequest.prototype, name, { configurable: true, get: () => value });
}"""


def test_a_photo_whose_answer_was_lost_is_there_once_and_not_waited_for(open_page: Opened, file: File) -> None:
    ana = open_talk(open_page("ana", "android", tolerant=True))
    there, sent = photos(ana).count(), list[str]()
    ana.on("request", lambda request: sent.append(request.url) if request.url.endswith("/photos") else None)
    ana.route("**/photos", lambda route: route.abort())
    choose(ana, file("rim.jpg"))
    expect(waiting(ana)).to_contain_text("The connection was lost")
    expect(waiting(ana).locator("[data-part=state]")).to_have_text("Not sent")
    ana.unroute("**/photos")
    ana.evaluate(f"{DEAF}; 0")
    waiting(ana).get_by_role("button", name="Try again").click()
    # Its message comes all the same, and the bubble goes.
    expect(photos(ana)).to_have_count(there + 1)
    expect(waiting(ana)).to_have_count(0)
    assert len(sent) == 2
    # Nothing is left that would go once more, or hold one on this page.
    ana.evaluate("dispatchEvent(new Event('online'))")
    ana.get_by_role("link", name="Profile").click()
    expect(ana).to_have_url(re.compile("/profile$"))
    ana.go_back()
    expect(photos(ana)).to_have_count(there + 1)
    assert len(sent) == 2


def test_what_failed_goes_by_itself_once_the_network_is_back(open_page: Opened, file: File) -> None:
    ana = open_talk(open_page("ana", "ios", tolerant=True))
    there = photos(ana).count()
    ana.route("**/photos", lambda route: route.abort())
    choose(ana, file("rim.jpg"))
    expect(waiting(ana)).to_contain_text("The connection was lost")
    ana.unroute("**/photos")
    ana.evaluate("dispatchEvent(new Event('online'))")
    expect(photos(ana)).to_have_count(there + 1)
    expect(waiting(ana)).to_have_count(0)


def test_a_large_photo_leaves_the_phone_as_small_as_it_is_kept(open_page: Opened, file: File) -> None:
    ana = open_talk(open_page("ana", "ios"))
    large = file("large.jpg", file_of(drawn(4000, 3000), quality=97))
    there = photos(ana).count()
    # The browser's tools don't tell how large a form with a file is.
    ana.evaluate(
        "const send = XMLHttpRequest.prototype.send;"
        "XMLHttpRequest.prototype.send = function (form) { sent = form.get('photo').size; send.call(this, form); }; 0"
    )
    choose(ana, large)
    expect(photos(ana)).to_have_count(there + 1)
    assert 10_000 < ana.evaluate("sent") < large.stat().st_size / 2
    link = ana.locator("li[data-seq] a.message-photo").last.get_attribute("href")
    assert link
    ana.goto(link)
    expect(ana.locator("img")).to_have_js_property("naturalWidth", LARGE_SIDE)


def test_what_the_browser_cannot_show_the_server_can(open_page: Opened, file: File) -> None:
    ana = open_talk(open_page("ana", "android"))
    there = photos(ana).count()
    ana.route("**/photos", lambda route: ana.wait_for_timeout(500) or route.continue_())
    choose(ana, file("IMG_0042.HEIC", file_of(drawn(900, 700), "HEIF")))
    expect(waiting(ana)).to_contain_text("IMG_0042.HEIC")
    expect(photos(ana)).to_have_count(there + 1)
    is_seen(photos(ana).last)


def test_without_scripts_the_composer_sends_photos_and_says_what_was_bad(open_page: Opened, file: File) -> None:
    ana = open_talk(open_page("ana", "android", tolerant=True, java_script_enabled=False))
    there = photos(ana).count()
    ana.get_by_role("textbox", name="Message").fill("Both sides")
    chosen = ana.get_by_label("Photos", exact=True)
    chosen.set_input_files([str(file("one.jpg")), str(file("two.png", file_of(drawn(700, 700), "PNG")))])
    ana.get_by_role("button", name="Send photos").click()
    expect(photos(ana)).to_have_count(there + 2)
    expect(photos(ana).nth(there)).to_have_attribute("alt", "Both sides")
    is_seen(photos(ana).last)
    expect(ana.get_by_role("textbox", name="Message")).to_have_value("")
    ana.get_by_role("textbox", name="Message").fill("And this")
    chosen.set_input_files(str(file("page.jpg", b"<html>")))
    ana.get_by_role("button", name="Send photos").click()
    expect(ana.get_by_role("alert")).to_contain_text("This file is no photo that can be shown")
    expect(ana.get_by_role("textbox")).to_have_value("And this")
    ana.get_by_role("link", name="Back to the conversation").click()
    expect(photos(ana)).to_have_count(there + 2)
    # Words alone go as before.
    ana.get_by_role("textbox", name="Message").fill("Only words")
    ana.get_by_role("button", name="Send", exact=True).click()
    expect(ana.locator("li[data-seq] .message-body").last).to_have_text("Only words")


def test_by_keyboard_alone(open_page: Opened, file: File) -> None:
    ana = open_talk(open_page("ana"))
    # Asked for before anything is pressed: the browser takes a moment until it tells instead of showing.
    with ana.expect_file_chooser() as chooser:
        ana.get_by_role("textbox", name="Message").focus()
        ana.keyboard.press("Shift+Tab")
        expect(ana.get_by_label("Add photos")).to_be_focused()
        ana.keyboard.press("Space")
    there = photos(ana).count()
    chooser.value.set_files(str(file("rim.jpg")))
    expect(photos(ana)).to_have_count(there + 1)


def test_on_a_shared_phone_the_next_person_is_shown_nothing(open_page: Opened, chromium: Browser) -> None:
    phone = open_talk(open_page("ana", "ios", tolerant=True))
    address = phone.locator("li[data-seq] a.message-photo").first.get_attribute("href")
    assert address
    for size in ("", "/small"):
        seen = phone.goto(address + size)
        assert seen
        assert seen.status == 200
    phone.goto("/profile")
    phone.get_by_role("button", name="Sign out").click()
    expect(phone.get_by_role("heading", name="Sign in")).to_be_visible()
    enter(phone, "bruno")
    for size in ("", "/small"):
        seen = phone.goto(address + size)
        assert seen
        assert seen.status == 404
