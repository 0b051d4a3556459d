"""CHAT's receiving and sending, seen in a real browser."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.scripts.page_server import PageServer

pytestmark = pytest.mark.journey


def open_conversation(page: Page, server: PageServer) -> Page:
    joins = len(server.asked_for("conversation:join"))
    page.goto("/conversations/7")
    if server.has_socket:
        until(lambda: len(server.asked_for("conversation:join")) > joins)
    else:
        expect(page.locator("[data-part=count]")).to_have_text("4000")
    return page


def until(is_so: Callable[[], bool], seconds: float = 6) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.02)


def say(page: Page, text: str) -> None:
    page.locator("textarea").fill(text)
    page.locator("textarea").press("Enter")


def bodies(page: Page):
    return page.locator(".message-body")


def test_a_message_is_sent_once_and_its_bubble_becomes_the_message(page: Page, server: PageServer) -> None:
    open_conversation(page, server)
    server.answer_delay = 0.3
    say(page, "hello")
    expect(page.locator("li[data-state]:not([data-seq])")).to_contain_text("Sending")
    expect(page.locator("li#message-1")).to_contain_text("Sent")
    expect(bodies(page)).to_have_text(["hello"])
    assert server.bodies() == ["hello"]
    sent = server.asked_for("message:send")[0]
    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", sent["client_id"])


def test_messages_of_others_appear_and_duplicates_do_not(page: Page, server: PageServer) -> None:
    server.post("shop", "one")
    open_conversation(page, server)
    server.post("shop", "two")
    server.push(server.messages[0])
    server.push(server.messages[1])
    server.post("shop", "three")
    expect(bodies(page)).to_have_text(["one", "two", "three"])


def test_a_gap_is_fetched_and_the_order_kept(page: Page, server: PageServer) -> None:
    open_conversation(page, server)
    server.post("shop", "one", push=False)
    server.post("shop", "two", push=False)
    server.post("shop", "three")
    expect(bodies(page)).to_have_text(["one", "two", "three"])


def test_an_answer_that_is_lost_leads_to_a_second_try_and_one_message(page: Page, server: PageServer) -> None:
    open_conversation(page, server)
    server.is_pushing = False
    server.is_lost_on_the_way = True
    say(page, "hello")
    until(lambda: len(server.asked_for("message:send")) == 1)
    server.is_lost_on_the_way = False
    expect(page.locator("li#message-1")).to_be_visible(timeout=20000)
    assert server.bodies() == ["hello"]


def test_what_may_be_tried_again_is_and_the_order_stays(page: Page, server: PageServer) -> None:
    open_conversation(page, server)
    server.refusals = [{"code": "busy", "retry": True}]
    say(page, "first")
    say(page, "second")
    expect(page.locator("li[data-seq] .message-body")).to_have_text(["first", "second"])
    ids = [payload["client_id"] for payload in server.asked_for("message:send")]
    assert ids[0] == ids[1]
    assert len(set(ids)) == 2


def test_a_refused_message_can_be_edited_and_the_next_one_goes(page: Page, server: PageServer) -> None:
    open_conversation(page, server)
    server.refusals = [{"code": "too_long", "retry": False}]
    say(page, "bad")
    say(page, "good")
    expect(page.locator("li#message-1 .message-body")).to_have_text("good")
    failed = page.locator("li[data-state=failed]")
    expect(failed).to_contain_text("Not sent")
    page.reload()
    expect(failed).to_contain_text("bad")
    failed.get_by_role("button", name="Edit").click()
    expect(page.locator("textarea")).to_have_value("bad")
    expect(failed).to_have_count(0)
    say(page, "better")
    expect(page.locator("li[data-seq] .message-body")).to_have_text(["good", "better"])
    server.refusals = [{"code": "forbidden", "retry": False}]
    say(page, "no")
    failed.get_by_role("button", name="Delete").click()
    expect(failed).to_have_count(0)
    # The device forgets it a moment after the eye.
    page.wait_for_timeout(300)
    page.reload()
    expect(bodies(page)).to_have_text(["good", "better"])


def test_unsent_text_outlives_a_reload_and_is_sent_then(page: Page, server: PageServer) -> None:
    open_conversation(page, server)
    server.refusals = [{"code": "busy", "retry": True}] * 3
    say(page, "kept")
    until(lambda: len(server.asked_for("message:send")) == 1)
    server.refusals = [{"code": "busy", "retry": True}]
    page.reload()
    expect(page.locator("li#message-1 .message-body")).to_have_text("kept")
    expect(bodies(page)).to_have_count(1)


def test_two_tabs_send_unsent_text_once(page: Page, server: PageServer, context: BrowserContext) -> None:
    open_conversation(page, server)
    server.refusals = [{"code": "busy", "retry": True}] * 2
    say(page, "only once")
    until(lambda: len(server.asked_for("message:send")) == 1)
    other = context.new_page()
    open_conversation(other, server)
    for tab in (page, other):
        expect(tab.locator("li#message-1 .message-body")).to_have_text("only once")
        expect(bodies(tab)).to_have_count(1)
    assert server.bodies() == ["only once"]


def test_signing_out_wipes_what_was_not_sent(page: Page, server: PageServer) -> None:
    open_conversation(page, server)
    server.refusals = [{"code": "too_long", "retry": False}]
    say(page, "secret")
    page.locator("textarea").fill("a draft")
    expect(page.locator("li[data-state=failed]")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("Signed out")).to_be_visible()
    open_conversation(page, server)
    expect(page.locator("textarea")).to_have_value("")
    expect(bodies(page)).to_have_count(0)


def test_without_a_socket_everything_goes_over_http(page: Page, server: PageServer) -> None:
    server.has_socket = False
    page.clock.install()
    open_conversation(page, server)
    say(page, "by form")
    for _ in range(4):
        page.clock.run_for(5000)
    expect(page.locator("li#message-1 .message-body")).to_have_text("by form")
    server.post("shop", "answer", push=False)
    for _ in range(4):
        page.clock.run_for(5000)
    expect(page.locator("li#message-2 .message-body")).to_have_text("answer")
    expect(page.locator("[data-part=connection]")).to_be_hidden()
    assert server.asked_for("form")[0]["body"] == "by form"
    until(lambda: {"seq": "2"} in server.asked_for("read form"))


def test_offline_says_connecting_after_five_seconds_and_comes_back(
    page: Page, server: PageServer, context: BrowserContext
) -> None:
    page.clock.install()
    open_conversation(page, server)
    context.set_offline(True)
    say(page, "from the tunnel")
    page.clock.run_for(4000)
    expect(page.locator("[data-part=connection]")).to_be_hidden()
    page.clock.run_for(3000)
    expect(page.locator("[data-part=connection]")).to_be_visible()
    server.post("shop", "meanwhile", push=False)
    context.set_offline(False)
    page.clock.run_for(1000)
    expect(page.locator("li[data-seq] .message-body")).to_have_text(["meanwhile", "from the tunnel"])
    expect(page.locator("[data-part=connection]")).to_be_hidden()


def test_a_send_that_nobody_answers_says_connecting_after_five_seconds(page: Page, server: PageServer) -> None:
    page.clock.install()
    open_conversation(page, server)
    connection = page.locator("[data-part=connection]")
    server.answer_delay = 2
    server.is_pushing = False
    say(page, "into a line that is dead and does not know it")
    until(lambda: len(server.asked_for("message:send")) == 1)
    page.clock.run_for(4000)
    expect(connection).to_be_hidden()
    page.clock.run_for(1500)
    expect(connection).to_be_visible()
    expect(page.locator("li.message")).to_contain_text("Sending")
    page.clock.resume()
    expect(page.locator("li.message")).to_contain_text("Sent")
    expect(connection).to_be_hidden()


def test_a_server_that_is_busy_has_answered(page: Page, server: PageServer) -> None:
    page.clock.install()
    open_conversation(page, server)
    server.refusals = [{"code": "busy", "retry": True}] * 30
    say(page, "in the crowd")
    for tries in range(1, 4):
        until(lambda so_many=tries: len(server.asked_for("message:send")) >= so_many)
        page.clock.run_for(4500)
    expect(page.locator("li.message")).to_contain_text("Sending")
    expect(page.locator("[data-part=connection]")).to_be_hidden()


def test_a_lost_push_is_made_good_by_the_heads(page: Page, server: PageServer) -> None:
    page.clock.install()
    open_conversation(page, server)
    server.post("shop", "unheard", push=False)
    page.clock.run_for(18000)
    expect(bodies(page)).to_have_text(["unheard"])
    expect(page.locator("#panel")).not_to_have_text("panel 0")


def test_what_a_person_wrote_is_shown_at_once_in_whatever_language_its_push_is(
    page: Page, server: PageServer
) -> None:
    open_conversation(page, server)
    joins = len(server.asked_for("conversation:join"))
    server.post("shop", "Buenos días", push=False)
    server.push({**server.messages[0], "language": "es", "who": "Vendedor"})
    expect(bodies(page)).to_have_text(["Buenos días"])
    expect(page.locator("[data-part=author]")).to_have_text("Seller")
    assert len(server.asked_for("conversation:join")) == joins


def test_a_card_in_another_language_is_asked_for_in_ones_own(page: Page, server: PageServer) -> None:
    open_conversation(page, server)
    server.post("system", "The seller agrees.", push=False)
    server.push({**server.messages[0], "kind": "request", "language": "es", "body": "El vendedor está de acuerdo."})
    server.post("shop", "See you")
    expect(bodies(page)).to_have_text(["The seller agrees.", "See you"])


def test_seen_and_typing_are_shown_and_told(page: Page, server: PageServer) -> None:
    open_conversation(page, server)
    say(page, "hello")
    expect(page.locator("li#message-1")).to_contain_text("Sent")
    until(lambda: {"conversation": 7, "seq": 1} in server.asked_for("conversation:read"))
    expect(page.locator("li#message-1")).to_contain_text("Sent")
    server.tell("conversation:read", author="shop", seq=1)
    expect(page.locator("li#message-1")).to_contain_text("Seen")
    server.tell("conversation:typing", author="shop", on=True)
    expect(page.locator("[data-part=typing]")).to_be_visible()
    server.tell("conversation:typing", author="shop", on=False)
    expect(page.locator("[data-part=typing]")).to_be_hidden()
    page.locator("textarea").press_sequentially("abc")
    until(lambda: len(server.asked_for("conversation:typing")) == 2)
    assert server.asked_for("conversation:typing")[1] == {"conversation": 7, "on": True}


def test_what_comes_while_something_lies_over_the_conversation_is_read_once_it_is_gone(
    page: Page, server: PageServer
) -> None:
    page.clock.install()
    server.post("shop", "one")
    open_conversation(page, server)
    page.clock.run_for(1000)
    until(lambda: server.asked_for("conversation:read") == [{"conversation": 7, "seq": 1}])
    section = page.locator("[data-conversation]")
    section.evaluate("section => (section.parentElement.hidden = true)")
    server.post("shop", "two")
    expect(page.locator("#message-2")).to_be_attached()
    # The heads are asked behind whatever was told before.
    page.clock.run_for(18000)
    until(lambda: len(server.asked_for("conversation:heads")) > 0)
    assert server.asked_for("conversation:read")[-1]["seq"] == 1
    section.evaluate("section => (section.parentElement.hidden = false)")
    expect(page.locator("#message-2")).to_be_visible()
    page.clock.resume()
    until(lambda: server.asked_for("conversation:read")[-1]["seq"] == 2)


def test_older_pages_come_upward_and_the_place_is_kept(page: Page, server: PageServer) -> None:
    for number in range(1, 121):
        server.post("shop", f"n{number}", push=False)
    open_conversation(page, server)
    expect(page.locator("#message-120")).to_be_in_viewport()
    page.locator("#message-73").scroll_into_view_if_needed()
    expect(page.locator("#message-21")).to_be_attached()
    expect(page.locator("#message-73")).to_be_in_viewport()
    server.post("shop", "below")
    server.post("shop", "below too")
    expect(page.locator("[data-part=new-below]")).to_have_text("2 new ↓")
    expect(page.locator("#message-73")).to_be_in_viewport()
    page.locator("[data-part=new-below]").click()
    expect(page.locator("#message-122")).to_be_in_viewport()
    expect(page.locator("[data-part=new-below]")).to_be_hidden()
    page.locator("#message-21").scroll_into_view_if_needed()
    expect(page.locator("#message-1")).to_be_attached()
    shown = page.locator("li[data-seq]").evaluate_all("(all) => all.map((li) => +li.dataset.seq)")
    assert shown == list(range(1, 123))


def test_a_page_that_is_open_all_day_holds_a_pages_worth_and_the_rest_comes_upward(
    page: Page, server: PageServer
) -> None:
    """Red where what was said hours ago is never let go."""
    open_conversation(page, server)
    for number in range(1, 131):
        server.post("shop", f"line {number}")
    expect(bodies(page).last).to_have_text("line 130")
    until(lambda: 60 <= bodies(page).count() < 120)
    first = int(page.locator("li[data-seq]").first.get_attribute("data-seq") or 0)
    assert first > 1
    for seq in range(first, 0, -50):
        page.locator(f"li#message-{seq}").scroll_into_view_if_needed()
        expect(page.locator(f"li#message-{max(1, seq - 50)}")).to_be_attached()
    seqs = page.locator("li[data-seq]").evaluate_all("items => items.map(li => +li.dataset.seq)")
    assert seqs == sorted(set(seqs))


def test_a_link_to_a_message_opens_there(page: Page, server: PageServer) -> None:
    for number in range(1, 41):
        server.post("shop", f"n{number}", push=False)
    page.goto("/conversations/7#message-10")
    until(lambda: len(server.asked_for("conversation:join")) == 1)
    expect(page.locator("#message-10")).to_be_in_viewport()
    server.post("shop", "below")
    expect(page.locator("[data-part=new-below]")).to_have_text("1 new ↓")
    expect(page.locator("#message-10")).to_be_in_viewport()


def test_far_behind_starts_anew_with_the_newest_page(page: Page, server: PageServer) -> None:
    server.post("shop", "n1", push=False)
    open_conversation(page, server)
    for number in range(2, 2001):
        server.post("shop", f"n{number}", push=False)
    server.post("shop", "newest")
    expect(page.locator("#message-2001")).to_be_in_viewport()
    assert page.locator("li[data-seq]").count() <= 200


def test_a_chip_asks_once_for_a_double_tap_and_again_later(page: Page, server: PageServer) -> None:
    open_conversation(page, server)
    server.is_pushing = False
    chip = page.get_by_role("button", name="Where is it?")
    chip.dblclick()
    expect(bodies(page)).to_have_text(["Where is it?", "In Leeds."])
    until(lambda: page.locator(".question [name=client_id]").input_value() != "first-id")
    chip.click()
    expect(bodies(page)).to_have_count(4)


def test_a_draft_is_kept_and_the_composer_grows_to_five_lines(page: Page, server: PageServer) -> None:
    open_conversation(page, server)
    page.locator("textarea").click()
    expect(page.locator("textarea")).to_be_focused()
    page.locator("textarea").fill("\n".join("abcdefgh"))
    assert page.locator("textarea").get_attribute("rows") == "5"
    page.reload()
    expect(page.locator("textarea")).to_have_value("\n".join("abcdefgh"))
    page.locator("textarea").fill("x" * 3900)
    expect(page.locator("[data-part=count]")).to_have_text("100")


def test_what_went_as_a_form_before_the_scripts_came_is_no_draft_any_more(page: Page, server: PageServer) -> None:
    open_conversation(page, server)
    # Its composer woke up while the form was on its way, and kept what stood in it.
    page.locator("textarea").fill("typed by a quick thumb")
    server.post("buyer", "typed by a quick thumb", push=False)
    open_conversation(page, server)
    expect(bodies(page)).to_have_text(["typed by a quick thumb"])
    expect(page.locator("[data-part=count]")).to_have_text("4000")
    expect(page.locator("textarea")).to_have_value("")
    page.locator("textarea").fill("and another thing")
    page.reload()
    expect(page.locator("textarea")).to_have_value("and another thing")


def test_panels_and_lists_fetch_again_when_told(page: Page, server: PageServer) -> None:
    open_conversation(page, server)
    server.tell("conversation:changed")
    expect(page.locator("#panel")).to_have_text("panel 1")
    server.socket.emit("inbox:changed", {})
    expect(page.locator("#inbox")).to_have_text("panel 2")


def test_times_are_in_the_readers_zone(page: Page, server: PageServer) -> None:
    server.post("shop", "one")
    open_conversation(page, server)
    expect(page.locator("li#message-1 time")).to_have_text(re.compile(r"^\d\d:\d\d$"))
    expect(page.locator("li#message-1 time")).not_to_have_text("UTC")


def test_a_draining_server_is_left_and_found_again(page: Page, server: PageServer) -> None:
    open_conversation(page, server)
    joins = len(server.asked_for("conversation:join"))
    server.socket.emit("draining", {})
    until(lambda: len(server.asked_for("conversation:join")) > joins, 8)


def test_a_conversation_that_is_swapped_out_is_left_and_the_new_one_lives(page: Page, server: PageServer) -> None:
    open_conversation(page, server)
    joins = len(server.asked_for("conversation:join"))
    page.locator("section").evaluate("(section) => { section.outerHTML = section.outerHTML; }")
    until(lambda: len(server.asked_for("conversation:join")) > joins)
    until(lambda: len(server.asked_for("conversation:leave")) == 1)
    server.post("shop", "hello")
    expect(bodies(page)).to_have_text(["hello"])
    say(page, "once")
    expect(page.locator("li#message-2")).to_contain_text("Sent")
    assert server.bodies() == ["hello", "once"]


def test_a_page_that_slept_connects_anew(page: Page, server: PageServer) -> None:
    page.clock.install()
    open_conversation(page, server)
    hide = "(isHidden) => { Object.defineProperty(document, 'hidden', { value: isHidden, configurable: true });"
    hide += "document.dispatchEvent(new Event('visibilitychange', { bubbles: true })); }"
    page.evaluate(hide, True)
    page.clock.fast_forward(31000)
    joins = len(server.asked_for("conversation:join"))
    page.evaluate(hide, False)
    until(lambda: len(server.asked_for("conversation:join")) > joins)
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    server.post("shop", "meanwhile")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(bodies(page)).to_have_text(["meanwhile"])


def test_whoever_was_signed_out_reads_why_it_was_not_sent(page: Page, server: PageServer) -> None:
    open_conversation(page, server)
    server.refusals = [{"code": "signed_out", "retry": False}]
    say(page, "hello")
    expect(page.locator("li[data-state=failed]")).to_contain_text("Not sent · You were signed out.")
    page.reload()
    expect(page.locator("li#message-1 .message-body")).to_have_text("hello")


DAYS = ["2025-11-24T22:50:00+00:00", "2025-11-24T23:10:00+00:00", "2025-11-25T22:59:00+00:00"]


def days(page: Page) -> list[str | None]:
    return [li.get_attribute("data-day") for li in page.locator("li.message[data-seq]").all()]


def test_a_day_begins_where_the_times_of_the_readers_own_zone_begin_it(page: Page, server: PageServer) -> None:
    # A page in Berlin; the server would say that all of them are of one day of New York's.
    for at in DAYS:
        server.post("shop", "said", push=False, at=at)
    open_conversation(page, server)
    assert days(page) == ["24 Nov 2025", "25 Nov 2025", None]
    # What is pushed comes without a word of the day.
    server.post("shop", "just before midnight", at="2025-11-25T22:59:59+00:00")
    server.post("shop", "midnight", at="2025-11-25T23:00:00+00:00")
    expect(bodies(page)).to_have_count(5)
    assert days(page)[3:] == [None, "26 Nov 2025"]


def test_earlier_messages_take_the_days_line_with_them(page: Page, server: PageServer) -> None:
    for number in range(60):
        server.post("shop", f"n{number}", push=False, at=DAYS[number > 40])
    open_conversation(page, server)
    assert days(page)[0] == "24 Nov 2025"
    page.locator("ol").evaluate("list => (list.scrollTop = 0)")
    expect(bodies(page)).to_have_count(60)
    assert [number for number, day in enumerate(days(page)) if day] == [0, 41]
