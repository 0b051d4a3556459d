// One open conversation: pushes are quick, and what they lose is fetched.
import * as live from "../live.js";
import { Messages, parse, seqOf } from "../messages.js";
import { ask, part } from "../app.js";
import { Composer } from "./composer.js";

export class Conversation {
  constructor(section, signal, Writer = Composer) {
    this.section = section;
    this.id = +section.dataset.conversation;
    this.read = +section.dataset.read;
    this.seen = +section.dataset.seen;
    this.messages = new Messages(section);
    this.messages.arrived = (id) => this.composer?.outbox.remove(id);
    this.messages.reachedEnd = () => this.tellRead();
    if (part(section, "composer")) this.composer = new Writer(this, (seq) => this.expect(seq));
    this.messages.grew();
    this.mark();
    this.listen(signal);
    if (live.isConnected()) this.connected();
    else this.listening();
  }

  listen(signal) {
    const on = (event, act) => {
      live.on(event, (payload) => (!payload || payload.conversation === this.id) && act(payload), signal);
    };
    const isTheirs = ({ author }) => author !== this.messages.voice;
    on("connect", () => this.connected());
    on("disconnect", () => this.listening());
    on("pulse", () => this.compare());
    on("message:posted", ({ html }) => this.posted(html));
    on("conversation:changed", () => this.section.dispatchEvent(new Event("conversation:changed")));
    on("conversation:typing", (typing) => isTheirs(typing) && this.showTyping(typing.on));
    on("conversation:read", (read) => {
      if (isTheirs(read)) this.seen = Math.max(read.seq, this.seen);
      this.mark();
    });
    // The answer to a chip.
    const answered = ({ detail }) => this.expect(+detail.ctx.response.headers.get("X-Head"));
    addEventListener("htmx:after:request", answered, { signal });
    signal.onabort = () => live.mention("conversation:leave", { conversation: this.id });
  }

  connected() {
    this.heard();
    this.catchUp();
    this.composer?.outbox.pump();
  }

  // A line that says nothing for five seconds is named; what works over HTTP is one too.
  listening() {
    this.silence ||= setTimeout(() => this.show("connection", true), 5000);
  }

  heard() {
    this.silence = clearTimeout(this.silence);
    this.show("connection", false);
  }

  // What was written: tried now, or answered.
  told({ state, isAnswered }) {
    if (state === "sending") this.listening();
    else if (state !== "queued" || isAnswered) this.heard();
  }

  show(name, isShown) {
    part(this.section, name).hidden = !isShown;
  }

  showTyping(isOn) {
    clearTimeout(this.typing);
    this.show("typing", isOn);
    if (isOn) this.typing = setTimeout(() => this.show("typing", false), 5000);
  }

  posted(html) {
    this.heard();
    this.showTyping(false);
    const [li] = parse(html);
    if (this.isRead(li)) this.messages.take([li]);
    else this.expect(seqOf(li), 0);
    this.mark();
    if (this.messages.held.size) this.catchUp();
  }

  // A push is in its sender's language: what a person wrote is shown all the same, the rest we ask for in ours.
  isRead(li) {
    const { language, kind, author } = li.dataset;
    if (language === document.documentElement.lang) return true;
    if (kind === "text") part(li, "author").textContent = this.section.getAttribute(`data-said-by-${author}`);
    return kind === "text";
  }

  // Is the server ahead? Without a socket the fetch is the question.
  async compare() {
    this.tellRead();
    if (!live.isConnected()) return live.offlineFor() > 8000 && !document.hidden && this.catchUp();
    try {
      const { heads } = await live.ask("conversation:heads", { heads: { [this.id]: this.messages.last } });
      this.expect(heads?.[this.id]);
    } catch {
      // It is dead, whatever it says.
      live.renew();
    }
  }

  // Its push may be late, or lost.
  expect(seq, ms = 300) {
    setTimeout(() => seq > this.messages.last && this.catchUp(), ms);
  }

  // One at a time; who asks meanwhile gets another round.
  async catchUp() {
    this.isAsked = true;
    if (this.isCatching) return;
    this.isCatching = true;
    const before = this.messages.last;
    while (this.isAsked) {
      this.isAsked = false;
      await this.fetchRest().then(() => this.heard(), () => this.listening());
    }
    this.isCatching = false;
    this.mark();
    // Whatever else was missed with these messages.
    if (this.messages.last > before) live.tell("conversation:changed", { conversation: this.id });
  }

  async fetchRest() {
    const { messages } = this;
    let last, head;
    do {
      last = messages.last;
      const answer = await this.fetchAfter(last);
      head = answer.head;
      if (head - last > 1000) await messages.startAnew(head);
      else messages.take(answer.items);
    } while (messages.last > last && messages.last < head);
    messages.take([], !this.isAsked);
  }

  async fetchAfter(after) {
    const answer = await live.ask("conversation:join", { conversation: this.id, after }).catch(() => {});
    if (!answer?.ok) return this.messages.fetch("after", after);
    return { items: parse(answer.messages.map(({ html }) => html).join("")), head: answer.head };
  }

  // The newest message is in sight.
  tellRead() {
    this.reading ||= setTimeout(() => {
      this.reading = 0;
      const { last: seq, isAtEnd, list } = this.messages;
      // On a seller's phone the order may lie over it: then it has no height.
      if (document.hidden || !list.clientHeight || !isAtEnd || seq <= this.read || !this.composer) return;
      if (live.isConnected()) live.mention("conversation:read", { conversation: this.id, seq });
      else if (live.offlineFor() < 8000) return;
      else ask(this.section.dataset.messages.replace(/\w+$/, "read"), { seq }).catch(() => {});
      this.read = seq;
    }, 500);
  }

  // Our newest message says "Sent" or "Seen", and so does the newest that was seen.
  mark() {
    const own = this.messages.all(`[data-author="${this.messages.voice}"]`);
    const seen = own.filter((li) => seqOf(li) <= this.seen).pop();
    for (const li of own) {
      const state = li === seen ? "seen" : li === own.at(-1) ? "sent" : "";
      if (state || li.dataset.state) this.messages.say(li, state);
    }
  }
}

export function connect(section, signal) {
  new Conversation(section, signal);
}
