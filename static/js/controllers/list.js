// An inbox or a queue: <div data-controller="list" hx-get="…" hx-trigger="list:stale">, fetched again when told.
import * as live from "../live.js";

export function connect(list, signal) {
  let timer;
  let pulses = 0;
  let isMissed = false;

  // Many changes at once are one fetch, and many agents do not fetch in the same moment.
  function refresh() {
    clearTimeout(timer);
    isMissed = document.hidden;
    if (!isMissed) timer = setTimeout(() => list.dispatchEvent(new Event("list:stale")), 200 + Math.random() * 400);
  }

  let isFresh = !live.isConnected();
  live.on("inbox:changed", refresh, signal);
  live.on("queue:changed", refresh, signal);
  live.on("connect", () => (isFresh ? (isFresh = false) : refresh()), signal);
  // A lost push is made good within a minute, and what happened in another tab as soon as one comes back to this one.
  live.on("pulse", () => {
    isMissed ||= document.hidden;
    if (!document.hidden && (isMissed || ++pulses % 4 === 0)) refresh();
  }, signal);
  signal.onabort = () => clearTimeout(timer);
}
