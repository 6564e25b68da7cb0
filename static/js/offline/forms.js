/** Forms marked data-outbox="<kind>" go through the outbox; others, and all without it, plainly. */
import { takeAddress } from "./addressed.js";
import { count, tooLong } from "./counting.js";
import { isTyped, keepDraft, showDraft } from "./drafts.js";
import { add } from "./outbox.js";
import { asksFirst } from "./personal.js";
import { photosIn } from "./photos.js";
import { get, hasRoom } from "./store.js";
import { moment, word } from "./words.js";

const NEVER = ["csrfmiddlewaretoken"];

/**
 * Binds all forms of the page for `owner` (a uid), who opened it: what is typed here is that
 * person's, whoever signs in meanwhile. `kept(item, form)` is called once an item is kept.
 *
 * That the phone is full is said where one is about to write; beside each of many buttons it would
 * bury the page, and whoever taps one is told then.
 */
export async function bindForms(owner, kept) {
  const forms = [...document.querySelectorAll("form[data-outbox]")];
  const bound = forms.map((form) => bind(form, owner, kept));
  // All of them before anything is waited for: on a slow phone a button is pressed meanwhile.
  const room = hasRoom();
  for (const writing of bound) {
    const { form, draft } = writing;
    const before = draft && (await showDraft(form, draft));
    if (!writing.open.signal.aborted) watch(form, writing, before?.mends);
    if (!(await room) && (draft || forms.length === 1)) say(form, "phone_full", "todo");
    else if (before && !before.mends) tellOfDraft(form, before);
  }
  await Promise.all(bound.map(({ addressed }) => addressed));
}

function bind(form, owner, kept) {
  const addressed = takeAddress(form); // the fields at once, a draft's name needs them
  const draft = form.dataset.draft && [owner, draftName(form)];
  const writing = { form, owner, draft, kept, addressed, open: new AbortController() };
  form.addEventListener("submit", (event) => submit(event, writing));
  count(form);
  form.dataset.bound = "";
  return writing;
}

/** A draft is of one step, say: on the form, data-draft-by names the fields that tell them apart. */
function draftName(form) {
  const { draft, draftBy = "" } = form.dataset;
  const about = draftBy.split(" ").map((name) => form.elements[name]?.value ?? "");
  const parts = about.map((value) => value.replace(/^(false|0)$/i, "").replace(/^true$/i, "1"));
  return [draft, ...parts].join(":").replace(/:+$/, "");
}

/** Keeps what is typed, and this version of the site with it, until it is sent. */
function watch(form, writing, mends) {
  writing.open.abort();
  writing.open = new AbortController();
  const { signal } = writing.open;
  const full = () => form.querySelector("[data-said=phone_full]") ?? say(form, "phone_full", "todo");
  if (writing.draft) keepDraft(form, writing.draft, { mends, signal, full });
  holdUpdates(form, signal);
}

/** A draft is on one phone only: whoever has sent it from another empties this one. */
function tellOfDraft(form, { at }) {
  const line = say(form, "draft_is_here", "copy", { date: moment(at) });
  const button = document.createElement("button");
  [button.type, button.className, button.textContent] = ["button", "link", word("empty_form")];
  button.dataset.deed = "empty";
  button.addEventListener("click", () => {
    form.reset();
    form.dispatchEvent(new Event("change"));
    line.remove();
  });
  const words = document.createElement("span"); // else the button stands in a narrow row beside them
  words.append(line.textContent, " ", button);
  line.replaceChildren(words);
}

/** A new version of the site waits while something is typed. */
function holdUpdates(form, signal) {
  if (!navigator.locks) return;
  const hold = () => {
    const until = new Promise((done) => signal.addEventListener("abort", done));
    navigator.locks.request("form", { mode: "shared" }, () => until);
  };
  if (isTyped(form)) hold();
  else form.addEventListener("input", hold, { signal, once: true });
}

async function submit(event, writing) {
  const form = event.target;
  if (event.submitter?.hasAttribute("data-plain")) return;
  const long = tooLong(form);
  if (long) return refuse(event, long);
  if (navigator.onLine && !form.checkValidity()) return; // the server marks what is missing
  event.preventDefault();
  if (form.dataset.busy || !form.reportValidity()) return; // a double tap, or something is missing
  if (event.submitter?.name !== "anyway" && asksFirst(form)) return;
  form.dataset.busy = "yes";
  const { owner, draft, kept } = writing;
  let mends;
  try {
    const payload = payloadOf(form, event.submitter);
    const files = await photosOf(form);
    mends = draft && (await get("drafts", draft))?.mends;
    writing.open.abort();
    const about = { owner, files, shown: describe(form), draft, mends };
    await kept(await add(form.dataset.outbox, payload, about), form);
  } catch (error) {
    if (writing.open.signal.aborted && form.isConnected) watch(form, writing, mends);
    const reason = reasonOf(error);
    const line = say(form, reason, "todo");
    if (reason === "bad_photo") standBy(form.querySelector("input[type=file]"), line);
  } finally {
    delete form.dataset.busy;
  }
}

/** The words stay as they are: who wrote them knows best what can go. */
function refuse(event, box) {
  event.preventDefault();
  standBy(box, say(event.target, "too_long", "todo"));
  box.focus();
}

/** Puts the line before the field that it is about, with its fold open. */
function standBy(field, line) {
  const fold = field.closest("details");
  if (fold) fold.open = true;
  field.before(line);
  line.scrollIntoView({ block: "center" });
}

/** What the "To be sent" page calls it: the form's own words, or the page's title. */
function describe(form) {
  const title = form.dataset.outboxTitle ?? document.title.split(" · ")[0];
  const page = location.pathname + location.search;
  return { title: title.trim(), page, icon: form.dataset.outboxIcon };
}

/**
 * The fields by name, empty ones left out. On the form, data-outbox-skip names those that are not
 * sent, data-outbox-as what is no text ("sensitive:bool count:number options:list"), and
 * data-outbox-with adds what has no field (JSON).
 */
export function payloadOf(form, submitter) {
  const { outboxSkip = "", outboxAs = "", outboxWith = "{}" } = form.dataset;
  const skipped = [...NEVER, ...outboxSkip.split(" ")];
  const kinds = Object.fromEntries(outboxAs.split(" ").map((pair) => pair.split(":")));
  const payload = JSON.parse(outboxWith);
  for (const [name, value] of new FormData(form, submitter)) {
    if (value instanceof File || skipped.includes(name) || value.trim() === "") continue;
    const kind = kinds[name];
    if (kind === "list") (payload[name] ??= []).push(value);
    else if (kind === "bool") payload[name] = !/^(false|0)$/i.test(value);
    else if (kind === "number") payload[name] = Number(value);
    else payload[name] = value;
  }
  return payload;
}

async function photosOf(form) {
  try {
    return await Promise.all(photosIn(form).map(([, made]) => made));
  } catch {
    throw new Error("bad_photo");
  }
}

function reasonOf(error) {
  if (error?.name === "QuotaExceededError") return "phone_full";
  return error?.message === "bad_photo" ? "bad_photo" : "not_kept";
}

/** One line above the form's last button: what happened, what was kept, what to do. */
export function say(form, name, mood, values) {
  let line = form.querySelector("[data-said]");
  if (!line) {
    line = document.createElement("p");
    line.setAttribute("role", "status");
  }
  form.prepend(line);
  line.dataset.said = name;
  line.className = `status status--${mood}`;
  line.textContent = word(name, values);
  line.scrollIntoView({ block: "nearest" });
  return line;
}
