// Photos of a conversation: shown at once, looked at before they are sent, and sent one after the other.
import { part, uuid7 } from "../app.js";
import { on, tell } from "../live.js";
import { Bubble } from "../photo-bubble.js";
import { fault, look } from "../photo-check.js";
import { upload } from "../photo-upload.js";

export function connect(button, signal) {
  const input = button.querySelector("input");
  const section = button.closest("[data-conversation]");
  const address = section.dataset.messages.replace(/\w+$/, "photos");
  const { most, largest, side, small } = button.dataset;
  // An agent's: what they had in sight, and whose turn it is then.
  const { seen, then } = part(section, "composer").elements;
  const items = new Set();
  let turn = Promise.resolve();

  // Those still to be sent. A bubble that is gone was taken away, or is a message by now.
  function unsent() {
    items.forEach((item) => isOver(item) && items.delete(item));
    return [...items];
  }

  const isOver = ({ bubble, ending }) => ending.signal.aborted || !bubble.li.isConnected;

  // One after the other: a phone has little room for several open photos, and a slow network none.
  function next(act) {
    turn = turn.then(act).catch(() => {});
  }

  function take() {
    const files = [...input.files];
    // The same file may be chosen again.
    input.value = "";
    if (files.length > most) mention(part(section, "pending-photo").dataset.many);
    for (const file of files.slice(0, most)) add(file);
  }

  function add(file) {
    const item = { file, id: uuid7(), ending: new AbortController(), seen: seen?.value };
    const drop = () => {
      item.ending.abort();
      item.bubble.remove();
      input.focus({ preventScroll: true });
    };
    item.bubble = new Bubble(section, item, {
      send: () => queue(item),
      drop,
      choose: () => {
        drop();
        input.click();
      },
    });
    const code = fault(file);
    if (code) return item.bubble.say("refused", code);
    items.add(item);
    next(() => examine(item));
  }

  async function examine(item) {
    if (isOver(item)) return;
    const { blob, code, doubt } = await look(item.bubble.img, item.file, { largest, side, small });
    item.blob = blob;
    if (code) items.delete(item);
    if (code || doubt) return item.bubble.say(code ? "refused" : "doubt", code || doubt);
    await send(item);
  }

  function queue(item) {
    item.failed = false;
    item.seen = seen?.value;
    item.bubble.phase("queued");
    next(() => send(item));
  }

  // The same id on every try, so that it is there once, however often an answer gets lost.
  async function send(item) {
    const { bubble, blob, id, ending } = item;
    if (isOver(item)) return;
    bubble.progress(0);
    const isLast = unsent().length === 1;
    const fields = { client_id: id, ...beside(item, isLast), photo: [blob, item.file.name] };
    const answer = await upload(address, fields, (share) => bubble.progress(share), ending.signal);
    const isSent = answer.ok && answer.client_id === id;
    if (isSent) say("sent", isLast);
    // Its push may have been quicker.
    if (isOver(item)) return;
    if (isSent) {
      items.delete(item);
      bubble.phase("sent");
      // The conversation compares itself with the server, should the push be lost.
      return tell("pulse");
    }
    item.failed = answer.retry;
    const mayTry = answer.retry || answer.code === "stale";
    if (!mayTry) items.delete(item);
    bubble.say(mayTry ? "failed" : "refused", answer.code);
    if (answer.code === "stale") say("stale", item.seen);
  }

  // Of several, the last one says whose turn it is.
  const beside = (item, isLast) => then && { seen: item.seen, then: isLast ? then.value : "assigned" };

  const say = (what, detail) => section.dispatchEvent(new CustomEvent(`photo:${what}`, { detail }));

  function mention(words) {
    const toast = Object.assign(document.createElement("p"), { className: "toast", textContent: words });
    part(document, "toasts").append(toast);
    setTimeout(() => toast.remove(), 8000);
  }

  input.addEventListener("change", take, { signal });
  // Back on the network: what failed for want of it goes by itself.
  const again = () => unsent().forEach((item) => item.failed && queue(item));
  on("connect", again, signal);
  addEventListener("online", again, { signal });
  addEventListener("beforeunload", (event) => unsent().length && event.preventDefault(), { signal });
  if (input.files.length) take();
}
