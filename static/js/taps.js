// Small things a tap does, said by attributes; one listener serves every page and every swap.
document.addEventListener("click", ({ target }) => {
  const opener = target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
  if (target.closest("[data-closes]") || isBackdrop(target)) target.closest("dialog")?.close();
  const copier = target.closest("[data-copy]");
  if (copier) copy(copier);
});

// A click on the dialog itself, and not on what it holds, is a click beside the sheet.
function isBackdrop(target) {
  return target.matches("dialog[data-sheet]");
}

async function copy(button) {
  await navigator.clipboard?.writeText(button.dataset.copy);
  const said = button.textContent;
  if (!button.dataset.wordCopied || said === button.dataset.wordCopied) return;
  button.textContent = button.dataset.wordCopied;
  setTimeout(() => (button.textContent = said), 2000);
}

document.addEventListener("change", ({ target }) => target.closest("form[data-autosubmit]")?.requestSubmit());

// The server closes a sheet after its form was taken: HX-Trigger: dialog:close
document.addEventListener("dialog:close", () => {
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
});
