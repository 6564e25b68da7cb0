/** Sends what waits, from any part of a page, and shows how many items still wait. */
import { noteWhatIsKept } from "./cleared.js";
import { due, waiting } from "./outbox.js";
import { send } from "./sending.js";
import { person } from "./session.js";
import { meta, tryMeta } from "./store.js";
import { word } from "./words.js";

const QUIET = 10 * 60_000; // ms between two looks at the server with nothing to send
const root = document.documentElement;
export const isSaved = root.hasAttribute("data-saved");
export const isSignedOut = !isSaved && document.querySelector("#phone[data-signed-out]") !== null;

/** Sends what is due, or all (`force`), and shows how things are. */
export async function sync(force = false) {
  let said = await tried(force === true);
  if (force === true && said.why === "busy") said = await afterTheOther();
  if (!said.why && !said.idle) await tryMeta("last_sync", Date.now());
  await show(said.why);
  if (said.why === "offline" || said.why === "server") await askForLater();
  if (said.sent) dispatchEvent(new Event("khumue:sent"));
  return said;
}

const tried = (force) => trySending(force).catch(() => ({ sent: 0, why: "server" }));

/** Who is at it now may have begun before the newest item was kept: one more look when it is done. */
async function afterTheOther() {
  await navigator.locks.request("outbox", () => {});
  return tried(true);
}

async function trySending(force) {
  // A page that says so itself need not ask; asking would also set a token against the form's own.
  if (isSignedOut) return { sent: 0, why: (await waiting()).length ? "sign_in" : "", idle: true };
  const writer = await person();
  const isDue = force || (writer && (await due(writer.uid)).length);
  const asked = (await meta("last_sync")) ?? 0;
  if (!isDue && Date.now() - asked < QUIET) return { sent: 0, why: "", idle: true };
  return send(force);
}

/** Where the browser has it, it sends by itself when the network is back, the page shut or not. */
async function askForLater() {
  if (!(await waiting()).length) return;
  const registration = await navigator.serviceWorker?.getRegistration();
  await registration?.sync?.register("outbox").catch(() => {});
}

export async function show(why) {
  await noteWhatIsKept();
  const writer = await person();
  const mine = (await waiting()).filter((item) => item.owner === writer?.uid);
  for (const line of document.querySelectorAll("[data-waiting]")) {
    line.hidden = !mine.length;
    line.querySelector("[data-waiting-text]").textContent = word("items_waiting", { n: mine.length });
  }
  dispatchEvent(new CustomEvent("khumue:synced", { detail: why }));
}
