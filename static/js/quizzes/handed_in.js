/** A page from before a hand-in of this phone: says that it is handed in, instead of "go on". */
import { all } from "../offline/store.js";

const HAND_IN = "quiz.hand_in";

/**
 * Each [data-attempt] holds the words of an open attempt; `data-waits` and `data-sent` are what is
 * said once `uid` handed it in here. What the server refused is still open.
 */
export async function tellHandedIn(uid) {
  const parts = document.querySelectorAll("[data-attempt]");
  if (!parts.length) return;
  const mine = (item) => item.kind === HAND_IN && item.owner === uid;
  const [waiting, sent] = await Promise.all([all("outbox"), all("sent")]);
  const state = new Map();
  for (const item of sent.filter(mine)) state.set(item.payload.attempt, "sent");
  for (const item of waiting.filter(mine)) {
    if (item.state !== "parked") state.set(item.payload.attempt, "waits");
  }
  for (const part of parts) {
    const said = part.dataset[state.get(part.dataset.attempt)];
    if (!said) continue;
    part.textContent = said;
    part.hidden = false;
    part.closest(".row--asked")?.classList.remove("row--asked");
  }
}
