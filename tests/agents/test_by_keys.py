"""The console by keys alone on a phone, without scripts, and as a picture."""

import re

import pytest
from playwright.sync_api import expect

from shop_help.actions.duty import set_duty
from tests.agents.live import app, asked, message_box, opened_by, scene
from tests.agents.scene import Scene

# The browsers and the server are those of the journeys.
from tests.journeys.conftest import Opened, open_page, shop
from tests.journeys.looking import axe_faults, cut_at, faults_of
from tests.settling import settled

__all__ = ["app", "open_page", "scene", "shop"]

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("agents_by_keys")]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


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
