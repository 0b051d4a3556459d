// One photo on its way: by XMLHttpRequest, the only one that tells how much has left.
const { body } = document;
// A phone in a lift keeps its connection for minutes, and nothing moves on it.
const STALLED = 30000;

// Always answers, as the socket would: {ok, client_id, seq} or {ok: false, code, retry}.
export function upload(address, fields, progress, signal) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    let timer;
    const moved = () => {
      clearTimeout(timer);
      timer = setTimeout(() => request.abort(), STALLED);
    };
    request.open("POST", address);
    request.responseType = "json";
    const headers = { Accept: "application/json", ...JSON.parse(body.getAttribute("hx-headers:inherited")) };
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => moved(progress(loaded / total));
    request.onloadend = () => {
      clearTimeout(timer);
      resolve(answerOf(request, address));
    };
    signal.onabort = () => request.abort();
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, ...[value].flat());
    moved();
    request.send(form);
  });
}

function answerOf({ status, response, responseURL }, address) {
  if ("ok" in Object(response)) return response;
  // To the sign-in page.
  if (status && new URL(responseURL).pathname !== address) return { ok: false, code: "signed_out", retry: true };
  // A proxy's own limit.
  if (status === 413) return { ok: false, code: "photo_too_large", retry: false };
  return { ok: false, retry: true };
}
