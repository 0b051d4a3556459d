// The messages on the screen, in the order of their seq and without a gap.
import htmx from "../vendor/htmx.esm.min.js";
import { dayWord } from "./controllers/local-time.js";
import { get, part, voice } from "./page.js";

export class Messages {
  constructor(section, address, scroll) {
    Object.assign(this, { section, address, scroll });
    this.list = part(section, "list");
    this.last = Number(section.dataset.head) || 0;
    this.first = Number(section.dataset.first) || this.finals()[0]?.dataset.seq || 0;
    this.held = new Map();
    this.sayDays();
    this.watchTop();
  }

  finals() {
    return this.list.querySelectorAll(":scope > li[data-seq]");
  }

  // Next: shown. Lower: already here. Higher: held until what is between has been fetched.
  take(message) {
    if (message.seq > this.last + 1) return this.held.set(message.seq, message);
    this.place(message);
    const next = this.held.get(this.last + 1);
    if (next) this.take(next);
  }

  // After a fetch nothing can come between any more.
  takeHeld() {
    for (const seq of [...this.held.keys()].sort((a, b) => a - b)) this.place(this.held.get(seq));
  }

  place({ seq, client_id, html, li = parse(html)[0] }) {
    this.held.delete(seq);
    this.placed(client_id, li);
    if (seq <= this.last || !li) return;
    this.put(li, this.pending(client_id));
    this.last = seq;
    this.first ||= seq;
    this.section.dataset.head = seq;
    this.finish([li]);
    if (li.dataset.author !== voice) this.scroll.added();
    this.shown(li);
  }

  // In place of its own bubble where that keeps the order, else after the last one.
  put(li, pending) {
    const last = [...this.finals()].pop();
    const waiting = this.list.querySelector(":scope > li[data-state]:not([data-seq])");
    const isInOrder = pending && (!last || last.compareDocumentPosition(pending) & Node.DOCUMENT_POSITION_FOLLOWING);
    if (isInOrder) return pending.replaceWith(li);
    pending?.remove();
    if (last) last.after(li);
    else this.list.insertBefore(li, waiting === pending ? null : waiting);
  }

  pending(clientId) {
    return this.list.querySelector(`:scope > li:not([data-seq])[data-client-id="${CSS.escape(clientId)}"]`);
  }

  finish(items) {
    items.forEach((li) => htmx.process(li));
    this.sayDays();
  }

  // The first message of a day carries the day's name; CSS shows it.
  sayDays() {
    let before = "";
    for (const li of this.finals()) {
      const time = li.querySelector("time");
      const day = time ? new Date(time.dateTime).toDateString() : before;
      if (day === before) delete li.dataset.day;
      else if (!li.dataset.day) li.dataset.day = dayWord(time.dateTime);
      before = day;
    }
  }

  watchTop() {
    const root = this.scroll.box === document.scrollingElement ? null : this.scroll.box;
    this.top = new IntersectionObserver(([entry]) => entry.isIntersecting && this.older(), { root, rootMargin: "300px 0px 0px" });
    this.observeTop();
  }

  observeTop() {
    this.top.disconnect();
    const first = this.finals()[0];
    if (first && this.first > 1) this.top.observe(first);
  }

  async older() {
    this.top.disconnect();
    const page = await this.fetch(`before=${this.first}`).catch(() => null);
    if (!page) return setTimeout(() => this.observeTop(), 5000);
    if (!page.items.length) return;
    this.quietly(() => this.scroll.keeping(() => this.list.prepend(...page.items)));
    this.first = Number(page.items[0].dataset.seq);
    this.finish(page.items);
    this.observeTop();
  }

  // Far behind: the newest page, and the rest upward.
  async startAnew(head) {
    const page = await this.fetch(`before=${head + 1}`);
    this.finals().forEach((li) => li.remove());
    this.quietly(() => this.list.prepend(...page.items));
    this.first = Number(page.items[0].dataset.seq);
    this.last = Number(page.items.pop().dataset.seq);
    this.finish([...this.finals()]);
    this.scroll.added();
    this.observeTop();
  }

  // Old messages are no news to a screen reader.
  quietly(change) {
    this.list.ariaLive = "off";
    change();
    setTimeout(() => (this.list.ariaLive = "polite"), 500);
  }

  // A sign-in page in place of messages has no X-Head.
  async fetch(query) {
    const response = await get(`${this.address}?${query}`);
    const head = response.headers.get("X-Head");
    if (!response.ok || head === null) throw new Error(response.status);
    return { items: parse(await response.text()), head: Number(head), more: response.headers.get("X-More") === "true" };
  }

  stop() {
    this.top.disconnect();
  }
}

// Only ever html that our own server has rendered.
function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return [...template.content.children];
}
