// Shows pushes, leads to what they are about, and has one page for when there is no network. Nothing of anybody is kept.
const PAGE = "/offline";

async function keep() {
  const cache = await caches.open(VERSION);
  const page = await fetch(PAGE, { credentials: "omit" });
  const look = (await page.clone().text()).match(/\/assets\/[^"]+\.css/)[0];
  await Promise.all([cache.put(PAGE, page), cache.add(look)]);
}

async function clear() {
  for (const name of await caches.keys()) if (name !== VERSION) await caches.delete(name);
  await registration.navigationPreload?.enable();
  await clients.claim();
}

addEventListener("install", (event) => event.waitUntil(keep().then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(clear()));

async function opened(event) {
  try {
    return (await event.preloadResponse) || (await fetch(event.request));
  } catch {
    return (await caches.match(PAGE)) || Response.error();
  }
}

addEventListener("fetch", (event) => {
  const { mode, url } = event.request;
  if (mode === "navigate") event.respondWith(opened(event));
  // The one file that the page needs then.
  else if (url.endsWith(".css")) event.respondWith(fetch(event.request).catch(() => caches.match(event.request)));
});

addEventListener("push", (event) => {
  const { title, body, href, tag } = event.data.json();
  const icon = "/icons/192.png";
  event.waitUntil(registration.showNotification(title, { body, tag, icon, data: { href }, renotify: true }));
});

addEventListener("notificationclick", (event) => {
  event.notification.close();
  const { href } = event.notification.data;
  event.waitUntil(
    clients.matchAll({ type: "window" }).then((windows) => {
      const open = windows.find((one) => "navigate" in one);
      return open ? open.focus().then((one) => one.navigate(href)) : clients.openWindow(href);
    }),
  );
});
