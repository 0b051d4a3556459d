// Who else looks and writes: <div data-controller="presence" data-talk="7" hx-get="…" hx-trigger="presence:stale">. The
// question itself says that one looks.
import * as live from "../live.js";

export function connect(element, signal) {
  let timer;

  // Many changes at once are one question, and nobody looks who sees the page no more.
  function ask(ms) {
    clearTimeout(timer);
    timer = setTimeout(() => document.hidden || element.dispatchEvent(new Event("presence:stale")), ms);
  }

  const isHere = ({ conversation }) => conversation === +element.dataset.talk;
  live.on("conversation:changed", (changed) => isHere(changed) && ask(300), signal);
  live.on("pulse", () => ask(0), signal);
  // Who stops typing says nothing.
  const fetched = () => element.querySelector("[data-typing]") && ask(+element.dataset.stops);
  element.addEventListener("htmx:after:swap", fetched, { signal });
  signal.onabort = () => clearTimeout(timer);
  fetched();
}
