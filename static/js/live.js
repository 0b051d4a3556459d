// The page's one Socket.IO connection. Without it everything still works over HTTP; whoever listens to "pulse" sees to that.
const handlers = {};
let opening = null;
let socket = null;
let offlineSince = Date.now();
let hiddenSince = 0;
let timer = 0;

export function isConnected() {
  return Boolean(socket?.connected);
}

export function offlineFor() {
  return isConnected() ? 0 : Date.now() - offlineSince;
}

// Besides the server's events there are "connect", "disconnect" and "pulse": a moment to compare with the server.
export function on(event, act) {
  (handlers[event] ??= new Set()).add(act);
  open();
  return () => handlers[event].delete(act);
}

export function ask(event, payload, timeoutMs = 8000) {
  if (!isConnected()) return Promise.reject(new Error("offline"));
  return socket.timeout(timeoutMs).emitWithAck(event, payload);
}

// For what is worth nothing a moment later.
export function mention(event, payload) {
  if (isConnected()) socket.volatile.emit(event, payload);
}

export function renew() {
  socket?.disconnect().connect();
}

export function open() {
  opening ??= connect();
}

async function connect() {
  watchPage();
  pulseIn(5000);
  const { io } = await import("../vendor/socket.io.esm.min.js");
  socket = io({ path: "/socket.io", transports: ["websocket"], reconnectionDelayMax: 10000, timeout: 8000 });
  socket.on("connect", () => {
    tell("connect");
    pulseIn(13000 + Math.random() * 4000);
  });
  socket.on("disconnect", (reason) => {
    offlineSince = Date.now();
    tell("disconnect");
    // Only this reason stops the library's own attempts: signed out, or a right was lost. Asked again, it says so.
    if (reason === "io server disconnect") connectIn(5000 + Math.random() * 10000);
    pulseIn(5000);
  });
  socket.on("connect_error", () => socket.active || connectIn(15000 + Math.random() * 15000));
  socket.onAny(tell);
  socket.on("draining", () => {
    socket.disconnect();
    connectIn(Math.random() * 5000);
  });
}

function connectIn(ms) {
  setTimeout(() => socket.connect(), ms);
}

function tell(event, payload) {
  handlers[event]?.forEach((act) => act(payload));
  // Lists and badges may listen with htmx alone: hx-trigger="inbox:changed from:body".
  if (/^(inbox|queue):changed$/.test(event)) document.body.dispatchEvent(new CustomEvent(event));
}

function pulseIn(ms) {
  clearTimeout(timer);
  timer = setTimeout(() => {
    tell("pulse");
    pulseIn(isConnected() ? 13000 + Math.random() * 4000 : 5000);
  }, ms);
}

// Phones close sockets without saying so, and a page from the back-forward cache holds a dead one.
function watchPage() {
  const soon = () => pulseIn(50);
  addEventListener("focus", soon);
  addEventListener("online", () => {
    renew();
    soon();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return (hiddenSince = Date.now());
    if (!isConnected() || Date.now() - hiddenSince > 30000) renew();
    soon();
  });
  // An open socket would keep the page out of that cache.
  addEventListener("pagehide", () => socket?.disconnect());
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    renew();
    soon();
  });
}
