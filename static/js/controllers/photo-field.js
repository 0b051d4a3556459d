// Photos of a form: shown at once, looked at before they are sent, and sent with a bar that tells how far they are.
import htmx from "../../vendor/htmx.esm.min.js";
import { part } from "../app.js";
import { fault, look } from "../photo-check.js";

export function connect(field, signal) {
  const { most, largest, side, small } = field.dataset;
  const input = field.querySelector("input");
  const { form } = input;
  const list = part(field, "chosen");
  const bar = part(field, "progress");
  let chosen = [];
  let looking = Promise.resolve();

  const word = (code) => field.getAttribute(`data-why-${code}`) || code;

  function complain(words) {
    const why = part(field, "why");
    why.textContent = words;
    why.hidden = !words;
  }

  // What stands in the field is what is sent, with scripts or without.
  function keep() {
    const files = new DataTransfer();
    chosen.forEach(({ file }) => files.items.add(file));
    input.files = files.files;
    list.hidden = !chosen.length;
  }

  function take() {
    const files = [...input.files];
    complain("");
    for (const file of files) {
      const code = chosen.length < most ? fault(file) : "too_many_photos";
      if (code) complain(`${file.name}: ${word(code)}`);
      else add(file);
    }
    keep();
  }

  function add(file) {
    const li = part(field, "photo").content.firstElementChild.cloneNode(true);
    const [img, button, doubt] = li.children;
    const item = { file, li, address: URL.createObjectURL(file) };
    img.onerror = () => img.replaceWith(file.name);
    img.src = item.address;
    button.onclick = () => remove(item);
    chosen.push(item);
    list.append(item.li);
    // One after the other: a phone has little room for several open photos.
    looking = looking.then(async () => {
      const found = await look(img, file, { largest, side, small });
      if (!chosen.includes(item)) return;
      if (found.code) {
        complain(`${file.name}: ${word(found.code)}`);
        return remove(item);
      }
      doubt.textContent = found.doubt ? word(found.doubt) : "";
      if (found.blob !== file) item.file = new File([found.blob], file.name, { type: found.blob.type });
      keep();
    });
  }

  function remove(item) {
    chosen = chosen.filter((each) => each !== item);
    URL.revokeObjectURL(item.address);
    item.li.remove();
    keep();
    input.focus({ preventScroll: true });
  }

  async function send(event) {
    if (!chosen.length) return;
    event.preventDefault();
    if (!bar.hidden) return;
    complain("");
    bar.hidden = false;
    await looking;
    const answer = await upload();
    if (answer?.href) return location.assign(answer.href);
    bar.hidden = true;
    if (answer?.html) return showWrong(answer.html);
    // What was refused stands on the page that the form itself leads to.
    if (answer) form.submit();
    else complain(word("lost"));
  }

  // The form tells what is wrong in its own place, and keeps what was chosen.
  async function showWrong(html) {
    const target = form.querySelector("[hx-get]");
    await htmx.swap({ sourceElement: target, target, text: html, swap: "innerMorph" });
    (form.querySelector("[role=alert]:not([hidden]), [aria-invalid]") || target).scrollIntoView({ block: "center" });
  }

  function upload() {
    return new Promise((resolve) => {
      const request = new XMLHttpRequest();
      request.open("POST", form.action);
      request.setRequestHeader("Accept", "application/json");
      request.responseType = "json";
      request.upload.onprogress = ({ loaded, total }) => (bar.value = loaded / total);
      request.onloadend = () => resolve(request.status ? request.response || {} : null);
      request.send(new FormData(form));
    });
  }

  input.addEventListener("change", take, { signal });
  form.addEventListener("submit", send, { signal });
  // What was chosen before this script had come is looked at too.
  if (input.files.length) {
    list.replaceChildren();
    take();
  }
  signal.onabort = () => chosen.forEach(({ address }) => URL.revokeObjectURL(address));
}
