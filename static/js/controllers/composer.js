// Where one writes, and the bubbles of what has not arrived.
import { mention } from "../live.js";
import { Outbox } from "../outbox.js";
import { part, person } from "../app.js";

export class Composer {
  constructor(conversation, acked) {
    const { section, id, messages } = conversation;
    Object.assign(this, { conversation, section, id, messages, form: part(section, "composer") });
    this.text = this.form.elements.body;
    this.saidTyping = 0;
    this.key = `draft ${person} ${id}`;
    this.write(this.text.value || this.draft());
    this.listen();
    this.outbox = new Outbox(id, section.dataset.messages, (item) => this.show(item), acked);
    this.outbox.resume().catch(() => {});
  }

  // Not what went as a form while the scripts were still on their way.
  draft() {
    const kept = sessionStorage.getItem(this.key) || "";
    const said = this.messages.all(`[data-author="${this.messages.voice}"]`).pop()?.querySelector(".message-body");
    return kept.trim() === said?.textContent.trim() ? "" : kept;
  }

  listen() {
    const { form, text } = this;
    form.onsubmit = (event) => this.submitted(event);
    text.oninput = () => this.typed();
    text.onkeydown = (event) => this.pressed(event);
    // The phone's keyboard stays.
    form.querySelector("[type=submit]").onmousedown = () => false;
  }

  submitted(event) {
    event.preventDefault();
    const body = this.text.value.trim();
    if (!body) return;
    this.messages.isAtEnd = true;
    this.outbox.add(body, this.more);
    this.write("");
    this.saidTyping = 0;
  }

  // An Enter that ends a word of an input method is not 13, in any browser.
  pressed(event) {
    if (event.keyCode !== 13 || event.shiftKey) return;
    if (matchMedia("(pointer: fine)").matches) this.submitted(event);
  }

  write(value) {
    this.text.value = value;
    this.changed();
  }

  changed() {
    const { text } = this;
    const count = part(this.form, "count");
    sessionStorage.setItem(this.key, text.value);
    count.textContent = text.maxLength - text.value.length;
    count.hidden = count.textContent > 200;
    for (text.rows = 1; text.rows < 5 && text.scrollHeight > text.clientHeight; ) text.rows++;
  }

  // Every three seconds; the others take it for five.
  typed() {
    this.changed();
    if (Date.now() < this.saidTyping + 3000) return;
    if (mention("conversation:typing", { conversation: this.id, on: true })) this.saidTyping = Date.now();
  }

  // Screen readers hear of it when it arrives or fails.
  show(item) {
    this.conversation.told(item);
    const li = this.messages.find(item.client_id) || this.makeBubble(item);
    if (li.dataset.seq) return;
    const why = this.section.getAttribute(`data-why-${item.code}`);
    li.ariaLive = item.code ? null : "off";
    li.lastChild.hidden = !item.code;
    this.messages.say(li, item.state);
    if (why) part(li, "state").append(` · ${why}`);
    this.messages.grew();
  }

  // A message's own partial, and what to do if it fails.
  makeBubble({ client_id, body }) {
    const [li, actions] = part(this.section, "pending").content.cloneNode(true).children;
    li.dataset.clientId = client_id;
    li.querySelector(".message-body").textContent = body;
    li.append(actions);
    this.messages.list.append(li);
    const acts = {
      copy: () => navigator.clipboard?.writeText(body),
      delete: () => this.outbox.remove(client_id, li.remove()),
      edit: () => {
        acts.delete();
        this.write(`${body}\n${this.text.value}`.trim());
        this.text.focus();
      },
    };
    actions.onclick = ({ target }) => acts[target.dataset.act]?.();
    return li;
  }
}
