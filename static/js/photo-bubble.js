// The bubble of a photo that is on its way, or that waits for a word of its owner.
import { part } from "./app.js";

// What the bubble looks like in each phase; a button says in data-when in which it stands there.
const STATES = { doubt: "held", refused: "failed" };

export class Bubble {
  constructor(section, { file, id }, acts) {
    const template = part(section, "pending-photo");
    const [li, more] = template.content.cloneNode(true).children;
    Object.assign(this, { section, template, li, more, img: li.querySelector("img"), list: part(section, "list") });
    this.room = [this.img.width, this.img.height];
    li.dataset.clientId = id;
    li.append(more);
    more.onclick = ({ target }) => acts[target.dataset.act]?.();
    this.phase("queued");
    this.show(file);
  }

  show(file) {
    const { img } = this;
    img.loading = "eager";
    img.onload = () => this.fit();
    img.onerror = () => img.replaceWith(file.name);
    img.src = URL.createObjectURL(file);
    this.list.append(this.li);
    this.follow();
  }

  // The room it will have once it is sent.
  fit() {
    const { img, room } = this;
    const scale = Math.min(1, room[0] / img.naturalWidth, room[1] / img.naturalHeight);
    img.width = Math.max(1, img.naturalWidth * scale);
    img.height = Math.max(1, img.naturalHeight * scale);
    this.follow();
  }

  follow() {
    this.list.scrollTop = this.list.scrollHeight;
  }

  // In words for everybody; a screen reader hears of it when something is to be done.
  phase(name, why = "") {
    const state = STATES[name] || name;
    this.li.ariaLive = why ? null : "off";
    this.li.dataset.state = state;
    part(this.li, "state").textContent = this.word(`data-word-${state}`);
    part(this.more, "why").textContent = why;
    this.more.hidden = name === "sent";
    this.more.firstElementChild.hidden = name !== "sending";
    for (const button of this.more.querySelectorAll("button")) {
      button.hidden = !button.dataset.when.split(" ").includes(name);
    }
    this.follow();
  }

  progress(share) {
    if (this.li.dataset.state !== "sending") this.phase("sending");
    this.more.firstElementChild.value = share;
  }

  // A code's own words, else those for when nothing is known but that it failed.
  say(name, code) {
    this.phase(name, this.word(`data-why-${code}`) || this.word("data-why-lost"));
  }

  word(attribute) {
    return this.template.getAttribute(attribute) || this.section.getAttribute(attribute) || "";
  }

  remove() {
    URL.revokeObjectURL(this.img.src);
    this.li.remove();
  }
}
