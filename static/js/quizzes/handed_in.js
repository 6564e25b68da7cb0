/** A page from before a hand-in of this phone: says that it is handed in, instead of "go on". */
import { all } from "../offline/store.js";

const HAND_IN = "quiz.hand_in";

/**
 * Each [data-hand-in] holds the words of an open attempt, by its id, or of a hand-in that has not
 * arrived, by its code; `data-waits` and `data-sent` are what is said once `uid` handed it in here.
 * What the server refused is still open.
 */
export async function tellHandedIn(uid) {
  const parts = document.querySelectorAll("[data-hand-in]");
  if (!parts.length) return;
  const mine = (item) => item.kind === HAND_IN && item.owner === uid;
  const [waiting, sent] = await Promise.all([all("outbox"), all("sent")]);
  const state = new Map();
  const note = ({ payload: { attempt, code } }, how) => state.set(attempt, how).set(code, how);
  for (const item of sent.filter(mine)) note(item, "sent");
  for (const item of waiting.filter(mine)) {
    if (item.state !== "parked") note(item, "waits");
  }
  for (const part of parts) {
    const said = part.dataset[state.get(part.dataset.handIn)];
    if (!said) continue;
    part.textContent = said;
    part.hidden = false;
    part.closest(".row--asked")?.classList.remove("row--asked");
  }
}
