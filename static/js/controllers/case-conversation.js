// The talk of a case. An agent's words say whose turn it is then, are kept on the server, and are held back where the
// case moved on under them.
import { part } from "../app.js";
import { Draft } from "../drafts.js";
import { parse, seqOf } from "../messages.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";

// Who writes does not read what comes in the same moment.
const A_LOOK = 1500;

class CaseConversation extends Conversation {
  // The last message that was in sight for a moment.
  get sight() {
    return Math.max(this.looked || 0, +this.section.dataset.head);
  }

  tellRead() {
    super.tellRead();
    const { last, list, newest } = this.messages;
    setTimeout(() => {
      // On a phone another column may lie over it: then it has no height. A photo that waits may stand below.
      const isIn = newest && newest.getBoundingClientRect().bottom < list.getBoundingClientRect().bottom + 30;
      if (document.hidden || !list.clientHeight || !isIn) return;
      this.looked = Math.max(this.looked || 0, last);
      // For a photo, which goes its own way.
      if (this.composer) this.composer.form.elements.seen.value = this.sight;
    }, A_LOOK);
  }

  // What came while one wrote begins with a line.
  mark() {
    super.mark();
    const first = this.since && this.messages.all().find((li) => seqOf(li) > this.since);
    if (!first || first.previousElementSibling === this.line) return;
    this.line ||= part(this.section, "since").content.firstElementChild.cloneNode(true);
    first.before(this.line);
    this.line.scrollIntoView({ block: "nearest" });
  }

  markFrom(seq) {
    part(this.messages.list, "since")?.remove();
    this.since = seq;
    this.mark();
  }
}

class CaseComposer extends Composer {
  constructor(conversation, acked) {
    super(conversation, acked);
    this.then = this.form.elements.then;
    this.held = part(this.section, "held");
    this.kept = new Draft(this, () => conversation.sight);
    this.kept.changed();
    this.section.addEventListener("photo:stale", ({ detail }) => this.stop(detail));
    this.section.addEventListener("photo:sent", ({ detail: isLast }) => isLast && this.beginAnew());
  }

  get more() {
    return { seen: this.conversation.sight, then: this.then.value };
  }

  submitted(event) {
    const before = this.text.value;
    super.submitted(event);
    if (this.text.value !== before) this.beginAnew();
  }

  beginAnew() {
    this.then.selectedIndex = 0;
    this.held.hidden = true;
    this.conversation.markFrom(0);
  }

  // At first with what was kept elsewhere.
  write(value) {
    super.write(this.kept ? value : Draft.words(this.text.defaultValue, this.draft(), this.key));
  }

  changed() {
    super.changed();
    this.kept?.changed();
  }

  show(item) {
    if (item.code !== "stale") return super.show(item);
    this.conversation.told(item);
    this.holdBack(item);
  }

  // What is edited keeps its choice.
  makeBubble(item) {
    const li = super.makeBubble(item);
    li.addEventListener("click", ({ target }) => {
      if (target.dataset.act === "edit") this.then.value = item.more.then;
    });
    return li;
  }

  // Nothing was sent: the words are here again, with those that were to follow them.
  holdBack({ more }) {
    const items = this.outbox.items.filter(({ code }) => !code || code === "stale");
    for (const { client_id } of items) {
      this.outbox.remove(client_id);
      this.messages.find(client_id)?.remove();
    }
    this.write([...items.map(({ body }) => body), this.text.value].join("\n").trim());
    this.then.value = more.then;
    this.stop(more.seen);
  }

  // A photo waits in its bubble.
  stop(seen) {
    this.held.hidden = false;
    this.kept.next(() => this.explain(seen));
  }

  // Why, and what can be done about it, as the server knows; until it answers, the words of the page stand.
  async explain(seen) {
    const html = await this.kept.post(`/held?since=${seen}`);
    if (html) this.held.replaceChildren(...parse(html));
    await this.conversation.catchUp();
    this.conversation.markFrom(seen);
    this.conversation.tellRead();
  }
}

export function connect(section, signal) {
  const { composer } = new CaseConversation(section, signal, CaseComposer);
  composer?.kept.listen(signal);
}
