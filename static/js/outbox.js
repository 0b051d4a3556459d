// What was typed and is not yet acknowledged: queued → sending → acked → shown, one at a time for each conversation.
import * as live from "./live.js";
import { person, post, uuid7 } from "./page.js";
import * as unsent from "./unsent.js";

const FINAL_STATUS = (status) => status >= 400 && status < 500 && ![408, 425, 429].includes(status);

export class Outbox {
  // changed(item) is told of each state; acked(item, seq) of each message the server has committed.
  constructor(conversation, address, { changed, acked }) {
    Object.assign(this, { conversation, address, changed, acked, items: [], isPumping: false, wake: () => {} });
  }

  add(body) {
    const item = { client_id: uuid7(), person, conversation: this.conversation, body, at: Date.now() };
    this.items.push(item);
    // Nothing is sent before the device holds it, so that a page closed now loses nothing.
    item.isKept = unsent.put({ ...item }).then(() => true, () => false);
    this.tell(item, "queued");
    this.pump();
  }

  // After a reload: what an earlier page could not send.
  async resume() {
    const kept = await unsent.of(person, this.conversation).catch(() => []);
    for (const item of kept) {
      if (this.items.some((other) => other.client_id === item.client_id)) continue;
      item.isKept = Promise.resolve(true);
      this.items.push(item);
      this.tell(item, item.failed ? "failed" : "queued");
    }
    this.pump();
  }

  // Also called when the message itself arrives, which proves as much as an ack does.
  remove(clientId) {
    const found = this.items.some((item) => item.client_id === clientId);
    if (!found) return;
    this.items = this.items.filter((item) => item.client_id !== clientId);
    unsent.remove(clientId).catch(() => {});
  }

  async pump() {
    this.wake();
    if (this.isPumping) return;
    this.isPumping = true;
    for (let item; (item = this.items.find((one) => !one.failed)); ) await this.send(item);
    this.isPumping = false;
  }

  async send(item) {
    this.tell(item, "sending");
    const answer = await alone(this.conversation, () => this.attempt(item));
    if (!this.items.includes(item)) return;
    if (answer?.ok === true && answer.client_id === item.client_id) {
      this.remove(item.client_id);
      this.tell(item, "sent");
      this.acked(item, answer.seq);
    } else if (answer?.ok === false && answer.retry === false) {
      item.failed = true;
      const { isKept, ...record } = item;
      unsent.change(record).catch(() => {});
      this.tell(item, "failed");
    } else {
      item.failures = (item.failures || 0) + 1;
      this.tell(item, "queued");
      await this.pause(Math.min(30, 2 ** (item.failures - 1)) * 1000);
    }
  }

  async attempt(item) {
    try {
      if ((await item.isKept) && !(await unsent.has(item.client_id))) return this.leave(item);
    } catch {
      // The store is gone; the text is still here.
    }
    try {
      const { client_id, body } = item;
      if (this.prefersHttp(item.failures || 0)) return await this.sendByForm({ client_id, body });
      return await live.ask("message:send", { conversation: this.conversation, client_id, body });
    } catch {
      return null;
    }
  }

  // Another tab has sent it.
  leave(item) {
    this.remove(item.client_id);
    this.acked(item);
  }

  // After three failures the HTTP twin, and from then on each in turn.
  prefersHttp(failures) {
    if (!live.isConnected()) return failures >= 3 || live.offlineFor() > 8000;
    return failures >= 3 && failures % 2 === 1;
  }

  async sendByForm(fields) {
    const response = await post(this.address, fields);
    const answer = await response.json().catch(() => null);
    if (typeof answer?.ok === "boolean") return answer;
    return FINAL_STATUS(response.status) ? { ok: false, retry: false } : null;
  }

  pause(ms) {
    return new Promise((resolve) => {
      this.wake = resolve;
      setTimeout(resolve, ms);
    });
  }

  tell(item, state) {
    item.state = state;
    this.changed(item);
  }
}

// Two tabs hold the same text; one of them sends it. A tab that sleeps on the lock is not waited for longer than
// ten seconds: the server takes a client_id only once anyway.
async function alone(conversation, act) {
  if (!navigator.locks) return act();
  const signal = AbortSignal.timeout(10000);
  return navigator.locks.request(`outbox ${conversation}`, { signal }, act).catch(act);
}
