// The one entry of every page. It stays light: what only some pages need is imported when an element asks for it.
import htmx from "../vendor/htmx.esm.min.js";
import * as localTime from "./controllers/local-time.js";
import "./taps.js";
import { uuid7 } from "./page.js";

// Back is a full load, so that controllers never meet half a page; the indicator styles are ours, in CSS.
htmx.config.history = "reload";
htmx.indicatorStyleSheet?.replaceSync("");

// Nothing here is ever evaluated from text, even where a page is served without our CSP.
const refuse = function () {
  throw new Error("eval");
};
htmx.registerExtension("no-eval", { init: (api) => api.initSecurity(null, refuse, refuse) });

// [data-controller="name"]: the module's connect(element) starts it and may return what stops it.
const modules = { "local-time": localTime };
const started = new WeakSet();
const running = new Map();

async function start(element) {
  if (started.has(element)) return;
  started.add(element);
  const name = element.dataset.controller;
  const { connect } = modules[name] || (await import(`./controllers/${name}.js`));
  if (!element.isConnected) return started.delete(element);
  const stop = connect(element);
  if (stop) running.set(element, stop);
}

function startWithin(root) {
  if (root.matches("[data-controller]")) start(root);
  root.querySelectorAll("[data-controller]").forEach(start);
}

function stopRemoved() {
  for (const [element, stop] of running) {
    if (element.isConnected) continue;
    running.delete(element);
    started.delete(element);
    stop();
  }
}

// One observer sees htmx's swaps, pushed messages and everything else that changes the page.
new MutationObserver((changes) => {
  stopRemoved();
  for (const { addedNodes } of changes) {
    for (const node of addedNodes) if (node.nodeType === 1 && node.isConnected) startWithin(node);
  }
}).observe(document.body, { childList: true, subtree: true });
startWithin(document.body);

if (document.querySelector("[data-live]")) import("./live.js").then((live) => live.open());

// A second tap within a second is the same question; a later one is a new question with a new id.
document.addEventListener("htmx:after:request", ({ target, detail }) => {
  const id = target.matches?.("form") && target.elements.client_id;
  if (id && detail.ctx.response.raw.ok) setTimeout(() => (id.value = uuid7()), 1000);
});

// Leaving a shared phone: unsent text and drafts go with the person. It may not hold up the sign-out.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form[data-sign-out]")) return;
  event.preventDefault();
  sessionStorage.clear();
  const late = new Promise((resolve) => setTimeout(resolve, 1000));
  await Promise.race([late, import("./unsent.js").then((unsent) => unsent.clear()).catch(() => {})]);
  form.submit();
});
