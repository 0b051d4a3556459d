// Where the reader is in the list: at its end it follows what is new, elsewhere it stays and counts "3 new ↓".
import { part } from "./page.js";

export class Scroll {
  constructor(section) {
    this.list = part(section, "list");
    this.button = part(section, "new-below");
    this.words = { ...section.dataset, ...this.button?.dataset };
    this.unseen = 0;
    this.isAtEnd = true;
    this.stops = [];
    this.box = scrollingBox(this.list);
    this.isReversed = getComputedStyle(this.box).flexDirection === "column-reverse";
    this.watch();
  }

  watch() {
    const scrolled = () => this.scrolled();
    const follow = () => this.isAtEnd && this.toEnd();
    // Capture: a scroll event does not bubble, and the box may be the page.
    addEventListener("scroll", scrolled, { capture: true, passive: true });
    this.button?.addEventListener("click", () => this.toEnd());
    // A keyboard that opens, a composer that grows and a picture that comes in all move the end.
    const sizes = new ResizeObserver(follow);
    sizes.observe(this.list);
    if (this.box !== this.list) sizes.observe(this.box);
    this.stops = [() => removeEventListener("scroll", scrolled, true), () => sizes.disconnect()];
  }

  fromEnd() {
    const { scrollTop, scrollHeight, clientHeight } = this.box;
    return this.isReversed ? -scrollTop : scrollHeight - scrollTop - clientHeight;
  }

  scrolled() {
    this.isAtEnd = this.fromEnd() < 60;
    if (this.isAtEnd) this.count(0);
    this.onEnd?.();
  }

  toEnd() {
    this.isAtEnd = true;
    this.box.scrollTop = this.isReversed ? 0 : this.box.scrollHeight;
    this.count(0);
  }

  // Something was put at the end by another person.
  added() {
    if (this.isAtEnd) this.toEnd();
    else this.count(this.unseen + 1);
  }

  count(unseen) {
    if (unseen === this.unseen) return;
    this.unseen = unseen;
    if (!this.button) return;
    const { one = this.words.wordOneNew, many = this.words.wordManyNew } = this.words;
    if (unseen) this.button.textContent = (unseen === 1 ? one : many)?.replace("%n", unseen) ?? unseen;
    this.button.hidden = !unseen;
  }

  // What is put above must not move what one reads.
  keeping(change) {
    const below = this.box.scrollHeight - this.box.scrollTop;
    change();
    if (!this.isReversed) this.box.scrollTop = this.box.scrollHeight - below;
  }

  stop() {
    this.stops.forEach((stop) => stop());
  }
}

function scrollingBox(element) {
  for (let box = element; box && box !== document.body; box = box.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(box).overflowY)) return box;
  }
  return document.scrollingElement;
}
