// Saved replies in the composer: a tap on a chip inserts, and "/" with a part of the name finds.
export function connect(root, signal) {
  const section = root.closest(".conversation");
  const text = section.querySelector("[name=body]");
  const [found, count] = ["found", "count"].map((name) => root.querySelector(`[data-part="${name}"]`));
  const options = [...found.children];
  let chosen;

  text.ariaAutoComplete = "list";
  text.setAttribute("aria-controls", found.id);

  // What stands between the "/" and the caret; a "/" inside a word is none.
  function asked() {
    const before = text.value.slice(0, text.selectionStart);
    const match = text.selectionStart === text.selectionEnd && before.match(/(?:^|\s)\/([^\s/]*)$/);
    return match ? match[1].toLowerCase() : null;
  }

  const shown = () => [...found.children].filter((option) => !option.hidden);

  // Those whose name fits stand before those that only hold it in their text.
  const rank = (option, sought) => !option.firstElementChild.textContent.toLowerCase().includes(sought);

  function find() {
    const sought = asked();
    if (sought === null) return close();
    for (const option of options) option.hidden = !option.textContent.toLowerCase().includes(sought);
    found.append(...[...options].sort((a, b) => rank(a, sought) - rank(b, sought)));
    const fitting = shown();
    found.hidden = !fitting.length;
    count.textContent = fitting.length ? count.dataset.some.replace("%n", fitting.length) : count.dataset.none;
    choose(fitting[0]);
  }

  function choose(option) {
    chosen?.removeAttribute("aria-selected");
    chosen = option;
    if (!option) return text.removeAttribute("aria-activedescendant");
    option.ariaSelected = "true";
    text.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function close() {
    found.hidden = true;
    count.textContent = "";
    choose();
  }

  // The composer hears of it as of something typed.
  function insert({ body, then }, start, end) {
    text.focus();
    // A macro says whose turn it is as well.
    if (then) text.form.elements.then.value = then;
    const gap = /\S$/.test(text.value.slice(0, start)) ? " " : "";
    text.setRangeText(gap + body, start, end, "end");
    text.dispatchEvent(new InputEvent("input", { bubbles: true }));
    close();
  }

  function insertFound(option) {
    const end = text.selectionStart;
    insert(option.dataset, end - asked().length - 1, end);
  }

  const step = (by) => {
    const fitting = shown();
    choose(fitting[(fitting.indexOf(chosen) + by + fitting.length) % fitting.length]);
  };
  const acts = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    Enter: () => insertFound(chosen),
    Tab: () => insertFound(chosen),
    Escape: close,
  };

  // Before the composer, whose Enter sends.
  function pressed(event) {
    if (found.hidden || event.target !== text || event.isComposing || !acts[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    acts[event.key]();
  }

  function tapped(event) {
    const chip = event.target.closest("[data-reply]");
    const option = event.target.closest("[role=option]");
    if (option) return insertFound(option);
    if (!chip || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    insert(document.getElementById(`insert-${chip.dataset.reply}`).dataset, text.selectionStart, text.selectionEnd);
  }

  section.addEventListener("keydown", pressed, { signal, capture: true });
  text.addEventListener("input", find, { signal });
  text.addEventListener("blur", close, { signal });
  root.addEventListener("click", tapped, { signal });
  // The field keeps the focus, and the phone its keyboard.
  root.addEventListener("mousedown", (event) => event.preventDefault(), { signal });
}
