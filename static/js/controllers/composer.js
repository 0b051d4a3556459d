// Where one types: grows to five lines, keeps its draft, and Enter sends where there is a keyboard.
import { part, person } from "../page.js";

const LONGEST = 4000;

export class Composer {
  constructor(form, name, { send, typing }) {
    Object.assign(this, { form, send, typing, saidTyping: 0 });
    this.text = form.elements.body;
    this.counter = part(form, "count");
    this.key = `draft ${person} ${name}`;
    this.text.value ||= sessionStorage.getItem(this.key) || "";
    this.listen();
    this.changed();
  }

  listen() {
    const controller = new AbortController();
    const { signal } = controller;
    this.stop = () => controller.abort();
    this.form.addEventListener("submit", (event) => this.submitted(event), { signal });
    this.text.addEventListener("input", () => this.typed(), { signal });
    this.text.addEventListener("blur", () => this.sayTyping(false), { signal });
    this.text.addEventListener("keydown", (event) => this.pressed(event), { signal });
    // A tap on the button must not take the focus, or the phone's keyboard closes.
    const hold = (event) => document.activeElement === this.text && event.preventDefault();
    this.form.querySelector("[type=submit]").addEventListener("mousedown", hold, { signal });
  }

  submitted(event) {
    event.preventDefault();
    const body = this.text.value.trim();
    if (!body) return;
    this.send(body);
    this.text.value = "";
    this.changed();
    this.sayTyping(false);
  }

  // Enter that ends a word of an input method is not ours.
  pressed(event) {
    if (event.key !== "Enter" || event.shiftKey || event.altKey || event.isComposing) return;
    if (!matchMedia("(pointer: fine)").matches) return;
    event.preventDefault();
    this.form.requestSubmit();
  }

  typed() {
    this.changed();
    if (this.text.value) this.sayTyping(true);
  }

  changed() {
    const { value } = this.text;
    if (value) sessionStorage.setItem(this.key, value);
    else sessionStorage.removeItem(this.key);
    const left = LONGEST - value.length;
    if (this.counter) {
      this.counter.hidden = left > 200;
      this.counter.textContent = left;
    }
    this.grow();
  }

  grow() {
    this.text.rows = 1;
    while (this.text.rows < 5 && this.text.scrollHeight > this.text.clientHeight + 1) this.text.rows++;
  }

  // "on" at most every three seconds, "off" after five quiet ones.
  sayTyping(on) {
    clearTimeout(this.quiet);
    if (on) this.quiet = setTimeout(() => this.sayTyping(false), 5000);
    if (on ? Date.now() - this.saidTyping < 3000 : !this.saidTyping) return;
    this.saidTyping = on ? Date.now() : 0;
    this.typing(on);
  }

  // A message that was not sent comes back, above what was typed since.
  edit(body) {
    this.text.value = [body, this.text.value].filter(Boolean).join("\n");
    this.changed();
    this.text.focus();
  }
}
