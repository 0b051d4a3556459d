// What the server wrote on <body>: who looks, in which voice, and the token that proves a form is ours.
const body = document.body;
const voices = { buyer: "buyer", seller: "shop", agent: "customer_service" };

export const person = body.dataset.person || "";
export const voice = voices[body.dataset.viewer] || "";

export function part(root, name) {
  return root.querySelector(`[data-part="${name}"]`);
}

// htmx reads the same attribute, so the token stands once in a page.
function token() {
  return JSON.parse(body.getAttribute("hx-headers:inherited") || "{}");
}

export function get(address) {
  return fetch(address, { signal: AbortSignal.timeout(15000) });
}

export function post(address, fields, more = {}) {
  return fetch(address, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { Accept: "application/json", ...token() },
    signal: AbortSignal.timeout(15000),
    ...more,
  });
}

// UUID version 7: ids made later sort later, so the outbox comes back in the order of typing.
let lastTime = 0;
export function uuid7() {
  lastTime = Math.max(Date.now(), lastTime + 1);
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(lastTime / 2 ** (40 - 8 * i));
  bytes[6] = (bytes[6] & 15) | 112;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
