"""What is wrong with a page as it stands in a browser: pictures, attributes, width, and what axe-core finds."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from playwright.sync_api import Locator, Page

from tests.template_reading import ROOT
from tests.test_templates import known_to_htmx

#: WCAG 2.0, 2.1 and 2.2, levels A and AA.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
#: Of these, what the scheme can change: a page is the same in the dark but for its colours.
OF_COLOURS = ["color-contrast", "link-in-text-block"]

# Those below the fold load when they come into sight.
_PICTURES = """async pictures => {
  pictures.forEach(p => (p.loading = "eager"));
  await Promise.all(pictures.map(p => p.decode().catch(() => {})));
  return pictures.filter(p => !p.naturalWidth).map(p => p.src);
}"""
_UNKNOWN = """([root, known]) => [...root.querySelectorAll("*")].flatMap(e => e.getAttributeNames())
    .filter(name => /^(data-)?hx-/.test(name) && !known.includes(name.replace("data-", "").split(":")[0]))"""

# What reaches past the right edge of its page, or is cut there without a sign; what scrolls sideways by itself may.
_CUT = """root => {
  const width = root.clientWidth, found = [];
  if (root.scrollWidth > width + 1) found.push(`the page is ${root.scrollWidth} wide`);
  const scrolls = e => e && (/auto|scroll/.test(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
  for (const e of document.body.querySelectorAll("*")) {
    const box = e.getBoundingClientRect(), style = getComputedStyle(e);
    // What is for the ear alone is a pixel large, or clipped away.
    if (box.width < 2 || box.height < 2 || style.clipPath !== "none" || e.closest("svg, [hidden]")) continue;
    const name = `${e.tagName.toLowerCase()}.${e.className}: ${e.textContent.trim().slice(0, 40)}`;
    if ((box.right > width + 1 || box.left < -1) && !scrolls(e.parentElement)) found.push(`outside: ${name}`);
    const isCut = /hidden|clip/.test(style.overflowX) && e.scrollWidth > e.clientWidth + 1;
    if (isCut && style.textOverflow !== "ellipsis" && e.textContent.trim()) found.push(`cut: ${name}`);
  }
  return found;
}"""


def faults_of(page: Page) -> list[str]:
    """Broken pictures and attributes that htmx does not know."""
    found: list[str] = page.locator("img").evaluate_all(_PICTURES)
    html = page.locator("html").element_handle()
    found += page.evaluate(_UNKNOWN, [html, sorted(known_to_htmx())])
    return [f"{page.url}: {fault}" for fault in found]


@contextmanager
def shown_at(page: Page, width: int, text: str) -> Iterator[Locator]:
    """The page's <html> at a width and a size of text, for as long as one looks."""
    size = page.viewport_size
    page.set_viewport_size({"width": width, "height": 800})
    html = page.locator("html")
    html.evaluate("(html, size) => (html.style.fontSize = size)", text)
    yield html
    html.evaluate("html => html.removeAttribute('style')")
    page.set_viewport_size(size or {"width": 390, "height": 844})


def cut_at(page: Page, width: int, text: str = "100%", *more: str) -> list[str]:
    """What does not fit at a width and a size of text; and what `more` scripts find there, on the page's root."""
    with shown_at(page, width, text) as html:
        found: list[str] = [fault for script in (_CUT, *more) for fault in html.evaluate(script)]
    return [f"{page.url} at {width} px, text {text}: {fault}" for fault in found]


@cache
def _axe() -> str:
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()


def axe_faults(page: Page, scheme: Any) -> list[str]:
    """What axe-core finds in light, or of colours in dark; all of the page in sight, so nothing lies over another."""
    size = page.viewport_size or {"width": 390, "height": 844}
    height = min(6000, int(page.locator("html").evaluate("html => html.scrollHeight")) + 200)
    page.set_viewport_size({"width": size["width"], "height": height})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    # By the browser's own debugger: the page's policy is not weakened for it.
    if not page.evaluate("'axe' in window"):
        page.evaluate(f"{_axe()}; 0")
    found = page.evaluate(
        "async asked => (await axe.run(document, {runOnly: asked, resultTypes: ['violations']})).violations"
        ".flatMap(v => v.nodes.map(n => `${v.id}: ${n.target} ${n.failureSummary}`))",
        TAGS if scheme == "light" else {"type": "rule", "values": OF_COLOURS},
    )
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(size)
    return [f"{page.url} in {scheme}: {fault}" for fault in found]
