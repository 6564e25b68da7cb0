/** Quizzes on a phone that can keep answers: beginning, taking, handing in without waiting. */
import { isTyped } from "../offline/drafts.js";
import { adopt, person, session } from "../offline/session.js";
import { get, works } from "../offline/store.js";
import { countdown } from "./countdown.js";
import { tellHandedIn } from "./handed_in.js";
import { keepPages, removeKeys } from "./pages.js";
import { take } from "./taking.js";

const LANGUAGES = ["lo", "en"];
const WEEK = 7 * 24 * 3600 * 1000; // ms: as long as a practice stays the same
const saved = document.documentElement.hasAttribute("data-saved");
const reader = document.getElementById("phone").dataset;

async function start() {
  countdown();
  if (!(await works())) return;
  const plain = document.querySelector("form[data-phone-page]");
  if (plain && isTyped(plain)) return; // what was chosen while this was on its way is not lost
  if (plain) return location.replace(plain.dataset.phonePage);
  if (!saved && reader.uid) await adopt(reader.uid, reader.name);
  document.querySelectorAll("form[data-quiz-start]").forEach(bindStart);
  const uid = (await person())?.uid;
  if (uid) {
    await tellHandedIn(uid);
    addEventListener("khumue:synced", () => tellHandedIn(uid));
  }
  const page = document.querySelector("[data-quiz]");
  if (!page || !uid) return;
  const taken = await take(page, uid);
  if (saved && taken.attempt) return;
  if (taken.attempt && !taken.marksItself) await removeKeys(uid);
  const kept = (!taken.attempt && (await isKept(uid))) || (await onThisPhone(uid, taken.slug));
  if (kept) await taken.onPhone();
  page.dataset.kept = kept ? "yes" : "no";
}

/** Whether a practice stands on this phone; of the whole copy, or as it has been this week. */
async function isKept(uid) {
  const row = await get("docs", [uid, location.pathname]);
  return saved || Boolean(row?.h) || row?.at > Date.now() - WEEK;
}

/** The attempt, or practice, in both languages, and the way to it, whether the whole copy is saved or not. */
async function onThisPhone(uid, slug) {
  const here = document.documentElement.lang;
  const twin = `/${LANGUAGES.find((one) => one !== here)}${location.pathname.slice(3)}`;
  const way = [`/${here}/quizzes/`, `/${here}/quizzes/${slug}/`];
  const kept = await keepPages(uid, [location.pathname, twin, ...way]).catch(() => false);
  if (kept) navigator.storage?.persist?.().catch(() => false); // its answer isn't waited for
  return kept;
}

/** Going on needs no network; beginning does: it is drawn on the server. */
function bindStart(form) {
  form.querySelectorAll("[data-take-along]").forEach((part) => (part.hidden = false));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.dataset.open) return location.assign(`${form.dataset.open}#go-on`);
    if (form.dataset.busy) return;
    form.dataset.busy = "yes";
    const said = await session();
    if (said.status !== 200) {
      delete form.dataset.busy;
      form.querySelector("[data-said]").hidden = false;
      return;
    }
    put(form, "csrfmiddlewaretoken", said.body.csrf);
    put(form, "go", event.submitter?.value || "begin");
    form.submit();
  });
}

function put(form, name, value) {
  let field = form.querySelector(`input[name="${name}"]`);
  if (!field) {
    field = document.createElement("input");
    Object.assign(field, { type: "hidden", name });
    form.append(field);
  }
  field.value = value;
}

start();
