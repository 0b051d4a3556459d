// An inbox or a queue: <div data-controller="list" hx-get="…" hx-trigger="list:stale">, fetched again when told.
// data-lease: its being fetched says that the page is open, so a hidden one goes on with it.
import * as live from "../live.js";

export function connect(list, signal) {
  let timer;
  let askedAt = Date.now();
  let isMissed = false;
  const isHidden = () => document.hidden && !("lease" in list.dataset);

  // Many changes at once are one fetch, and many agents do not fetch in the same moment.
  function refresh() {
    clearTimeout(timer);
    isMissed = isHidden();
    if (!isMissed) timer = setTimeout(fetchIt, 200 + Math.random() * 400);
  }

  function fetchIt() {
    askedAt = Date.now();
    list.dispatchEvent(new Event("list:stale"));
  }

  let isFresh = !live.isConnected();
  live.on("inbox:changed", refresh, signal);
  live.on("queue:changed", refresh, signal);
  live.on("connect", () => (isFresh ? (isFresh = false) : refresh()), signal);
  // A lost push is made good within a minute, and what happened in another tab as soon as one comes back to this one.
  live.on("pulse", () => {
    isMissed ||= isHidden();
    if (!isHidden() && (isMissed || Date.now() > askedAt + 50000)) refresh();
  }, signal);
  signal.onabort = () => clearTimeout(timer);
}
