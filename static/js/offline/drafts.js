/** Keeps a form as it is typed, for its writer, until it is sent or emptied. */
import { get, put, remove } from "./store.js";

const PAUSE = 300; // ms without a key before it is written
const SKIPPED = ["csrfmiddlewaretoken"];

/**
 * Shows the draft under this key, [owner, form's name], and keeps what is typed until `signal`.
 * Resolves to the draft that was there.
 */
export async function keepDraft(form, key, signal) {
  const draft = await get("drafts", key);
  if (draft) fill(form, draft);
  let timer = 0;
  const keep = () => keepNow(form, key).catch(() => {});
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  };
  form.addEventListener("input", soon, { signal });
  form.addEventListener("change", keep, { signal });
  document.addEventListener("visibilitychange", () => document.hidden && keep(), { signal });
  signal.addEventListener("abort", () => clearTimeout(timer));
  return draft;
}

async function keepNow(form, key) {
  const fields = [];
  const files = [];
  for (const [name, value] of new FormData(form)) {
    if (value instanceof File) {
      if (value.size) files.push([name, value]);
    } else if (!SKIPPED.includes(name)) fields.push([name, value]);
  }
  const [owner, name] = key;
  if (!files.length && !isTyped(form)) return remove("drafts", key);
  const before = await get("drafts", key);
  return put("drafts", { owner, form: name, fields, files, at: Date.now(), mends: before?.mends });
}

/** Whether anything differs from what the server sent. */
export function isTyped(form) {
  return [...form.elements].some((field) => {
    if (field.type === "hidden" || field.type === "file") return false;
    if ("defaultChecked" in field && /^(checkbox|radio)$/.test(field.type)) {
      return field.checked !== field.defaultChecked;
    }
    if (field.options) return [...field.options].some((o) => o.selected !== o.defaultSelected);
    return "defaultValue" in field && field.value !== field.defaultValue;
  });
}

function fill(form, draft) {
  const values = new Map();
  for (const [name, value] of draft.fields) values.set(name, [...(values.get(name) ?? []), value]);
  for (const field of form.elements) {
    if (!field.name || field.type === "file" || field.type === "hidden") continue;
    const given = values.get(field.name) ?? [];
    if (/^(checkbox|radio)$/.test(field.type)) field.checked = given.includes(field.value);
    else if (given.length) field.value = given[0];
    if (field.closest("details") && (field.checked || given[0])) {
      field.closest("details").open = true;
    }
  }
  fillFiles(form, draft.files ?? []);
}

function fillFiles(form, files) {
  const names = new Set(files.map(([name]) => name));
  for (const name of names) {
    const field = form.elements[name];
    if (!field) continue;
    const chosen = new DataTransfer();
    for (const [of, file] of files) if (of === name) chosen.items.add(file);
    field.files = chosen.files;
  }
}
