"""One table decides by platform: chosen, else the browser's own (PRODUCT 1, "Platforms")."""

import pytest

from shop_help.policy.platforms import PLATFORMS, platform_of

PIXEL = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Mobile Safari/604.1"
IPAD = "Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Safari/604.1"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.5 Safari/605.1.15"


@pytest.mark.parametrize(
    ("chosen", "agent", "name"),
    [
        (None, PIXEL, "android"),
        (None, IPHONE, "ios"),
        (None, IPAD, "ios"),
        (None, MAC, "web"),
        (None, "", "web"),
        (None, "curl/8.5", "web"),
        ("ios", PIXEL, "ios"),
        ("web", IPHONE, "web"),
        ("android", MAC, "android"),
        ("", PIXEL, "android"),
        ("windows", IPHONE, "ios"),
    ],
)
def test_what_was_chosen_outweighs_the_browser(chosen: str | None, agent: str, name: str) -> None:
    assert platform_of(chosen, agent).name == name


@pytest.mark.parametrize(
    ("name", "orders_button", "get_help", "chat", "message"),
    [
        ("ios", False, True, "Chat with Live Agent", "Send message"),
        ("android", True, True, "Chat with Live Agent", "Send message"),
        ("web", False, False, "Live Chat", "Submit a Ticket"),
    ],
)
def test_the_table_is_the_products(name: str, orders_button: bool, get_help: bool, chat: str, message: str) -> None:
    found = PLATFORMS[name]
    assert (found.has_orders_button, found.has_get_help) == (orders_button, get_help)
    assert (found.chat_label, found.message_label) == (chat, message)
    assert set(PLATFORMS) == {"ios", "android", "web"}
