// The edge of a column, to be drawn or moved by arrow keys; each browser keeps its own widths.
const STEP = 16;

export function connect(grip, signal) {
  const { size, side } = grip.dataset;
  const columns = grip.closest(".columns");
  const [least, most] = [Number(grip.ariaValueMin), Number(grip.ariaValueMax)];
  const outward = (side === "start" ? 1 : -1) * (getComputedStyle(columns).direction === "rtl" ? -1 : 1);

  function set(width) {
    const kept = Math.round(Math.max(least, Math.min(most, width)));
    columns.style.setProperty(size, `${kept}px`);
    grip.ariaValueNow = kept;
    localStorage.setItem(size, kept);
  }

  const width = () => grip.parentElement.getBoundingClientRect().width;

  grip.addEventListener("pointerdown", (down) => {
    const began = width();
    grip.setPointerCapture(down.pointerId);
    const drawn = (move) => set(began + (move.clientX - down.clientX) * outward);
    grip.addEventListener("pointermove", drawn, { signal });
    grip.addEventListener("lostpointercapture", () => grip.removeEventListener("pointermove", drawn), { once: true });
    down.preventDefault();
  }, { signal });

  grip.addEventListener("keydown", (event) => {
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!way) return;
    event.preventDefault();
    set(width() + way * STEP * outward);
  }, { signal });

  const kept = Number(localStorage.getItem(size));
  if (kept) set(kept);
}
