"""Letters of twice the size, as phones offer them: one still writes without looking for the place to write in."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Opened

BESIDE = {"viewport": {"width": 1280, "height": 800}}


@pytest.mark.parametrize(("who", "address"), [("ana", "/conversations/1"), ("sol", "/sellers/conversations/1")])
def test_the_composer_is_in_sight_when_letters_are_large(open_page: Opened, who: str, address: str) -> None:
    page = open_page(who, "ios")
    page.goto(address)
    page.locator("html").evaluate("html => (html.style.fontSize = '200%')")
    expect(page.get_by_placeholder("Message…")).to_be_in_viewport(ratio=1)


def test_a_desk_page_of_columns_never_moves_as_a_whole(open_page: Opened) -> None:
    page = open_page("sol", **BESIDE)
    page.goto("/sellers/inbox")
    rows = page.locator("[data-row]").evaluate_all("rows => rows.map(row => row.href)")
    assert len(rows) > 3
    for address in rows:
        page.goto(address)
        assert page.locator("html").evaluate("html => html.scrollHeight") == 800, address
