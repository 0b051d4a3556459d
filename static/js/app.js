// The one entry of every page, and what several scripts need.
import "../vendor/htmx.esm.min.js";

const { body } = document;
export const { person } = body.dataset;

export const part = (root, name) => root.querySelector(`[data-part="${name}"]`);

export function ask(address, fields) {
  return fetch(address, {
    method: fields ? "POST" : "GET",
    body: fields && new URLSearchParams(fields),
    // htmx sends the same token.
    headers: { Accept: "application/json", ...JSON.parse(body.getAttribute("hx-headers:inherited")) },
    signal: AbortSignal.timeout(15000),
  });
}

// UUID version 7: what was written later sorts later.
let lastTime = 0;
export function uuid7() {
  lastTime = Math.max(Date.now(), lastTime + 1);
  const numbers = [BigInt(lastTime), ...crypto.getRandomValues(new BigUint64Array(2))];
  const [time, some, more] = numbers.map((number) => number.toString(16).padStart(16, "0"));
  return `${time.slice(4, 12)}-${time.slice(12)}-7${some.slice(13)}-a${more.slice(13)}-${some.slice(0, 12)}`;
}

// <time data-controller="local-time"> in the reader's zone. A deadline is not one: it names its zone.
const { lang } = document.documentElement;
// en-GB for en, where they speak it so.
const language = navigator.languages.find((one) => one.startsWith(lang)) || lang;
// The digits of the rest of the page.
const numberingSystem = "latn";
const clock = new Intl.DateTimeFormat(language, { timeStyle: "short", numberingSystem });
const date = new Intl.DateTimeFormat(language, { dateStyle: "medium", numberingSystem });
const near = new Intl.RelativeTimeFormat(language, { numeric: "auto", numberingSystem });
const weekday = new Intl.DateTimeFormat(language, { weekday: "short", month: "short", day: "numeric", numberingSystem });

function showTime(time) {
  const when = new Date(time.dateTime);
  if (isNaN(when)) return;
  const midnight = (moment) => new Date(moment).setHours(0, 0, 0, 0);
  const days = Math.round((midnight(when) - midnight(Date.now())) / 86400000);
  const day = days < -1 ? date.format(when) : near.format(days, "day");
  const isShort = !days || time.dataset.format === "time";
  time.textContent = (isShort ? "" : `${day} `) + clock.format(when);
  const isThisYear = when.getFullYear() === new Date().getFullYear();
  const message = time.closest(".message");
  if (message) showDay(message, (isThisYear ? weekday : date).format(when));
}

// A day's line stands over its first message, in the zone of the times: the server knows the market's alone.
function showDay(message, day) {
  message.dataset.on = day;
  const beside = (li, way) => (li = li[way]) && (li.dataset.on ? li : li.matches(".message") ? null : beside(li, way));
  for (const li of [message, beside(message, "nextElementSibling")]) {
    if (!li) return;
    const isFirst = beside(li, "previousElementSibling")?.dataset.on !== li.dataset.on;
    if (isFirst) li.dataset.day = li.dataset.on;
    else delete li.dataset.day;
  }
}

// data-controller="name": connect(element, signal) of that module; the signal says that the element went. What stands
// there as data-later begins at the first click on it.
const running = new Map();

async function start(element) {
  const { later, controller: name = later } = element.dataset;
  if (name === "local-time") return showTime(element);
  if (running.has(element)) return;
  const ending = new AbortController();
  running.set(element, ending);
  // What can wait until the page has stood for a moment.
  if (element.dataset.after) await new Promise((resolve) => setTimeout(resolve, element.dataset.after));
  const { connect } = await import(`./controllers/${name}.js`);
  if (element.isConnected) connect(element, ending.signal);
}

function startWithin(node) {
  if (node.matches?.("[data-controller]")) start(node);
  node.querySelectorAll?.("[data-controller]").forEach(start);
}

// Sees swaps, pushed messages and what goes.
new MutationObserver((changes) => {
  for (const [element, ending] of running) {
    if (!element.isConnected && running.delete(element)) ending.abort();
  }
  for (const { addedNodes } of changes) addedNodes.forEach(startWithin);
}).observe(body, { childList: true, subtree: true });
startWithin(body);
// A morph writes the server's words into times that stay.
addEventListener("htmx:after:settle", ({ target }) => startWithin(target));

// What the page itself needs goes first.
addEventListener("load", () => setTimeout(() => navigator.serviceWorker?.register("/sw.js").catch(() => {}), 3000));

if (document.querySelector("[data-live]")) import("./live.js").then(({ open }) => open());

// A second tap within a second is the same question.
addEventListener("htmx:after:request", ({ target, detail }) => {
  const id = target.elements?.client_id;
  if (id && detail.ctx.response.raw.ok) setTimeout(() => (id.value = uuid7()), 1000);
});

addEventListener("click", ({ target }) => {
  const later = target.closest("[data-later]");
  if (later) start(later);
  const opener = target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens).showModal();
  // A click on the dialog itself is one beside what it holds.
  if (target.closest("[data-closes]") || target.matches("dialog")) target.closest("dialog").close();
});

// On a shared phone unsent text and drafts leave with the person.
addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-sign-out]")) return;
  event.preventDefault();
  sessionStorage.clear();
  const leave = () => form.submit();
  import("./outbox.js").then(({ wipe }) => wipe()).then(leave, leave);
  setTimeout(leave, 1000);
});
