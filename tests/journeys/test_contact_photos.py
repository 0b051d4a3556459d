"""Photos in the form of a message: seen at once, looked at, taken out again, and sent with the words (LOOK)."""

from pathlib import Path

from playwright.sync_api import Route, expect

from tests.journeys.conftest import Opened
from tests.journeys.looking import axe_faults, cut_at, faults_of
from tests.pictures import drawn, file_of

FORM = "/help/contact/message?order=576461030000000108&question="


def files(folder: Path) -> list[Path]:
    contents = {
        "rim.jpg": file_of(drawn(2600, 1800), quality=80),
        "blurry.jpg": file_of(drawn(1600, 1200, blur=16), quality=90),
        "notes.pdf": b"%PDF-1.7",
        "broken.jpg": b"no picture at all",
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in contents]


def test_photos_that_were_chosen_before_the_script_had_come_are_seen_too(open_page: Opened, tmp_path: Path) -> None:
    rim, blurry, _notes, _broken = files(tmp_path)
    page, held = open_page("ana", "ios"), list[Route]()
    page.route("**/photo-field*", lambda route: held.append(route))  # noqa: PLW0108 - no builtin is taken here
    page.goto(FORM + "arrived-damaged", wait_until="domcontentloaded")
    field = page.locator(".photo-field")
    field.locator("input").set_input_files([str(rim), str(blurry)])
    expect(field.locator("li")).to_have_count(0)
    assert held
    held[0].continue_()
    expect(field.locator("li")).to_have_count(2)


def test_photos_are_seen_at_once_judged_and_sent_with_the_words(open_page: Opened, tmp_path: Path) -> None:
    rim, blurry, notes, broken = files(tmp_path)
    page = open_page("ana", "ios")
    page.goto(FORM + "arrived-damaged")
    page.get_by_label("What happened?").fill("The rim of one mug is broken.")
    field = page.locator(".photo-field")
    field.locator("input").set_input_files([str(rim), str(blurry)])
    expect(field.locator("li")).to_have_count(2)
    expect(field.locator("li").nth(1)).to_contain_text("Looks blurry")
    expect(field.locator("li").first).not_to_contain_text("blurry")
    found = faults_of(page) + cut_at(page, 320) + cut_at(page, 390, "200%")
    assert found + axe_faults(page, "light") + axe_faults(page, "dark") == []
    # What is chosen later comes on top; what is no photo says so and is left out.
    field.locator("input").set_input_files([str(notes)])
    expect(field.get_by_role("alert")).to_contain_text("notes.pdf: This file is no photo")
    field.locator("input").set_input_files([str(broken)])
    expect(field.get_by_role("alert")).to_contain_text("broken.jpg: This file is damaged")
    expect(field.locator("li")).to_have_count(2)
    field.locator("li").nth(1).get_by_role("button", name="Remove the photo").click()
    expect(field.locator("li")).to_have_count(1)
    page.get_by_role("button", name="Send message").click()
    page.wait_for_url("**/conversations/*")
    expect(page.locator("li[data-author=buyer] .message-body").first).to_have_text("The rim of one mug is broken.")
    photo = page.locator("li[data-author=buyer][data-kind=photo] img")
    expect(photo).to_have_count(1)
    assert photo.evaluate("img => img.decode().then(() => img.naturalWidth)") > 0
    page.goto(FORM + "arrived-damaged")
    expect(page.get_by_label("What happened?")).to_have_value("")


def test_words_and_photos_stay_when_the_network_goes_while_they_are_sent(open_page: Opened, tmp_path: Path) -> None:
    rim, *_ = files(tmp_path)
    page = open_page("ana", "android", tolerant=True)
    page.goto(FORM + "wrong-item")
    page.get_by_label("What happened?").fill("That is not mine.")
    field = page.locator(".photo-field")
    field.locator("input").set_input_files([str(rim)])
    expect(field.locator("li")).to_have_count(1)
    page.context.set_offline(True)
    page.get_by_role("button", name="Send message").click()
    expect(field.get_by_role("alert")).to_contain_text("The connection was lost.")
    page.context.set_offline(False)
    expect(page.get_by_label("What happened?")).to_have_value("That is not mine.")
    page.get_by_role("button", name="Send message").click()
    page.wait_for_url("**/conversations/*")
    expect(page.locator("li[data-author=buyer]")).to_have_count(2)


def test_photos_go_along_without_scripts(open_page: Opened, tmp_path: Path) -> None:
    rim, _blurry, notes, _broken = files(tmp_path)
    page = open_page("ana", "desk", java_script_enabled=False)
    page.goto(FORM + "missing-item")
    page.get_by_label("What happened?").fill("One of two.")
    page.locator(".photo-field input").set_input_files([str(rim), str(notes)])
    page.get_by_role("button", name="Submit a Ticket").click()
    expect(page.get_by_role("alert")).to_contain_text("notes.pdf was not sent.")
    expect(page.locator("li[data-author=buyer]")).to_have_count(2)
