// What is typed into a form stays in this tab until it has arrived: <form data-controller="kept" data-kept="name">.
// Without a name it is a conversation's page: whose message stands there is forgotten.
import { person } from "../app.js";

const prefix = `kept ${person} `;
const read = (key) => JSON.parse(sessionStorage.getItem(key) || "[]");

function forgetArrived() {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(prefix) && document.querySelector(`[data-client-id="${read(key)[1]}"]`)) {
      sessionStorage.removeItem(key);
    }
  }
}

export function connect(form, signal) {
  if (!form.dataset.kept) return forgetArrived();
  const { body, client_id: id } = form.elements;
  const key = prefix + form.dataset.kept;
  const [words, name] = read(key);
  // With its name: sent twice, it is one message.
  if (!body.value && words) [body.value, id.value] = [words, name];
  // What was begun in a conversation that is closed by now.
  const draft = `draft ${person} ${form.dataset.draft}`;
  body.value ||= sessionStorage.getItem(draft) || "";
  sessionStorage.removeItem(draft);

  function keep() {
    if (body.value) sessionStorage.setItem(key, JSON.stringify([body.value, id.value]));
    else sessionStorage.removeItem(key);
  }

  keep();
  body.addEventListener("input", keep, { signal });
}
