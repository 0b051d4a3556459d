// Photos that are brought as evidence: shown at once, looked at before they are sent, sent one after the other, and
// kept on the server, each with what can be done about it beside it.
import { part, uuid7 } from "../app.js";
import { fault, look } from "../photo-check.js";
import { upload } from "../photo-upload.js";
import { sharpness } from "../sharpness.js";

export function connect(field, signal) {
  const { address, most, largest, side, least, lookedAt, sharp } = field.dataset;
  const list = part(field, "photos");
  const template = part(field, "photo").content.firstElementChild;
  const why = part(field, "why");
  const items = new Set();
  let turn = Promise.resolve();
  let retaken;

  const word = (code) => field.getAttribute(`data-why-${code}`) || field.getAttribute("data-why-lost");
  const count = () => list.children.length;

  function complain(words) {
    why.textContent = words;
    why.hidden = !words;
  }

  function judge(img, longest) {
    if (longest < least) return { code: "photo_too_small" };
    return { doubt: sharpness(img, lookedAt) < sharp ? "photo_blurred" : "" };
  }

  // One after the other: a phone has little room for several open photos, and a slow network none.
  function next(act) {
    turn = turn.then(act).catch(() => {});
  }

  function take(input) {
    const files = [...input.files];
    // The same file may be chosen again.
    input.value = "";
    complain("");
    if (retaken && files.length) retaken.drop();
    retaken = null;
    for (const file of files) {
      if (count() < most) add(file);
      else complain(word("too_many_photos"));
    }
  }

  function add(file) {
    const li = template.cloneNode(true);
    const item = { file, li, id: uuid7(), img: li.querySelector("img"), ending: new AbortController() };
    item.drop = () => {
      item.ending.abort();
      URL.revokeObjectURL(item.img.src);
      items.delete(item);
      li.remove();
      show();
    };
    item.img.onerror = () => item.img.replaceWith(file.name);
    item.img.src = URL.createObjectURL(file);
    li.addEventListener("click", ({ target }) => act(item, target.closest("[data-act]")?.dataset.act));
    list.append(li);
    items.add(item);
    show();
    const code = fault(file);
    if (code) return say(item, "refused", code);
    say(item, "looking");
    next(() => examine(item));
  }

  function act(item, name) {
    if (name === "remove") item.drop();
    if (name === "send") queue(item, { blurred: 1 });
    if (name === "again") queue(item, item.more);
    if (name !== "retake") return;
    retaken = item;
    part(field, "camera").click();
  }

  async function examine(item) {
    const { blob, code, doubt } = await look(item.img, item.file, { largest, side, judge });
    item.blob = blob;
    if (code || doubt) return say(item, code ? "refused" : "doubt", code || doubt);
    await send(item);
  }

  function queue(item, more) {
    item.more = more;
    say(item, "sending");
    next(() => send(item));
  }

  // The same id on every try, so that it is there once, however often an answer gets lost.
  async function send(item) {
    if (item.ending.signal.aborted) return;
    say(item, "sending");
    const bar = part(item.li, "progress");
    const fields = { client_id: item.id, ...item.more, photo: [item.blob, item.file.name] };
    const answer = await upload(address, fields, (share) => (bar.value = share), item.ending.signal);
    if (item.ending.signal.aborted) return;
    if (answer.ok) return keep(item, answer.html);
    const phase = answer.code === "photo_blurred" ? "doubt" : answer.retry ? "failed" : "refused";
    item.failed = phase === "failed";
    say(item, phase, answer.code);
  }

  // The server's own row takes the place of ours.
  function keep(item, html) {
    const holder = document.createElement("template");
    // Only what our own server has rendered.
    holder.innerHTML = html;
    items.delete(item);
    item.li.replaceWith(...holder.content.children);
    URL.revokeObjectURL(item.img.src);
    show();
    field.dispatchEvent(new CustomEvent("evidence:kept", { bubbles: true }));
  }

  function say(item, phase, code) {
    const { li } = item;
    li.dataset.phase = phase;
    part(li, "state").textContent = field.getAttribute(`data-word-${phase}`) || "";
    part(li, "reason").textContent = code ? word(code) : "";
    part(li, "progress").hidden = phase !== "sending";
    for (const button of li.querySelectorAll("[data-when]")) {
      button.hidden = !button.dataset.when.split(" ").includes(phase);
    }
  }

  function show() {
    list.hidden = !count();
    const isFull = count() >= most;
    for (const input of field.querySelectorAll("input[type=file]")) input.disabled = isFull;
  }

  // What is still on its way goes along; a photo that waits for a word of its owner's is not lost unseen.
  async function submitted(event) {
    items.forEach((item) => item.li.dataset.phase === "refused" && item.drop());
    if (!items.size) return;
    event.preventDefault();
    const { submitter, target } = event;
    await turn;
    if (!items.size) return target.requestSubmit(submitter);
    complain(word("waiting"));
    items.values().next().value.li.scrollIntoView({ block: "center" });
  }

  for (const input of field.querySelectorAll("input[type=file]")) {
    input.addEventListener("change", () => take(input), { signal });
  }
  part(field, "without-scripts").hidden = true;
  part(field, "camera-button").hidden = false;
  // The browser's own field says "No file chosen" though the photos stand above.
  const own = part(field, "files");
  own.className = "visually-hidden";
  own.parentElement.className = "button";
  addEventListener("online", () => items.forEach((item) => item.failed && queue(item, item.more)), { signal });
  document.getElementById(field.dataset.form)?.addEventListener("submit", submitted, { signal });
  // A photo that was removed makes room for another one.
  const watching = new MutationObserver(show);
  watching.observe(list, { childList: true });
  signal.onabort = () => watching.disconnect();
  addEventListener("beforeunload", (event) => items.size && event.preventDefault(), { signal });
  if (own.files.length) take(own);
  show();
}
