/** Keeps a form as it is typed, for its writer, until it is sent or emptied. */
import { photosIn } from "./photos.js";
import { get, isFull, put, remove } from "./store.js";

const PAUSE = 300; // ms without a key before it is written
const SKIPPED = ["csrfmiddlewaretoken"];

/** Shows the draft under this key, [owner, form's name]; resolves to it. */
export async function showDraft(form, key) {
  const draft = await get("drafts", key);
  if (draft) fill(form, draft);
  return draft;
}

/**
 * Keeps what is typed under this key until `signal`; `mends` is what the draft was begun to mend.
 * `full` is called when the phone has no room for it.
 */
export function keepDraft(form, key, { mends, signal, full }) {
  const draft = { form, key, mends, signal };
  const keep = () => keepNow(draft).catch((error) => isFull(error) && full());
  let timer = 0;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  };
  form.addEventListener("input", soon, { signal });
  form.addEventListener("change", keep, { signal });
  document.addEventListener("visibilitychange", () => document.hidden && keep(), { signal });
  signal.addEventListener("abort", () => clearTimeout(timer));
}

/** Photos are kept as small as they are sent. Where they find no room the words are kept alone. */
async function keepNow(draft) {
  const { form, key, signal } = draft;
  const files = await smallPhotos(form);
  if (signal.aborted) return undefined; // sent meanwhile
  const fields = [...new FormData(form)].filter(
    ([name, value]) => !(value instanceof File) && !SKIPPED.includes(name),
  );
  if (!files.length && !isTyped(form)) {
    delete draft.mends;
    return remove("drafts", key);
  }
  const [owner, name] = key;
  const row = { owner, form: name, fields, files, at: Date.now(), mends: draft.mends };
  return put("drafts", row).catch(async (error) => {
    await put("drafts", { ...row, files: [] });
    throw error;
  });
}

/** [[field's name, File]]; what is no picture is told of when the form is sent. */
async function smallPhotos(form) {
  const all = photosIn(form).map(([name, made]) => made.then((file) => [[name, file]]));
  return (await Promise.allSettled(all)).flatMap(({ value }) => value ?? []);
}

/** Whether anything differs from what the server sent. */
export function isTyped(form) {
  return [...form.elements].some((field) => {
    if (field.type === "hidden" || field.type === "file") return false;
    if ("defaultChecked" in field && /^(checkbox|radio)$/.test(field.type)) {
      return field.checked !== field.defaultChecked;
    }
    if (field.options) return [...field.options].some((o, n) => o.selected !== isSent(o, n, field));
    return "defaultValue" in field && field.value !== field.defaultValue;
  });
}

/** A list of which one is chosen shows its first where the page marks none. */
function isSent(option, place, { options, multiple }) {
  const marked = [...options].some((other) => other.defaultSelected);
  return marked || multiple ? option.defaultSelected : place === 0;
}

function fill(form, draft) {
  const values = new Map();
  for (const [name, value] of draft.fields) values.set(name, [...(values.get(name) ?? []), value]);
  for (const field of form.elements) {
    if (!field.name || field.type === "file" || field.type === "hidden") continue;
    const given = values.get(field.name) ?? [];
    const isMark = /^(checkbox|radio)$/.test(field.type);
    if (isMark) field.checked = given.includes(field.value);
    else if (given.length) field.value = joined(given[0], field);
    const isOwn = isMark ? field.checked && !field.defaultChecked : given[0];
    if (isOwn && field.closest("details")) field.closest("details").open = true;
    field.dispatchEvent(new Event("filled"));
  }
  fillFiles(form, draft.files ?? []);
}

/** What was typed before the draft was here stands after it, unless the one holds the other. */
function joined(before, { value, defaultValue }) {
  if (defaultValue === undefined || value === defaultValue || before.startsWith(value)) return before;
  return value.startsWith(before) ? value : `${before}\n${value}`;
}

function fillFiles(form, files) {
  const names = new Set(files.map(([name]) => name));
  for (const name of names) {
    const field = form.elements[name];
    if (!field) continue;
    const chosen = new DataTransfer();
    for (const [of, file] of files) if (of === name) chosen.items.add(file);
    field.files = chosen.files;
    field.dispatchEvent(new Event("filled"));
  }
}
