// Unsent text on this device, and nothing else: per person, for 24 hours. Where IndexedDB can't be had it is forgotten with the page.
const DAY = 24 * 60 * 60 * 1000;
let opening = null;

function database() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("shop-help", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("unsent", { keyPath: "client_id" });
    request.onsuccess = () => {
      // Phones close databases of sleeping pages.
      request.result.onclose = () => (opening = null);
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
  return opening;
}

async function inStore(mode, act) {
  const transaction = (await database()).transaction("unsent", mode);
  const request = act(transaction.objectStore("unsent"));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error);
  });
}

export function put(item) {
  return inStore("readwrite", (store) => store.put(item));
}

// Only while it is still there: another tab may have sent it, or the person signed out.
export async function change(item) {
  if (await has(item.client_id)) await put(item);
}

export async function has(clientId) {
  return Boolean(await inStore("readonly", (store) => store.get(clientId)));
}

export function remove(clientId) {
  return inStore("readwrite", (store) => store.delete(clientId));
}

export function clear() {
  return inStore("readwrite", (store) => store.clear());
}

export async function of(person, conversation) {
  const items = await inStore("readonly", (store) => store.getAll());
  const old = (item) => item.at < Date.now() - DAY;
  for (const item of items) if (old(item)) remove(item.client_id);
  return items.filter((item) => item.person === person && item.conversation === conversation && !old(item));
}
