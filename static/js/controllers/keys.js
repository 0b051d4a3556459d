// Keys of a single letter: j and k go through the list, ? lists the keys, and each other one belongs to the element that
// names it: data-key="c", or "g m" for m behind g. They can be turned off.
const OFF = "keys off";
const LEADS_FOR = 1500;

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

  const isShown = (element) => element.checkVisibility();

  // On a phone it may stand in a column that is not in sight: its name in the address brings that up.
  function use(element) {
    const column = element.closest(".column");
    if (!isShown(column)) location.hash = column.id;
    if (!isShown(element)) return;
    element.focus();
    if (!element.matches("input, textarea, select")) element.click();
  }

  let lead = "";
  let ledAt = 0;

  function actOf(key) {
    const led = Date.now() - ledAt < LEADS_FOR ? lead : "";
    lead = "";
    const element = root.querySelector(`[data-key="${CSS.escape(led + key)}"]`);
    if (element) return () => use(element);
    if (root.querySelector(`[data-key^="${CSS.escape(key)} "]`)) {
      return () => {
        lead = `${key} `;
        ledAt = Date.now();
      };
    }
    return { j: () => go(1), k: () => go(-1), r: reply, "?": () => dialog.showModal() }[key];
  }

  const reply = () => use(root.querySelector(".composer textarea"));

  function pressed(event) {
    const { key, target } = event;
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    // A dialog that has just closed may keep the focus for a moment: what is pressed then is meant for the page.
    const closed = target.closest("dialog");
    if (closed?.open) return;
    if (!closed && target.matches("input, textarea, select")) return key === "Escape" && target.blur();
    const inList = target.matches("[data-row]") && { ArrowDown: "j", ArrowUp: "k" }[key];
    const act = inList ? actOf(inList) : box.checked && actOf(key);
    if (!act) return;
    event.preventDefault();
    act();
  }
  addEventListener("keydown", pressed, { signal });
}
