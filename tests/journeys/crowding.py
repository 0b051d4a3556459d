"""Words that lie over each other, and words that were broken because nothing was left of their line."""

from playwright.sync_api import Page

from tests.journeys.looking import shown_at

# What scrolls away under a bar that stays may cross it; what is cut off by its frame is not seen at all.
CROWDED = r"""root => {
  const found = [], seen = [];
  const holders = (e, is) => (e ? [...(is(getComputedStyle(e)) ? [e] : []), ...holders(e.parentElement, is)] : []);
  const note = (e, says, boxes) => {
    const [stays] = holders(e, style => /sticky|fixed/.test(style.position));
    const frames = holders(e, style => !/visible/.test(style.overflow)).filter(frame => frame !== document.body);
    for (const { left, right, top, bottom } of boxes) {
      const box = { left, right, top, bottom };
      for (const frame of frames.map(frame => frame.getBoundingClientRect())) {
        for (const side of ["left", "top"]) box[side] = Math.max(box[side], frame[side]);
        for (const side of ["right", "bottom"]) box[side] = Math.min(box[side], frame[side]);
      }
      if (box.right > box.left + 2 && box.bottom > box.top + 2) seen.push({ e, says: says.trim(), stays, box });
    }
  };
  const range = document.createRange();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); ) {
    const e = node.parentElement;
    const isHidden = holders(e, style => style.clipPath !== "none").length || e.closest(".skip-link, option");
    if (!node.data.trim() || isHidden || !e.checkVisibility()) continue;
    range.selectNodeContents(node);
    note(e, node.data, range.getClientRects());
    for (const { index, 0: word } of node.data.matchAll(/\p{L}+/gu)) {
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      const tops = [...range.getClientRects()].map(box => box.top);
      if (Math.max(...tops) - Math.min(...tops) > 9 && word.length < 12) found.push(`broken: ${word}`);
    }
  }
  for (const e of document.querySelectorAll(".button, .chip, .state, .badge")) {
    if (e.checkVisibility()) note(e, e.textContent, [e.getBoundingClientRect()]);
  }
  for (const [i, { e, says, stays, box }] of seen.entries()) {
    for (const other of seen.slice(i + 1)) {
      if (stays !== other.stays || e.contains(other.e) || other.e.contains(e)) continue;
      const wide = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
      const high = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
      if (wide > 2 && high > 2) found.push(`over each other: ${says} | ${other.says}`);
    }
  }
  return found;
}"""


def crowded_at(page: Page, width: int, text: str = "100%") -> list[str]:
    """What is wrong with the page's words at a width and a size of text."""
    with shown_at(page, width, text) as html:
        found: list[str] = html.evaluate(CROWDED)
    return [f"{page.url} at {width} px, text {text}: {fault}" for fault in found]
