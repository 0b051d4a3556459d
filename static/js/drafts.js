// What an agent is writing, kept on the server while they write: begun on one machine, found on another.
import { ask, part } from "./app.js";
import * as live from "./live.js";

// A moment after the last key, and now and then in the middle of a long sentence.
const SOON = 1000;
const LATEST = 3000;

export class Draft {
  constructor({ form, text, key }, sight) {
    const { draft: address, kept } = part(form, "reply").dataset;
    Object.assign(this, { form, text, sight, address, key: `kept ${key}`, turn: Promise.resolve() });
    this.isNow(kept);
  }

  // What was typed here and never kept goes before what the server knows; of two machines' words none is lost.
  static words(theirs, mine, key) {
    const last = sessionStorage.getItem(`kept ${key}`) || "";
    if (mine === last) return theirs;
    if (theirs === last || mine.startsWith(theirs)) return mine;
    return `${theirs}\n${mine}`;
  }

  changed() {
    this.show();
    if (this.isKept()) return;
    this.since ||= Date.now();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(true), Math.min(SOON, this.since + LATEST - Date.now()));
  }

  isKept() {
    return this.text.value === this.kept;
  }

  keep(isTyping) {
    clearTimeout(this.timer);
    this.timer = this.since = 0;
    return this.next(() => this.isKept() || this.post("", isTyping));
  }

  // One after the other, so that the last words stay. What fails is tried again with the next word or pulse.
  next(act) {
    return (this.turn = this.turn.then(act).catch(() => {}));
  }

  async post(place, isTyping) {
    const body = this.text.value;
    const answer = await ask(this.address + place, this.fields(isTyping));
    // Else a sign-in page.
    if (!answer.ok || answer.redirected) return;
    this.isNow(body);
    return answer.text();
  }

  // What the server has. It says so only while it is true.
  isNow(body) {
    this.kept = body;
    sessionStorage.setItem(this.key, body);
    this.show();
  }

  fields(isTyping) {
    return { body: this.text.value, seen: this.sight(), typing: isTyping ? 1 : "", quiet: 1 };
  }

  show() {
    part(this.form, "kept").hidden = !this.text.value.trim() || !this.isKept();
  }

  listen(signal) {
    // The page may be gone before an answer comes.
    const leave = () => {
      const fields = { ...this.fields(), csrf_token: this.form.elements.csrf_token.value };
      if (this.isKept() || fields.body === this.left) return;
      if (navigator.sendBeacon(this.address, new URLSearchParams(fields))) this.left = fields.body;
    };
    addEventListener("pagehide", leave, { signal });
    addEventListener("visibilitychange", () => document.hidden && leave(), { signal });
    const again = () => this.timer || this.isKept() || this.keep();
    live.on("pulse", again, signal);
    live.on("connect", again, signal);
  }
}
