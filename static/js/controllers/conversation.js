// One open conversation: the server's order is the truth, pushes are quick, and whatever a push loses is fetched.
import * as live from "../live.js";
import { Messages } from "../messages.js";
import { Outbox } from "../outbox.js";
import { part, voice } from "../page.js";
import { Pending } from "../pending.js";
import { Reading } from "../reading.js";
import { Scroll } from "../scroll.js";
import { Composer } from "./composer.js";

class Conversation {
  constructor(section) {
    const { conversation: id, messages: address } = section.dataset;
    Object.assign(this, { section, id, address, typingTimer: 0, stops: [] });
    this.scroll = new Scroll(section);
    this.messages = new Messages(section, address, this.scroll);
    this.reading = new Reading(section, id, this.messages);
    this.outbox = new Outbox(id, address, {
      changed: (item) => this.pending.show(item),
      acked: (item, seq) => this.expect(seq),
    });
    this.pending = new Pending(section, {
      edit: (item) => this.composer.edit(this.discard(item).body),
      remove: (item) => this.discard(item),
    });
    this.messages.placed = (clientId) => this.outbox.remove(clientId);
    this.messages.shown = () => this.showed();
    this.scroll.onEnd = () => this.reading.notice();
    this.open();
  }

  open() {
    const form = part(this.section, "composer");
    if (form) this.compose(form);
    const mine = (act) => (payload) => String(payload.conversation) === this.id && act(payload);
    this.listen({
      connect: () => this.connected(),
      disconnect: () => this.disconnected(),
      pulse: () => this.compare(),
      "message:posted": mine((message) => this.posted(message)),
      "conversation:read": mine((read) => this.reading.heard(read)),
      "conversation:typing": mine((typing) => this.heardTyping(typing)),
      "conversation:changed": mine(() => this.changed()),
    });
    if (!location.hash.startsWith("#message-")) this.scroll.toEnd();
    if (live.isConnected()) this.connected();
    else this.disconnected();
  }

  compose(form) {
    this.composer = new Composer(form, `${this.id}`, {
      send: (body) => this.send(body),
      typing: (on) => live.mention("conversation:typing", { conversation: this.id, on }),
    });
    this.stops.push(() => this.composer.stop());
    this.outbox.resume().then(() => this.scroll.isAtEnd && this.scroll.toEnd());
  }

  listen(events) {
    for (const [event, act] of Object.entries(events)) this.stops.push(live.on(event, act));
    // A chip's answer (X-Head) says that there is something new, in case its push is lost.
    const answered = ({ detail }) => {
      const head = Number(detail.ctx.response.headers.get("X-Head"));
      if (head > this.messages.last) this.catchUp();
    };
    const visible = () => this.reading.notice();
    document.addEventListener("htmx:after:request", answered);
    document.addEventListener("visibilitychange", visible);
    this.stops.push(
      () => document.removeEventListener("htmx:after:request", answered),
      () => document.removeEventListener("visibilitychange", visible),
    );
  }

  send(body) {
    this.outbox.add(body);
    this.scroll.toEnd();
  }

  discard(item) {
    this.outbox.remove(item.client_id);
    this.pending.find(item)?.remove();
    return item;
  }

  // An ack may overtake its push, and the push may be lost.
  expect(seq) {
    setTimeout(() => (seq > this.messages.last || !seq) && this.catchUp(), live.isConnected() ? 500 : 0);
  }

  posted(message) {
    this.hideTyping();
    this.messages.take(message);
    if (this.messages.held.size) this.catchUp();
  }

  showed() {
    this.reading.mark();
    this.reading.notice();
  }

  changed() {
    this.section.dispatchEvent(new CustomEvent("conversation:changed", { bubbles: true }));
  }

  connected() {
    clearTimeout(this.lineTimer);
    this.showLine(false);
    this.catchUp();
    this.outbox.pump();
    this.reading.notice();
  }

  disconnected() {
    this.hideTyping();
    clearTimeout(this.lineTimer);
    this.lineTimer = setTimeout(() => this.showLine(!live.isConnected()), 5000);
  }

  showLine(isShown) {
    const line = part(this.section, "connection");
    if (line) line.hidden = !isShown;
  }

  // Now and then: is the server ahead of us? Without a socket the fetch itself is the question.
  async compare() {
    if (!live.isConnected()) return live.offlineFor() > 8000 && !document.hidden && this.catchUp();
    this.reading.notice();
    try {
      const { heads } = await live.ask("conversation:heads", { heads: { [this.id]: this.messages.last } });
      if (heads?.[this.id] > this.messages.last) this.catchUp();
    } catch {
      // A socket that does not answer is dead, whatever it says.
      live.renew();
    }
  }

  // One at a time; whoever asks meanwhile gets one more round.
  async catchUp() {
    if (this.isCatching) return (this.askedAgain = true);
    this.isCatching = true;
    const before = this.messages.last;
    do {
      this.askedAgain = false;
      await this.fetchRest().catch(() => {});
    } while (this.askedAgain);
    this.isCatching = false;
    // Whatever else was missed with these messages: panels are fetched anew, but not when the page has just come.
    if (this.messages.last > before && this.hasJoined) this.changed();
    this.hasJoined = true;
  }

  async fetchRest() {
    for (let more = true; more; ) {
      const { last } = this.messages;
      const answer = await this.fetchAfter(last);
      more = answer.more && answer.messages.length > 0;
      if (more && answer.head - last > 1000) {
        await this.messages.startAnew(answer.head);
        this.showed();
      } else answer.messages.forEach((message) => this.messages.take(message));
    }
    if (!this.askedAgain) this.messages.takeHeld();
  }

  async fetchAfter(after) {
    if (live.isConnected()) {
      const answer = await live.ask("conversation:join", { conversation: this.id, after }).catch(() => null);
      if (answer?.ok) return answer;
    }
    const { items, head, more } = await this.messages.fetch(`after=${after}`);
    // What works is not "Connecting…", even where WebSocket can't be had.
    this.showLine(false);
    const messages = items.map((li) => ({ seq: Number(li.dataset.seq), client_id: li.dataset.clientId, li }));
    return { messages, head, more };
  }

  heardTyping({ author, on }) {
    if (author === voice) return;
    clearTimeout(this.typingTimer);
    const line = part(this.section, "typing");
    if (line) line.hidden = !on;
    if (on) this.typingTimer = setTimeout(() => this.hideTyping(), 6000);
  }

  hideTyping() {
    const line = part(this.section, "typing");
    if (line) line.hidden = true;
  }

  stop() {
    clearTimeout(this.lineTimer);
    live.ask("conversation:leave", { conversation: this.id }).catch(() => {});
    this.stops.forEach((stop) => stop());
    this.scroll.stop();
    this.messages.stop();
  }
}

export function connect(section) {
  const conversation = new Conversation(section);
  return () => conversation.stop();
}
