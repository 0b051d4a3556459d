// An inbox or a queue: <div data-controller="list" hx-get="…" hx-trigger="list:stale" hx-swap="…">, fetched again when told.
import * as live from "../live.js";

export function connect(list) {
  let timer = 0;
  let isMissed = false;
  let pulses = 0;

  function refresh() {
    clearTimeout(timer);
    isMissed = document.hidden;
    // Many changes at once are one fetch, and many agents do not fetch in the same moment.
    if (!isMissed) timer = setTimeout(() => list.dispatchEvent(new CustomEvent("list:stale")), 200 + Math.random() * 400);
  }

  let isFirst = true;
  const connected = () => {
    if (!isFirst) refresh();
    isFirst = false;
  };
  // A lost push is made good within a minute.
  const pulse = () => !document.hidden && (isMissed || ++pulses % 4 === 0) && refresh();
  const stops = [
    live.on("inbox:changed", refresh),
    live.on("queue:changed", refresh),
    live.on("connect", connected),
    live.on("pulse", pulse),
  ];
  return () => {
    clearTimeout(timer);
    stops.forEach((stop) => stop());
  };
}
