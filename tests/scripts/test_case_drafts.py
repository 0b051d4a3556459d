"""What an agent writes is kept on the server, seen in a real browser; and who else is there."""

import time

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.scripts.case_server import CaseServer
from tests.scripts.test_case import case, elsewhere, opened, running_server, text
from tests.scripts.test_conversation import until

__all__ = ["case", "elsewhere", "running_server"]

pytestmark = pytest.mark.journey


def drafts(server: CaseServer) -> list[str]:
    return [one["body"] for one in server.asked_for("draft")]


def test_a_draft_is_kept_while_one_writes_and_found_on_another_machine(
    case: Page, server: CaseServer, elsewhere: Page
) -> None:
    text(case).press_sequentially("It is in Reno", delay=20)
    expect(case.get_by_text("Draft kept")).to_be_visible()
    assert drafts(server) == ["It is in Reno"]
    assert server.asked_for("draft")[0] == {"body": "It is in Reno", "seen": "2", "typing": "1", "quiet": "1"}
    elsewhere.goto("/agents/cases/7")
    expect(text(elsewhere)).to_have_value("It is in Reno")
    expect(elsewhere.get_by_text("Draft kept")).to_be_visible()
    text(case).press("!")
    expect(case.get_by_text("Draft kept")).to_be_hidden()
    expect(case.get_by_text("Draft kept")).to_be_visible()
    text(case).press("Enter")
    until(lambda: server.draft == "")
    assert server.bodies()[-1] == "It is in Reno!"


def test_a_long_sentence_is_kept_in_its_middle(case: Page, server: CaseServer) -> None:
    begun = time.monotonic()
    text(case).press_sequentially("A sentence without a pause", delay=200)
    # Every three seconds; a slow machine writes longer at it.
    assert 1 <= len(drafts(server)) <= 1 + (time.monotonic() - begun) // 3
    assert "A sentence without a pause".startswith(drafts(server)[0])


def test_the_last_words_are_kept_when_the_page_goes(case: Page, server: CaseServer) -> None:
    text(case).fill("Half a sen")
    case.goto("/conversations/7")
    # What the page of another test still had to say may have come before.
    until(lambda: drafts(server)[-1:] == ["Half a sen"])
    assert server.asked_for("draft")[-1]["typing"] == ""


def test_what_was_not_kept_in_time_is_there_after_a_reload(case: Page, server: CaseServer) -> None:
    text(case).fill("kept")
    until(lambda: drafts(server) == ["kept"])
    server.is_draft_lost = True
    text(case).fill("kept, and more")
    case.reload()
    expect(text(case)).to_have_value("kept, and more")
    server.is_draft_lost = False
    until(lambda: drafts(server)[-1] == "kept, and more", 20)


def test_what_was_changed_elsewhere_takes_the_place_of_what_was_kept(case: Page, server: CaseServer) -> None:
    text(case).fill("from here")
    until(lambda: server.draft == "from here")
    server.draft = "from there"
    opened(case, server)
    expect(text(case)).to_have_value("from there")
    server.draft = ""
    opened(case, server)
    expect(text(case)).to_have_value("")


def test_of_words_from_two_machines_none_is_lost(case: Page, server: CaseServer) -> None:
    server.is_draft_lost = True
    text(case).fill("from here")
    case.wait_for_timeout(1200)
    server.draft = "from there"
    opened(case, server)
    expect(text(case)).to_have_value("from there\nfrom here")


def test_who_else_is_there_is_asked_when_this_case_moves_and_now_and_then(page: Page, server: CaseServer) -> None:
    page.clock.install()
    opened(page, server)
    before = server.looks
    server.socket.emit("conversation:changed", {"conversation": 8})
    page.clock.run_for(1000)
    assert server.looks == before, "another case's is not this one's"
    server.presence = "<p>Iris is looking</p>"
    server.tell("conversation:changed")
    page.wait_for_timeout(300)
    page.clock.run_for(400)
    expect(page.locator("#presence")).to_have_text("Iris is looking")
    server.presence = "nobody"
    page.clock.run_for(18000)
    expect(page.locator("#presence")).to_have_text("nobody")


def test_who_stops_writing_is_seen_to_stop(case: Page, server: CaseServer) -> None:
    server.presence = "<p data-typing>Iris is writing…</p>"
    server.tell("conversation:changed")
    expect(case.locator("#presence")).to_have_text("Iris is writing…")
    server.presence = "<p>Iris is looking</p>"
    expect(case.locator("#presence")).to_have_text("Iris is looking", timeout=1500)


def test_who_does_not_see_the_page_does_not_look(page: Page, server: CaseServer, context: BrowserContext) -> None:
    page.clock.install()
    opened(page, server)
    page.evaluate("Object.defineProperty(document, 'hidden', { value: true, configurable: true })")
    looks = server.looks
    server.tell("conversation:changed")
    page.clock.run_for(40000)
    assert server.looks == looks
