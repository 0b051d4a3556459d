"""Takes the README's pictures from a running demo: .venv/bin/python tools/pictures.py http://127.0.0.1:5000"""

import os
import shutil
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

DOCS = Path(__file__).resolve().parent.parent / "docs"
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 780},
    "device_scale_factor": 2,
    "user_agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Mobile",
}
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}, "device_scale_factor": 1.5}


def signed_in(browser: Browser, base: str, who: str, scheme: str, device: dict[str, Any]) -> Page:
    """A page of this person, in this scheme of colours."""
    # Where Ana and Gus are: the times of a conversation are those of the browser's zone.
    here: dict[str, Any] = {"base_url": base, "color_scheme": scheme, "timezone_id": "America/New_York", **device}
    page = browser.new_context(**here).new_page()
    page.goto("/sign-in")
    page.locator(f'form:has(input[value="{who}"]) button').click()
    page.wait_for_load_state()
    return page


def take(base: str) -> None:
    """The phone first: what Ana asks there stands in the seller's inbox afterwards."""
    chromium = os.environ.get("SHOP_HELP_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for scheme in ("light", "dark"):
            phone = signed_in(browser, base, "ana", scheme, PHONE)
            phone.goto("/orders/576461030000000106")
            phone.get_by_role("button", name="Message").click()
            phone.get_by_role("button", name="Where is my order?").wait_for()
            if not phone.locator(".message[data-kind=tracking]").count():
                phone.get_by_role("button", name="Check order status").click()
            phone.locator(".message[data-kind=tracking]").last.wait_for()
            phone.wait_for_timeout(800)
            phone.screenshot(path=DOCS / f"phone-{scheme}.png")
            desk = signed_in(browser, base, "sol", scheme, DESK)
            desk.goto("/sellers/conversations/1")
            desk.locator(".message").last.wait_for()
            desk.wait_for_timeout(800)
            desk.screenshot(path=DOCS / f"inbox-{scheme}.png")
            take_console(browser, base, scheme)
        browser.close()


def take_console(browser: Browser, base: str, scheme: str) -> None:
    """A case that Gus holds, beside the list of his own."""
    desk = signed_in(browser, base, "gus", scheme, DESK)
    desk.get_by_role("button", name="On duty").click()
    desk.goto("/agents/?show=mine")
    desk.locator("[data-row]").first.click()
    desk.locator(".message").last.wait_for()
    desk.wait_for_timeout(800)
    desk.screenshot(path=DOCS / f"console-{scheme}.png")


if __name__ == "__main__":
    take(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:5000")
