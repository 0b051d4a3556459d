"""An agent's composer, seen in a real browser: whose turn it is, what was in sight, drafts, and words held back."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

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
    # News that come meanwhile are asked for once more, and say the same.
    assert {(held["body"], held["since"]) for held in server.asked_for("held")} == {("It is lost.", "2")}
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
