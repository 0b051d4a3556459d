"""An agent's composer, seen in a real browser: whose turn it is, what was in sight, drafts, and words held back."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.scripts.case_server import CaseServer
from tests.scripts.test_conversation import bodies, say, until

pytestmark = pytest.mark.journey
STALE = {"code": "stale", "retry": False}


@pytest.fixture(scope="session")
def running_server() -> CaseServer:
    return CaseServer()


@pytest.fixture
def case(page: Page, server: CaseServer) -> Page:
    """The case with two messages of the buyer's, its scripts at work."""
    server.post("buyer", "one", push=False)
    server.post("buyer", "two", push=False)
    return opened(page, server)


@pytest.fixture
def elsewhere(chromium: Browser, server: CaseServer) -> Iterator[Page]:
    """The same agent's other machine."""
    context = chromium.new_context(base_url=server.address)
    yield context.new_page()
    context.close()


def opened(page: Page, server: CaseServer) -> Page:
    joins = len(server.asked_for("conversation:join"))
    page.goto("/agents/cases/7")
    until(lambda: len(server.asked_for("conversation:join")) > joins)
    return page


def text(page: Page):
    return page.locator("textarea")


def sent(server: CaseServer) -> list[tuple[str, int, str]]:
    return [(one["body"], one["seen"], one["then"]) for one in server.asked_for("message:send")]


def drafts(server: CaseServer) -> list[str]:
    return [one["body"] for one in server.asked_for("draft")]


def test_words_say_whose_turn_it_is_and_what_was_in_sight_and_the_next_begin_anew(
    case: Page, server: CaseServer
) -> None:
    case.locator("[name=then]").select_option("resolved")
    say(case, "Done.")
    expect(case.locator("li#message-3")).to_contain_text("Sent")
    expect(case.locator("[name=then]")).to_have_value("waiting_buyer")
    say(case, "Anything else?")
    until(lambda: len(sent(server)) == 2)
    assert [(body, then) for body, _, then in sent(server)] == [
        ("Done.", "resolved"),
        ("Anything else?", "waiting_buyer"),
    ]
    assert sent(server)[0][1] == 2


def test_without_a_socket_they_say_the_same(page: Page, server: CaseServer) -> None:
    server.post("buyer", "one", push=False)
    server.has_socket = False
    page.clock.install()
    page.goto("/agents/cases/7")
    expect(page.locator("[data-part=count]")).to_have_text("4000")
    page.locator("[name=then]").select_option("assigned")
    say(page, "by form")
    for _ in range(4):
        page.clock.run_for(5000)
    expect(page.locator("li#message-2 .message-body")).to_have_text("by form")
    told = server.asked_for("form")[0]
    assert (told["body"], told["seen"], told["then"]) == ("by form", "1", "assigned")


def test_what_comes_in_the_same_moment_was_not_in_sight_and_later_it_was(case: Page, server: CaseServer) -> None:
    text(case).fill("It is lost.")
    server.post("buyer", "It came!")
    expect(bodies(case)).to_have_count(3)
    text(case).press("Enter")
    until(lambda: len(sent(server)) == 1)
    assert sent(server)[0][:2] == ("It is lost.", 2)
    case.wait_for_timeout(2000)
    say(case, "Good.")
    until(lambda: len(sent(server)) == 2)
    assert sent(server)[1][1] == 4


def test_what_came_below_where_one_reads_was_not_in_sight(page: Page, server: CaseServer) -> None:
    for number in range(1, 41):
        server.post("buyer", f"n{number}", push=False)
    opened(page, server)
    page.locator("#message-5").scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    server.post("buyer", "below")
    expect(page.locator("[data-part=new-below]")).to_have_text("1 new ↓")
    # Nor does coming back to the page show it.
    page.evaluate("dispatchEvent(new Event('focus'))")
    page.wait_for_timeout(2000)
    server.refusals = [STALE]
    say(page, "unaware")
    until(lambda: len(sent(server)) == 1)
    assert sent(server)[0][1] == 40


def test_stale_words_come_back_with_their_choice_under_a_line_and_go_out_once_that_was_read(
    case: Page, server: CaseServer
) -> None:
    server.refusals = [STALE]
    server.post("buyer", "It came!", push=False)
    case.locator("[name=then]").select_option("resolved")
    say(case, "It is lost.")
    expect(case.locator("[data-part=held]")).to_have_text("Two new messages came.")
    expect(text(case)).to_have_value("It is lost.")
    expect(case.locator("[name=then]")).to_have_value("resolved")
    expect(case.locator("ol > li")).to_have_text(
        [re.compile("one"), re.compile("two"), "New while you wrote", re.compile("It came!")]
    )
    (held,) = server.asked_for("held")
    assert (held["body"], held["since"]) == ("It is lost.", "2")
    case.wait_for_timeout(2000)
    say(case, "Good!")
    expect(case.locator("li#message-4 .message-body")).to_have_text("Good!")
    expect(case.locator("[data-part=held]")).to_be_hidden()
    expect(case.locator("ol [data-part=since]")).to_have_count(0)
    assert sent(server)[1][:2] == ("Good!", 3)
    case.reload()
    expect(bodies(case)).to_have_text(["one", "two", "It came!", "Good!"])


def test_all_that_was_to_follow_comes_back_too_in_its_order(case: Page, server: CaseServer) -> None:
    server.answer_delay = 0.5
    server.refusals = [STALE]
    say(case, "First.")
    say(case, "Second.")
    text(case).fill("Third")
    expect(text(case)).to_have_value("First.\nSecond.\nThird")
    expect(case.locator("li[data-state=queued], li[data-state=failed]")).to_have_count(0)
    assert [body for body, _, _ in sent(server)] == ["First."]


def test_stale_words_of_a_page_that_was_closed_come_back_when_it_opens(case: Page, server: CaseServer) -> None:
    server.refusals = [{"code": "busy", "retry": True}, STALE]
    say(case, "kept")
    until(lambda: len(sent(server)) == 1)
    opened(case, server)
    expect(text(case)).to_have_value("kept")
    expect(case.locator("[data-part=held]")).to_be_visible()


def test_other_refusals_are_told_as_everywhere(case: Page, server: CaseServer) -> None:
    server.refusals = [{"code": "closed", "retry": False}]
    case.locator("[name=then]").select_option("resolved")
    say(case, "too late")
    failed = case.locator("li[data-state=failed]")
    expect(failed).to_contain_text("Not sent")
    expect(case.locator("[data-part=held]")).to_be_hidden()
    failed.get_by_role("button", name="Edit").click()
    expect(text(case)).to_have_value("too late")
    expect(case.locator("[name=then]")).to_have_value("resolved")


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
    text(case).press_sequentially("A sentence without a pause", delay=200)
    assert 1 <= len(drafts(server)) <= 2
    assert "A sentence without a pause".startswith(drafts(server)[0])


def test_the_last_words_are_kept_when_the_page_goes(case: Page, server: CaseServer) -> None:
    text(case).fill("Half a sen")
    case.goto("/conversations/7")
    until(lambda: drafts(server) == ["Half a sen"])
    assert server.asked_for("draft")[0]["typing"] == ""


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
