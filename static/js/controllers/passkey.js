// A form that asks this device for a passkey, and is sent with what it says.
import { ask, part } from "../app.js";

const has = () => window.PublicKeyCredential?.parseCreationOptionsFromJSON && window.isSecureContext;
// Passkeys belong to a name: at a bare address there are none.
const isNamed = () => !/^[\d.]+$|^\[/.test(location.hostname);

export function connect(form, signal) {
  const button = form.querySelector("button[type=submit]");
  const { question, way } = form.dataset;
  const can = has() && isNamed();
  part(form, "can").hidden = !can;
  part(form, "cannot").hidden = can;
  if (!can) return;

  async function credential() {
    const answer = await ask(question, {});
    // Whoever has to show first that it is them is led there.
    if (answer.redirected || !answer.ok) return location.assign(answer.redirected ? answer.url : location.href);
    const options = await answer.json();
    const read = way === "create" ? "parseCreationOptionsFromJSON" : "parseRequestOptionsFromJSON";
    return navigator.credentials[way]({ publicKey: PublicKeyCredential[read](options), signal });
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    part(form, "failed").hidden = true;
    try {
      const shown = await credential();
      if (!shown) return;
      form.elements.credential.value = JSON.stringify(shown);
      form.submit();
    } catch {
      // They said no, or the device did.
      part(form, "failed").hidden = false;
      button.disabled = false;
    }
  }, { signal });
}
