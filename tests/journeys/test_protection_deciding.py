"""Agents decide Buyer Protection: an appeal turns a decision, and above an amount a second agent confirms it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.conftest import copy_of
from tests.journeys.conftest import Opened
from tests.journeys.test_protection import (
    CRACK,
    DAY_31,
    DAY_90,
    claims,
    decides,
    looked_at,
    opens_from_the_list,
    photo_in,
    stands,
)
from tests.running import RunningServer


@pytest.fixture(scope="module")
def shop(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server on which the one claim is above the second agent's amount, and the other one isn't."""
    folder = tmp_path_factory.mktemp("deciding")
    database = copy_of(seeded, folder)
    running = RunningServer(database, folder / "server.log", SHOP_HELP_SECOND_AGENT_ABOVE="100")
    running.start()
    yield running
    running.stop()
    assert '"level": "error"' not in running.log.read_text(), running.log.read_text()[-4000:]


def test_a_second_agent_confirms_and_nobody_else_knows_before(open_page: Opened, tmp_path: Path) -> None:
    ana, sol = open_page("ana", "android"), open_page("sol")
    gus, iris = open_page("gus"), open_page("iris")
    made = claims(ana, DAY_90, photo_in(tmp_path, "crack.jpg"))
    sol.goto(f"/sellers/protection/{made}/statement")
    sol.get_by_label("What you have to say").fill("It was whole when it left us.")
    sol.get_by_role("button", name="Send the answer").click()
    expect(sol.get_by_text("Sent. Customer service decides now.")).to_be_visible()

    opens_from_the_list(gus, DAY_90)
    expect(gus.locator("[aria-labelledby=side-BUYER]")).to_contain_text(CRACK)
    expect(gus.locator("[aria-labelledby=side-SHOP]")).to_contain_text("It was whole when it left us.")
    expect(gus.locator("#decide-for_buyer")).to_contain_text("a second agent has confirmed it")
    decides(gus, "for_buyer", "The photos show the crack.")
    expect(gus.get_by_text("It waits for a second agent.")).to_be_visible()
    expect(gus.get_by_text("You proposed this decision")).to_be_visible()
    ana.reload()
    stands(ana, "In review")
    sol.reload()
    stands(sol, "In review")

    iris.goto(gus.url)
    expect(iris.locator("#proposal")).to_contain_text("The photos show the crack.")
    expect(iris.locator("#proposal")).to_contain_text("$128.52 goes back to Ana at once.")
    assert looked_at(iris) == []
    iris.get_by_role("button", name="Confirm it").click()
    expect(iris.get_by_text("Decided. Ana and Luma Home read it.").first).to_be_visible()
    expect(sol.locator("#decision")).to_contain_text("The photos show the crack.")
    expect(ana.locator("[data-refund=done]")).to_be_visible(timeout=60_000)


def test_an_appeal_turns_the_decision(open_page: Opened, tmp_path: Path) -> None:
    ana, mara = open_page("ana", "android"), open_page("mara")
    gus, iris = open_page("gus"), open_page("iris")
    made = claims(ana, DAY_31, photo_in(tmp_path, "crack.jpg"))
    mara.goto(f"/sellers/protection/{made}/statement")
    mara.get_by_label("What you have to say").fill("It was whole when it left us.")
    mara.get_by_role("button", name="Send the answer").click()
    expect(mara.get_by_text("Sent. Customer service decides now.")).to_be_visible()
    opens_from_the_list(gus, DAY_31)
    decides(gus, "for_seller", "The photos don't show when it broke.")
    expect(gus.get_by_text("Decided. Ana and Kicks & Co read it.")).to_be_visible()
    ana.reload()
    stands(ana, "Decided for the seller")
    ana.get_by_role("link", name="Appeal the decision").click()
    ana.get_by_label("Why is it wrong").fill("Here is the carrier's own protocol about the broken box.")
    ana.get_by_role("button", name="Send the appeal").click()
    stands(ana, "Appealed")

    # Not who decided it: another agent, for good.
    gus.reload()
    expect(gus.get_by_text("You made the decision that was appealed")).to_be_visible()
    opens_from_the_list(iris, DAY_31)
    expect(iris.locator("#decide-for_buyer")).to_contain_text("It is final: nobody can appeal it.")
    decides(iris, "for_buyer", "The carrier's protocol shows that the box was broken.")
    expect(iris.get_by_text("Decided. Ana and Kicks & Co read it.")).to_be_visible()
    assert looked_at(iris) == []
    expect(ana.locator("[data-refund=done]")).to_be_visible(timeout=60_000)
    mara.reload()
    expect(mara.locator("#decision")).to_contain_text("The final decision")
