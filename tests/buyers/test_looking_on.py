"""Staff may look at the shop; nothing they see there leads to what is not theirs."""

import re
from typing import Any

import pytest


@pytest.mark.parametrize("page", ["/", "/products/1", "/shops/1", "/help"])
@pytest.mark.parametrize(("who", "may_buy"), [("ana", True), ("sol", False), ("gus", False), ("noor", False)])
def test_what_a_page_of_the_shop_offers_can_be_opened(sign_in: Any, page: str, who: str, may_buy: bool) -> None:
    client = sign_in(who)
    html = client.get(page).text
    links = {link for link in re.findall(r'href="(/[^"#]*)', html) if not link.startswith("/assets/")}
    assert links
    assert {link: client.get(link).status_code for link in links if client.get(link).status_code >= 400} == {}
    assert ("/inbox" in html) is may_buy
    assert "18 and over" not in html
    assert ("/purchase" in html) is (may_buy and page == "/products/1")
    assert ("/conversation" in html) is (may_buy and page in ("/shops/1", "/help"))
