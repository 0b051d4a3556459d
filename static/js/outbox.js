// What was written and is not acknowledged: sent one at a time, kept on the device for 24 hours.
import * as live from "./live.js";
import { ask, person, uuid7 } from "./app.js";

export class Outbox {
  constructor(conversation, address, changed, acked) {
    Object.assign(this, { conversation, address, changed, acked, items: [] });
  }

  // Kept before it is sent. `more`: what an agent says beside it.
  add(body, more) {
    const { conversation } = this;
    const item = { client_id: uuid7(), person, conversation, body, more, at: Date.now(), failures: 0 };
    this.take(item, store("put", item));
  }

  // What an earlier page could not send.
  async resume() {
    for (const item of await store("getAll")) {
      if (item.at < Date.now() - 864e5) store("delete", item.client_id);
      else if (item.person === person && item.conversation === this.conversation) this.take(item);
    }
  }

  async take(item, keeping) {
    this.items.push(item);
    this.tell(item, item.code ? "failed" : "queued");
    await Promise.allSettled([keeping]);
    this.pump();
  }

  // Also when the message itself arrives: that proves as much as an ack.
  remove(id) {
    const others = this.items.filter((item) => item.client_id !== id);
    if (others.length < this.items.length) store("delete", id).catch(() => {});
    this.items = others;
  }

  async pump() {
    this.wake?.();
    if (this.isPumping) return;
    this.isPumping = true;
    for (let item; (item = this.items.find(({ code }) => !code)); ) {
      this.tell(item, "sending");
      const answer = await alone(this.conversation, () => this.attempt(item).catch(() => {}));
      if (this.items.includes(item)) await this.settle(item, answer || {});
    }
    this.isPumping = false;
  }

  // An ack alone proves nothing.
  async settle(item, { ok, client_id, seq, retry, code }) {
    if (ok === true && client_id === item.client_id) {
      this.remove(client_id);
      this.tell(item, "sent");
      this.acked(seq);
    } else if (ok === false && retry === false) {
      item.code = code || "refused";
      // Wiped, or sent once the person is back.
      if (code !== "signed_out") store("put", item).catch(() => {});
      this.tell(item, "failed");
    } else {
      item.isAnswered = ok === false;
      this.tell(item, "queued");
      const pause = Math.min(30, 2 ** item.failures++);
      await new Promise((resolve) => setTimeout((this.wake = resolve), pause * 1000));
    }
  }

  // After three failures the HTTP twin, and from then on each in turn.
  async attempt({ client_id, conversation, body, more, failures }) {
    if (live.offlineFor() < 8000 && (failures < 3 || failures % 2)) {
      return live.ask("message:send", { conversation, client_id, body, ...more });
    }
    const response = await ask(this.address, { client_id, body, ...more });
    const answer = await response.json().catch(() => {});
    // Else a sign-in page or a proxy's.
    return "ok" in Object(answer) ? answer : { ok: false, retry: response.status > 499 };
  }

  tell(item, state) {
    item.state = state;
    this.changed(item);
  }
}

// Not in two tabs; but nobody waits for a sleeping one, since the server takes an id once.
async function alone(conversation, act) {
  const signal = AbortSignal.timeout(10000);
  return navigator.locks ? navigator.locks.request(conversation, { signal }, act).catch(act) : act();
}

function store(act, argument) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("shop-help");
    opening.onupgradeneeded = () => opening.result.createObjectStore("unsent", { keyPath: "client_id" });
    opening.onerror = reject;
    opening.onsuccess = () => {
      const transaction = opening.result.transaction("unsent", "readwrite");
      const request = transaction.objectStore("unsent")[act](argument);
      transaction.onabort = reject;
      transaction.oncomplete = () => resolve(request.result);
    };
  });
}

export const wipe = () => store("clear");
