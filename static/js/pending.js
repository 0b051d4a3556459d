// The bubbles of the outbox: the same partial as a message's, filled as text, with its state in words.
import { part, voice } from "./page.js";

export class Pending {
  constructor(section, { edit, remove }) {
    Object.assign(this, { list: part(section, "list"), words: section.dataset, edit, remove });
    this.template = part(section, "pending");
  }

  find(item) {
    return this.list.querySelector(`:scope > li[data-client-id="${item.client_id}"]`);
  }

  show(item) {
    const li = this.find(item) || this.add(item);
    if (li.dataset.seq) return;
    li.dataset.state = item.state;
    if (item.state === "failed") return this.fail(li, item);
    say(li, item.state === "sent" ? this.words.wordSent : this.words.wordSending);
  }

  add(item) {
    const li = this.template.content.firstElementChild.cloneNode(true);
    li.removeAttribute("id");
    delete li.dataset.seq;
    li.dataset.clientId = item.client_id;
    li.dataset.author = voice;
    // The final message is announced; this one would be heard twice.
    li.ariaLive = "off";
    li.querySelector(".message-body").textContent = item.body;
    const time = li.querySelector("time");
    if (time) time.dateTime = new Date(item.at).toISOString();
    this.list.append(li);
    return li;
  }

  fail(li, item) {
    li.ariaLive = "polite";
    say(li, this.words.wordNotSent);
    const row = document.createElement("span");
    row.className = "message-actions";
    const copy = this.button(this.words.wordCopy, () => {});
    copy.dataset.copy = item.body;
    if (this.words.wordCopied) copy.dataset.wordCopied = this.words.wordCopied;
    row.append(
      this.button(this.words.wordEdit, () => this.edit(item)),
      copy,
      this.button(this.words.wordDelete, () => this.remove(item)),
    );
    li.append(row);
  }

  button(word, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = word;
    button.addEventListener("click", act);
    return button;
  }
}

export function say(li, word) {
  const state = part(li, "state");
  if (state && state.textContent !== word) state.textContent = word || "";
}
