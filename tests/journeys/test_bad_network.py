"""A phone in a lift: the network goes in mid-sentence, and nothing is lost, doubled or out of order (CHAT)."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, expect

from tests.conftest import copy_of
from tests.journeys.conftest import Opened
from tests.running import RunningServer
from tests.tcp_proxy import TcpProxy


@pytest.fixture(scope="module")
def proxied(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RunningServer, TcpProxy]]:
    """A server, and the wire to it."""
    folder = tmp_path_factory.mktemp("lift")
    running = RunningServer(copy_of(seeded, folder), folder / "server.log")
    wire = TcpProxy(running.port)
    # The phone knows the server by the wire's address.
    running.environ["SHOP_HELP_ORIGINS"] = f"http://127.0.0.1:{wire.port}"
    running.start()
    yield running, wire
    wire.close()
    running.stop()


@pytest.fixture(scope="module")
def shop(proxied: tuple[RunningServer, TcpProxy]) -> RunningServer:
    return proxied[0]


@pytest.fixture
def wire(proxied: tuple[RunningServer, TcpProxy]) -> Iterator[TcpProxy]:
    yield proxied[1]
    proxied[1].restore()


def open_talk(page: Page, inbox: str, number: str) -> None:
    page.goto(inbox)
    page.locator("main").get_by_role("link", name=re.compile(f"…{number}")).first.click()
    expect(page.get_by_role("textbox", name="Message")).to_be_visible()


def say(page: Page, words: str) -> None:
    page.get_by_role("textbox", name="Message").fill(words)
    page.get_by_role("button", name="Send", exact=True).click()


def bodies(page: Page, prefix: str):
    return page.locator("li[data-seq] .message-body", has_text=prefix)


@pytest.mark.parametrize("misfortune", ["cut", "stall"])
def test_three_messages_written_while_the_network_goes_and_comes_arrive_once_and_in_order(
    open_page: Opened, wire: TcpProxy, misfortune: str
) -> None:
    ana = open_page("ana", "android", base=f"http://127.0.0.1:{wire.port}", tolerant=True)
    sol = open_page("sol")
    open_talk(ana, "/inbox", "0114")
    open_talk(sol, "/sellers/inbox", "0114")
    said = [f"{misfortune} {number}" for number in ("one", "two", "three")]
    say(ana, said[0])
    expect(bodies(sol, misfortune)).to_have_text(said[:1])
    waiting = ana.locator("li.message:not([data-seq])")
    # The seller may read it before the buyer's own phone knows that it arrived.
    expect(waiting).to_have_count(0)
    getattr(wire, misfortune)()
    say(ana, said[1])
    say(ana, said[2])
    expect(waiting).to_have_count(2)
    expect(waiting.first).to_contain_text("Sending")
    expect(ana.get_by_text("Connecting…")).to_be_visible()
    say(sol, f"{misfortune}: are you there?")
    wire.restore()
    expected = [said[0], f"{misfortune}: are you there?", *said[1:]]
    expect(bodies(ana, misfortune)).to_have_count(4, timeout=40_000)
    expect(bodies(sol, misfortune)).to_have_count(4)
    assert sorted(bodies(sol, misfortune).all_inner_texts()) == sorted(expected)
    assert [text for text in bodies(sol, misfortune).all_inner_texts() if text in said] == said
    assert bodies(ana, misfortune).all_inner_texts() == bodies(sol, misfortune).all_inner_texts()
    expect(ana.get_by_text("Connecting…")).to_be_hidden()
    expect(waiting).to_have_count(0)


def test_what_was_not_sent_outlives_a_reload_in_the_middle(open_page: Opened, wire: TcpProxy) -> None:
    ana = open_page("ana", "ios", base=f"http://127.0.0.1:{wire.port}", tolerant=True)
    sol = open_page("sol")
    open_talk(ana, "/inbox", "0120")
    open_talk(sol, "/sellers/inbox", "0120")
    say(ana, "kept one")
    expect(bodies(sol, "kept")).to_have_text(["kept one"])
    expect(ana.locator("li.message:not([data-seq])")).to_have_count(0)
    wire.cut()
    for words in ("kept two", "kept three"):
        say(ana, words)
    expect(ana.locator("li.message:not([data-seq])")).to_have_count(2)
    address = ana.url
    with pytest.raises(Error):
        ana.reload()
    ana.wait_for_url(re.compile("^chrome-error:"))
    wire.restore()
    ana.goto(address)
    everything = ["kept one", "kept two", "kept three"]
    expect(bodies(ana, "kept")).to_have_text(everything)
    expect(bodies(sol, "kept")).to_have_text(everything)
    ana.reload()
    expect(bodies(ana, "kept")).to_have_text(everything)
    expect(ana.locator("li.message:not([data-seq])")).to_have_count(0)


def test_a_seller_whose_line_was_cut_sees_what_was_said_meanwhile(open_page: Opened, wire: TcpProxy) -> None:
    sol = open_page("sol", base=f"http://127.0.0.1:{wire.port}", tolerant=True)
    bruno = open_page("bruno", "ios")
    open_talk(sol, "/sellers/inbox", "0125")
    open_talk(bruno, "/inbox", "0125")
    wire.cut()
    for words in ("meanwhile one", "meanwhile two"):
        say(bruno, words)
    expect(bodies(bruno, "meanwhile")).to_have_count(2)
    wire.restore()
    expect(bodies(sol, "meanwhile")).to_have_text(["meanwhile one", "meanwhile two"], timeout=40_000)
    row = sol.get_by_role("link", name=re.compile("…0125"))
    expect(row).to_contain_text("meanwhile two", timeout=40_000)
