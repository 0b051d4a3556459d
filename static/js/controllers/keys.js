// Keys of a single letter: j and k go through the list, r replies, / searches, ? lists them. They can be turned off.
const OFF = "keys off";

export function connect(root, signal) {
  const dialog = document.getElementById("keys");
  const box = dialog.querySelector('[data-part="keys-on"]');
  box.checked = !localStorage.getItem(OFF);
  const remember = () => (box.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1"));
  box.addEventListener("change", remember, { signal });

  // From where one is, else from what stands open, else from the top.
  function go(step) {
    const rows = [...root.querySelectorAll("[data-row]")];
    const here = rows.indexOf(document.activeElement);
    const open = rows.findIndex((row) => row.ariaCurrent);
    const next = here < 0 && open < 0 ? 0 : Math.max(here, here < 0 ? open : here) + step;
    rows[Math.max(0, Math.min(next, rows.length - 1))]?.focus();
  }

  const acts = {
    j: () => go(1),
    k: () => go(-1),
    r: () => root.querySelector(".composer textarea")?.focus(),
    "/": () => root.querySelector('[data-key="/"]').focus(),
    "?": () => dialog.showModal(),
  };

  function pressed(event) {
    const { key, target } = event;
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    // A dialog that has just closed may keep the focus for a moment: what is pressed then is meant for the page.
    const closed = target.closest("dialog");
    if (closed?.open) return;
    if (!closed && target.matches("input, textarea, select")) return key === "Escape" && target.blur();
    const inList = target.matches("[data-row]") && { ArrowDown: acts.j, ArrowUp: acts.k }[key];
    const act = inList || (box.checked && acts[key]);
    if (!act) return;
    event.preventDefault();
    act();
  }
  addEventListener("keydown", pressed, { signal });
}
