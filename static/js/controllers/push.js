// "On this device": asks for leave at a tap, never by itself, and tells the server where this browser's pushes go.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

export async function connect(place, signal) {
  const { key, here } = place.dataset;
  const show = (part) => {
    for (const each of place.querySelectorAll("[data-part]")) each.hidden = each.dataset.part !== part;
  };
  if (!("serviceWorker" in navigator && "PushManager" in window)) return show("never");
  await navigator.serviceWorker.register("/sw.js");
  const worker = await navigator.serviceWorker.ready;
  const token = document.querySelector("[name=csrf_token]").value;
  const send = (path, told) =>
    fetch(path, { method: "POST", headers: { "X-CSRFToken": token }, body: new URLSearchParams(told) });

  async function stand() {
    if (Notification.permission === "denied") return show("refused");
    show((await worker.pushManager.getSubscription()) ? "on" : "off");
  }

  async function turnOn() {
    try {
      const asked = { userVisibleOnly: true, applicationServerKey: bytes(key) };
      const { endpoint, keys } = (await worker.pushManager.subscribe(asked)).toJSON();
      const { ok } = await send(here, { endpoint, ...keys });
      if (!ok) throw new Error("refused");
      location.reload();
    } catch {
      if (Notification.permission === "denied") return show("refused");
      show("failed");
    }
  }

  async function turnOff() {
    const subscription = await worker.pushManager.getSubscription();
    await send(`${here}/removal`, { endpoint: subscription.endpoint });
    await subscription.unsubscribe();
    location.reload();
  }

  place.addEventListener("click", ({ target }) => {
    const act = target.closest("[data-act]")?.dataset.act;
    if (act) ({ on: turnOn, off: turnOff })[act]();
  }, { signal });
  stand();
}
