// The messages on the screen, in order, without moving what one reads.
import htmx from "../vendor/htmx.esm.min.js";
import { ask, part } from "./app.js";

export const seqOf = (li) => +(li?.dataset.seq || 0);

// Only what our own server has rendered.
export function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return [...template.content.children];
}

export class Messages {
  constructor(section) {
    this.section = section;
    this.list = part(section, "list");
    this.button = part(section, "new-below");
    this.voice = part(section, "pending")?.content.firstElementChild.dataset.author;
    this.held = new Map();
    this.unseen = 0;
    this.newest = this.all().pop();
    this.isAtEnd = !location.hash || this.isBelow();
    this.follow();
    this.watchTop();
  }

  all(which = "") {
    return [...this.list.querySelectorAll(`li[data-seq]${which}`)];
  }

  get last() {
    return seqOf(this.newest);
  }

  find(id) {
    return this.list.querySelector(`li[data-client-id="${id}"]`);
  }

  // What comes too early is held until what lies between was fetched: isAll.
  take(items, isAll) {
    let news = 0;
    items.forEach((li) => this.held.set(seqOf(li), li));
    for (const seq of [...this.held.keys()].sort((a, b) => a - b)) {
      if (seq > this.last + 1 && !isAll) break;
      news += this.place(this.held.get(seq), seq);
      this.held.delete(seq);
    }
    this.grew(news);
  }

  // Before the bubbles that still wait. Tells whether it is news.
  place(li, seq) {
    const { clientId, author } = li.dataset;
    this.arrived(clientId);
    if (seq <= this.last) return false;
    if (clientId) this.find(clientId)?.remove();
    if (this.newest) this.newest.after(li);
    else this.list.prepend(li);
    this.newest = li;
    htmx.process(li);
    return author !== this.voice;
  }

  // At the end one follows what is new; elsewhere it is counted.
  follow() {
    const { list } = this;
    list.onscroll = () => {
      this.isAtEnd = this.isBelow();
      if (this.isAtEnd) this.count(0);
    };
    this.button.onclick = () => this.toEnd();
    // The phone's keyboard and a growing composer move the end too.
    new ResizeObserver(() => this.grew()).observe(list);
  }

  isBelow() {
    return this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 60;
  }

  grew(news = 0) {
    if (!this.isAtEnd) return this.count(this.unseen + news);
    if (this.all().length > 119) import("./trimming.js").then(({ trim }) => trim(this));
    this.toEnd();
  }

  toEnd() {
    this.list.scrollTop = this.list.scrollHeight;
    this.count(0);
  }

  count(unseen) {
    const { one, many } = this.button.dataset;
    this.unseen = unseen;
    this.button.hidden = !unseen;
    this.button.textContent = (unseen > 1 ? many : one).replace("%n", unseen);
    if (this.isAtEnd) this.reachedEnd();
  }

  watchTop() {
    const [first] = this.all();
    if (seqOf(first) < 2) return;
    const top = new IntersectionObserver(([{ isIntersecting }]) => {
      if (!isIntersecting) return;
      top.disconnect();
      this.older(first).catch(() => setTimeout(() => this.watchTop(), 5000));
    });
    top.observe(first);
  }

  async older(first) {
    const { list } = this;
    const items = (await this.fetch("before", seqOf(first))).items;
    const below = list.scrollHeight - list.scrollTop;
    this.prepend(items);
    // Once the lines of days stand where they belong.
    await null;
    list.scrollTop = list.scrollHeight - below;
  }

  // Far behind: the newest page, and the rest upward.
  async startAnew(head) {
    const { items } = await this.fetch("before", head + 1);
    this.all().forEach((li) => li.remove());
    this.newest = items.at(-1);
    this.prepend(items);
    this.grew(1);
  }

  // Old messages are no news to a screen reader.
  prepend(items) {
    this.list.ariaLive = "off";
    this.list.prepend(...items);
    htmx.process(this.list);
    setTimeout(() => (this.list.ariaLive = null), 500);
    this.watchTop();
  }

  // A sign-in page in place of messages has no X-Head.
  async fetch(way, seq) {
    const response = await ask(`${this.section.dataset.messages}?${way}=${seq}`);
    const head = +response.headers.get("X-Head");
    if (!head) throw new Error(response.status);
    return { items: parse(await response.text()), head };
  }

  say(li, state) {
    if (state) li.dataset.state = state;
    else delete li.dataset.state;
    part(li, "state").textContent = this.section.getAttribute(`data-word-${state}`);
  }
}
