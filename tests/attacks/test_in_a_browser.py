"""All payloads in all texts before a real browser under our policy: nothing runs, nothing is asked for."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.attacks.ground import Ground
from tests.attacks.payloads import MARK, PAYLOADS
from tests.attacks.soaking import soak
from tests.conftest import copy_of
from tests.gates import GATES, IN
from tests.journeys.conftest import watch
from tests.raw_http import RawBrowser
from tests.running import RunningServer

pytestmark = pytest.mark.journey
LOOKERS = ("ana", "sol", "gus", "noor")

#: A page as it stands: did something run, is something of theirs an element, do their letters turn ours, do they
#: make the page wider than a small phone?
LOOK = """mark => {
  const found = [], own = e => [...e.childNodes].filter(n => n.nodeType === 3).map(n => n.data).join("");
  if (window[mark]) found.push("a script ran");
  const { clientWidth, scrollWidth } = document.documentElement;
  if (scrollWidth > clientWidth + 1) {
    const holds = e => /auto|scroll|hidden|clip/.test(getComputedStyle(e).overflowX);
    const scrolls = e => e && (holds(e) || scrolls(e.parentElement));
    const wide = [...document.body.querySelectorAll("*")].filter(e => {
      const box = e.getBoundingClientRect();
      return box.right > clientWidth + 1 && box.width > 2 && !e.closest("svg") && !scrolls(e.parentElement);
    });
    const names = wide.map(e => `${e.parentElement.tagName} > ${e.tagName}.${e.className}`);
    found.push(`${scrollWidth} px wide: ${[...new Set(names)].join(", ")}`);
  }
  for (const e of document.querySelectorAll("*")) {
    if (e instanceof HTMLUnknownElement || e.localName.includes("-")) found.push(`unknown: ${e.tagName}`);
    const leads = e.getAttribute("href") || e.getAttribute("action") || "";
    if (/^(javascript|data|vbscript):/i.test(leads)) found.push(e.outerHTML);
    for (const { name } of e.attributes) if (/^on|^style$/.test(name)) found.push(`${e.tagName} ${name}`);
    if (e.id === mark || e.classList.contains(mark) || e.dataset.x === mark) found.push(`theirs: ${e.tagName}`);
    if (!/[\\u202a-\\u202e\\u2066-\\u2069]/.test(own(e)) || e.closest("title, option, textarea")) continue;
    const style = getComputedStyle(e), words = e.textContent.trim();
    if (!/isolate|plaintext/.test(style.unicodeBidi) && words !== own(e).trim()) {
      found.push(`turns its neighbours: ${e.parentElement.tagName} > ${e.tagName}.${e.className}`);
    }
  }
  return [...new Set(found)];
}"""


@pytest.fixture(scope="module")
def soaked(planted_ground: Ground, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    planted_ground.put_back()
    soak(planted_ground, "\n".join(PAYLOADS))
    folder = tmp_path_factory.mktemp("soaked")
    server = RunningServer(copy_of(planted_ground.whole_file(), folder), folder / "server.log")
    planted_ground.put_back()
    server.start()
    yield server
    server.stop()
    assert '"level": "error"' not in Path(server.log).read_text()


@pytest.mark.parametrize("who", LOOKERS)
def test_no_page_does_anything_with_what_people_typed(
    who: str, soaked: RunningServer, chromium: Browser, planted_ground: Ground
) -> None:
    addresses = [planted_ground.address(endpoint) for endpoint in pages_of(who)]
    assert looked_over(chromium, soaked, who, addresses) == []


def looked_over(chromium: Browser, server: RunningServer, who: str, addresses: list[str]) -> list[str]:
    """What is wrong with these pages before the eyes of somebody with a small phone."""
    context = chromium.new_context(base_url=server.url, viewport={"width": 320, "height": 800})
    page, wrong = context.new_page(), list[str]()
    watch(page, wrong)
    page.on("dialog", lambda dialog: (wrong.append(f"a dialog: {dialog.message}"), dialog.dismiss()))
    page.on("request", lambda request: wrong.append(request.url) if "evil" in request.url else None)
    cookie = RawBrowser(server.port).sign_in(who).cookies["session"]
    context.add_cookies([{"name": "session", "value": cookie, "url": server.url}])
    seen = [found for address in addresses for found in look(page, address)]
    context.close()
    return wrong + seen


def pages_of(who: str) -> list[str]:
    return sorted(e for (m, e), gate in GATES.items() if m == "GET" and gate.answers[who] == IN and e not in NO_PAGES)


#: Files to download, pictures, and what a script fetches into a page that is looked at here.
NO_PAGES = {"asset", "favicon", "entrance.health", "entrance.ready", "entrance.home", "entrance.styleguide"}
NO_PAGES |= {"partner_api.image", "my_data.my_archive", "open_api.openapi", "notifications.unread"}
# Their addresses are signed, by another secret than this server's.
NO_PAGES |= {"notifications.no_more_mails", "safety.password_link"}
NO_PAGES |= {f"notifications.{file}" for file in ("icon", "worker", "manifest", "brand_style", "brand_logo")}
NO_PAGES |= {f"{door}.protection_archive" for door in ("buyers", "sellers", "agents")}
NO_PAGES |= {
    "safety.app_picture",
    "operators.audit_file",
    "operators.report_file",
    "operators.refunds_file",
    "operators.protection_file",
    "buyers.messages",
}
NO_PAGES |= {"sellers.messages", "agents.messages", "sellers.answer_until", "agents.presence", "buyers.unread"}
NO_PAGES |= {f"photos.{name}" for name in ("photo", "small_photo", "evidence", "small_evidence")}
NO_PAGES |= {"buyers.protection_panel", "buyers.request_panel", "buyers.case_panel"}
NO_PAGES |= {"cards.request_card", "cards.protection_card", "agents.header", "agents.panel", "security.login"}


def look(page: Page, address: str) -> list[str]:
    page.goto(address, wait_until="domcontentloaded")
    found: list[Any] = page.evaluate(LOOK, MARK)
    return [f"{address}: {each}" for each in found]
