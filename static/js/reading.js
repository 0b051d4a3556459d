// Who has read how far: ours is told when the newest message is in sight, theirs shows as "Seen" on our own.
import * as live from "./live.js";
import { post, voice } from "./page.js";
import { say } from "./pending.js";

export class Reading {
  constructor(section, id, messages) {
    Object.assign(this, { section, id, messages, words: section.dataset });
    this.told = Number(section.dataset.read) || 0;
    this.seen = Number(section.dataset.seen) || 0;
    this.timer = 0;
    this.mark();
  }

  // At most once a second.
  notice() {
    this.timer ||= setTimeout(() => {
      this.timer = 0;
      this.tell();
    }, 1000);
  }

  async tell() {
    const { last, scroll } = this.messages;
    if (document.hidden || !scroll.isAtEnd || last <= this.told || !this.section.isConnected) return;
    const before = this.told;
    this.told = last;
    const answer = await this.send(last).catch(() => null);
    // Tried again at the next pulse.
    if (!answer?.ok) this.told = before;
  }

  send(seq) {
    if (live.isConnected()) return live.ask("conversation:read", { conversation: this.id, seq });
    if (live.offlineFor() < 8000) return null;
    return post(this.messages.address.replace(/messages$/, "read"), { seq });
  }

  heard({ author, seq }) {
    if (author === voice || seq <= this.seen) return;
    this.seen = seq;
    this.mark();
  }

  // Two of our own messages say it: the newest, and the newest seen one.
  mark() {
    const own = [...this.messages.finals()].filter((li) => li.dataset.author === voice);
    const newest = own.pop();
    const isSeen = (li) => Number(li.dataset.seq) <= this.seen;
    own.filter((li) => li.dataset.state).forEach((li) => this.set(li, ""));
    if (!newest) return;
    this.set(newest, isSeen(newest) ? "seen" : "sent");
    const seen = !isSeen(newest) && own.filter(isSeen).pop();
    if (seen) this.set(seen, "seen");
  }

  set(li, state) {
    if (state) li.dataset.state = state;
    else delete li.dataset.state;
    say(li, { seen: this.words.wordSeen, sent: this.words.wordSent }[state]);
  }
}
