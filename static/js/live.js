// The page's one socket. Its events, and "connect", "disconnect" and "pulse" (compare with the server), are events of
// <body>, for htmx too: hx-trigger="inbox:changed from:body".
const { body } = document;
let socket;
let isOpening;
let wasIn;
let offlineSince = Date.now();
let hiddenSince;
let timer;

export const isConnected = () => socket?.connected;
export const offlineFor = () => (isConnected() ? 0 : Date.now() - offlineSince);

export function on(event, act, signal) {
  body.addEventListener(event, ({ detail }) => act(detail), { signal });
  open();
}

export function tell(event, detail) {
  body.dispatchEvent(new CustomEvent(event, { detail }));
}

export async function ask(event, payload) {
  if (!isConnected()) throw new Error("offline");
  return socket.timeout(8000).emitWithAck(event, payload);
}

// For what nobody waits for.
export const mention = (event, payload) => isConnected() && socket.emit(event, payload);

export const renew = () => socket?.disconnect().connect();

const connectWithin = (ms) => setTimeout(() => socket.connect(), Math.random() * ms);

export async function open() {
  if (isOpening) return;
  isOpening = true;
  watchPage();
  pulseIn(5000);
  const { io } = await import("../vendor/socket.io.esm.min.js");
  socket = io({ transports: ["websocket"] });
  socket.onAny(tell);
  socket.on("connect", () => {
    wasIn = true;
    tell("connect");
  });
  socket.on("disconnect", (reason) => {
    // Signed out in another tab, or other rights: the page itself knows what is left, and leads to the sign-in and back.
    if (reason === "io server disconnect") return location.reload();
    offlineSince = Date.now();
    tell("disconnect");
    pulseIn(5000);
  });
  socket.on("connect_error", ({ message }) => {
    if (wasIn && message === "signed_out") location.reload();
    // Where it is refused, the library gives up.
    else if (!socket.active) connectWithin(20000);
  });
  socket.on("draining", () => {
    socket.disconnect();
    connectWithin(5000);
  });
}

function pulseIn(ms) {
  clearTimeout(timer);
  timer = setTimeout(() => {
    tell("pulse");
    pulseIn(isConnected() ? 15000 : 5000);
  }, ms * (0.9 + Math.random() / 5));
}

// Phones close sockets without saying so, and the back-forward cache keeps no page with an open one.
function watchPage() {
  addEventListener("focus", () => pulseIn(50));
  addEventListener("online", renew);
  addEventListener("visibilitychange", () => {
    if (document.hidden) hiddenSince = Date.now();
    else if (Date.now() - hiddenSince > 30000) renew();
    else pulseIn(50);
  });
  addEventListener("pagehide", () => socket?.disconnect());
  addEventListener("pageshow", ({ persisted }) => persisted && renew());
}
