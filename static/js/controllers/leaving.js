// A colleague has the case now: its talk goes on without this page.
import { mention } from "../live.js";

export function connect() {
  const talk = document.querySelector(".conversation");
  if (talk) mention("conversation:leave", { conversation: Number(talk.dataset.conversation) });
}
