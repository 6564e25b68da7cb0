/** What the phone does for every page once it stands: send, stay up to date, say how things are. */
import { noticeClearing } from "./cleared.js";
import { forgetOld, waiting } from "./outbox.js";
import { loadPart } from "./parts.js";
import { adopt, forgetPerson, person, removeOwnPages } from "./session.js";
import { meta, tryMeta, works } from "./store.js";
import { isSaved, isSignedOut, show, sync } from "./syncing.js";
import { word } from "./words.js";

const MINUTE = 60_000;
const APART = 30 * MINUTE; // between two visits
const box = document.getElementById("phone");
const here = (selector) => document.querySelector(selector) !== null;

async function start() {
  if (!(await works())) return sayWhatDoesNotWork();
  await noticeClearing();
  if (box.dataset.uid && !isSaved) await adopt(box.dataset.uid, box.dataset.name);
  const writer = await person();
  if (isSignedOut && writer) await removeOwnPages(writer.uid);
  addEventListener("khumue:sync", () => sync(true));
  bindSignOut();
  if (writer && here("form[data-outbox]")) await loadPart("writing");
  if (writer && here("[data-scan]")) await loadPart("scan");
  if (here("[data-to-send]")) await loadPart("sending");
  await show();
  registerWorker().catch(() => {}); // some modes refuse it: sending works without
  addEventListener("online", () => sync());
  document.addEventListener("visibilitychange", () => document.hidden || sync());
  setInterval(sync, MINUTE);
  await sync();
  await forgetOld();
  if (isSaved && here("main input[name=q]")) await loadPart("search");
  if (isSaved && here("main form[data-months]")) await loadPart("months");
  if (isSaved && here("main form[data-sheet]")) await loadPart("sheet");
  if (await minded()) await loadPart("copy");
}

/** Plain http, or a browser that keeps nothing: forms go the plain way, and one sentence says so. */
function sayWhatDoesNotWork() {
  const line = document.querySelector("[data-not-kept]");
  if (line && here("form[data-outbox], [data-to-send], [data-copy]")) line.hidden = false;
}

/** Whether the saved copy is to be shown, kept fresh or, on a second visit, offered. */
async function minded() {
  const last = (await meta("visited_at")) ?? 0;
  const visits = ((await meta("visits")) ?? 0) + (Date.now() - last > APART ? 1 : 0);
  await tryMeta("visits", visits);
  await tryMeta("visited_at", Date.now());
  return visits > 1 || here("[data-copy]") || (await meta("saved:wanted"));
}

/** Sign-out keeps what is unsent, says so, and takes private pages off the phone. */
function bindSignOut() {
  for (const form of document.querySelectorAll('form[action*="/sign-out/"]')) {
    form.dataset.bound = "";
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const uid = (await person())?.uid;
      const unsent = (await waiting()).some((item) => item.owner === uid);
      if (unsent && !confirm(word("sign_out_unsent"))) return;
      await forgetPerson();
      form.submit();
    });
  }
}

async function registerWorker() {
  if (!navigator.serviceWorker) return;
  const registration = await navigator.serviceWorker.register("/sw.js");
  letIn(registration);
  // A page that was on its way while the worker began was not claimed with the others.
  if (!navigator.serviceWorker.controller) registration.active?.postMessage("claim");
  // It may be on its way already: begun by another page, or by the one before this.
  watch(registration);
  registration.addEventListener("updatefound", () => watch(registration));
  setInterval(letIn, MINUTE, registration); // a form was in use, or the old one still at work
}

const watch = (registration) =>
  registration.installing?.addEventListener("statechange", () => letIn(registration));

/** A new version takes over when no form is in use, in any tab. */
function letIn(registration) {
  if (!registration.waiting) return;
  const go = () => registration.waiting?.postMessage("take-over");
  if (!navigator.locks) return go();
  navigator.locks.request("form", { ifAvailable: true }, (lock) => lock && go());
}

if (box) start().finally(() => (box.dataset.done = ""));
