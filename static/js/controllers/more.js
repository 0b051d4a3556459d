// What opens under its button closes by Escape, by a tap elsewhere, and once something in it was chosen.
export function connect(more, signal) {
  const close = () => (more.open = false);

  function pressed(event) {
    if (event.key !== "Escape" || !more.open) return;
    event.stopPropagation();
    close();
    more.firstElementChild.focus();
  }

  more.addEventListener("keydown", pressed, { signal });
  more.addEventListener("submit", () => setTimeout(close), { signal });
  addEventListener("click", ({ target }) => more.contains(target) || close(), { signal });
}
