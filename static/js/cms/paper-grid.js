/**
 * The grid of sheets by keyboard alone: Enter, Tab and the arrows go on, and a sign for which a
 * full field has no room stands in the next one. Nothing leaves a field before that, so Tab after
 * a letter never passes one over: typed with it or without it, the answers are the same. A letter
 * that a question hasn't is refused at once, a row is kept when its end is reached or it is left.
 * Without this script the form is sent as a whole.
 */

const form = document.querySelector("[data-paper-grid]");
const line = form?.querySelector("[data-paper-line]");
const LETTERED = new Set(["letter", "letters", "pairs"]);
const LAO = /[\u0e80-\u0eff]/;
const waiting = new Map();

const isSigned = (field) => LETTERED.has(field.dataset.kind) || field.dataset.kind === "order";
const fieldsOf = (row) => [...row.querySelectorAll("input[type='text']")];
const rows = () => [...form.querySelectorAll("[data-paper-row]")].filter((r) => fieldsOf(r).length);
const rowOf = (field) => field.closest("[data-paper-row]");
const filled = (words, given) => words.replace(/\{(\w+)\}/g, (all, name) => given[name] ?? all);

function tell(words, wrong = false) {
  line.textContent = words;
  line.classList.toggle("is-wrong", wrong);
}

function go(field) {
  if (!field) return;
  field.focus();
  field.select();
}

/** The first field of the next row that is open; of the last row, the field itself. */
function nextRow(row) {
  const all = rows();
  return all[all.indexOf(row) + 1];
}

/** The field that comes after this one while sheets are typed; undefined after the last. */
function after(field) {
  const fields = fieldsOf(rowOf(field));
  const next = fields[fields.indexOf(field) + 1];
  // The row's own time is for the one sheet that differs: an arrow leads there.
  if (next && !next.classList.contains("paper__written")) return next;
  const following = nextRow(rowOf(field));
  return following && fieldsOf(following)[0];
}

function onward(field) {
  const next = after(field);
  if (!next || rowOf(next) !== rowOf(field)) keep(rowOf(field));
  go(next);
}

/** Whether no sign more can belong to what stands in the field. Several letters, numbers above
 * nine and words have no end that could be told: after them Enter or Tab is pressed. */
function isFull(field, value = field.value) {
  const { kind, most } = field.dataset;
  const signs = value.replace(/[\s,;./]/g, "");
  if (kind === "letter") return signs.length === 1;
  if (kind === "pairs") return signs.length === Number(most);
  return kind === "order" && most <= 9 && /^[\d໐-໙]+$/.test(signs) && signs.length === Number(most);
}

const isEndless = ({ dataset: { kind, most } }) =>
  !["letter", "pairs", "order"].includes(kind) || (kind === "order" && most > 9);

const atEnd = (field) =>
  field.selectionStart === field.selectionEnd && field.selectionEnd === field.value.length;

function above(field, step) {
  const all = rows();
  const row = rowOf(field);
  const other = all[all.indexOf(row) + step];
  if (other) go(fieldsOf(other)[Math.min(fieldsOf(row).indexOf(field), fieldsOf(other).length - 1)]);
}

function beside(field, step) {
  const fields = fieldsOf(rowOf(field));
  go(fields[fields.indexOf(field) + step]);
}

/** Whether an arrow at this place leaves the field: all of it chosen, or the end reached. */
function leaves(field, step) {
  const { selectionStart: from, selectionEnd: to, value } = field;
  if (from === 0 && to === value.length) return true;
  return from === to && (step < 0 ? from === 0 : to === value.length);
}

function type(field, sign) {
  field.setRangeText(sign, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** What a key of a Lao keyboard is on a Latin one. */
function latin(event) {
  if (!LAO.test(event.key) || event.ctrlKey || event.metaKey || event.altKey) return "";
  const found = /^(?:Key([A-Z])|Digit(\d))$/.exec(event.code);
  return found ? (found[1]?.toLowerCase() ?? found[2]) : "";
}

function pressed(event) {
  const field = event.target.closest("[data-paper-row] input[type='text']");
  if (!field || event.isComposing) return;
  const arrows = { ArrowLeft: -1, ArrowRight: 1 };
  const kind = field.dataset.kind;
  const lastOfRow = kind && after(field) && rowOf(after(field)) !== rowOf(field);
  if (event.key === "Enter" || (event.key === "Tab" && !event.shiftKey && lastOfRow)) {
    event.preventDefault();
    onward(field);
  } else if (event.key in arrows && leaves(field, arrows[event.key])) {
    event.preventDefault();
    beside(field, arrows[event.key]);
  } else if ((event.key === "ArrowUp" || event.key === "ArrowDown") && kind) {
    event.preventDefault();
    above(field, event.key === "ArrowUp" ? -1 : 1);
  } else {
    const target = (isFull(field) && atEnd(field) && after(field)) || field;
    const sign = isSigned(target) ? latin(event) : "";
    if (!sign) return;
    event.preventDefault();
    type(field, sign);
  }
}

/** What was typed behind a full field; "" when there is room, or something else was done to it. */
function beyond(field) {
  const last = field.dataset.last ?? "";
  const isBehind = isFull(field, last) && field.value.startsWith(last) && atEnd(field);
  return isBehind ? field.value.slice(last.length).trim() : "";
}

/** Why these signs can't stand in the field; "" when they can. */
function wrong(field) {
  const { kind, letters, most } = field.dataset;
  const signs = field.value.toLowerCase().replace(/[\s,;./]/g, "");
  if (LETTERED.has(kind)) {
    const allowed = kind === "pairs" ? `${letters}-–—` : letters;
    const dash = /^[-–—]$/.test(signs);
    if (!dash && [...signs].some((sign) => !allowed.includes(sign)))
      return filled(form.dataset.noLetter, { letters: [...letters].join(", ") });
    if (kind === "letter" && signs.length > 1) return form.dataset.oneLetter;
  }
  if (kind === "order" && !/^[-–—]?$/.test(signs)) {
    const numbers = most > 9 ? (field.value.match(/\S+/g) ?? []) : [...signs];
    const known = (sign) => /^\d+$/.test(sign) && Number(sign) >= 1 && Number(sign) <= most;
    if (!numbers.every((sign) => known(sign.replace(/[໐-໙]/g, (d) => "໐໑໒໓໔໕໖໗໘໙".indexOf(d)))))
      return filled(form.dataset.noNumber, { most });
  }
  return "";
}

function typed(event) {
  const field = event.target.closest("[data-paper-row] input[type='text']");
  if (!field) return;
  // While a phone's keyboard composes too: to it all letters in a row are one word to come.
  const more = beyond(field);
  if (more) {
    field.value = field.dataset.last;
    if (!after(field)) return tell(form.dataset.noRoom, true);
    onward(field);
    return type(document.activeElement, more);
  }
  const why = field.dataset.kind ? wrong(field) : "";
  if (why) {
    field.value = field.dataset.last ?? "";
    tell(why, true);
    return;
  }
  field.dataset.last = field.value;
  field.removeAttribute("aria-invalid");
  field.removeAttribute("aria-describedby");
  rowOf(field).dataset.changed = "yes";
  rowOf(field).querySelector("[data-paper-state]").textContent = "";
  hint(field);
}

function hint(field) {
  const row = rowOf(field);
  if (!field.dataset.hint) return tell(field.getAttribute("aria-label"));
  const question = fieldsOf(row).indexOf(field);
  const said = { sheet: row.dataset.paperRow, question, hint: field.dataset.hint };
  tell(filled(isEndless(field) ? form.dataset.hintEndless : form.dataset.hint, said));
}

function entered(event) {
  const field = event.target.closest("[data-paper-row] input[type='text']");
  if (!field) return;
  field.dataset.last = field.value;
  field.select();
  if (!line.classList.contains("is-wrong")) hint(field);
}

/** A row that is left with an officer in it is kept; a row without one is not finished. */
function left(event) {
  const row = event.target.closest("[data-paper-row]");
  if (!row || row.contains(event.relatedTarget)) return;
  line.classList.remove("is-wrong");
  if (fieldsOf(row)[0].value.trim()) keep(row);
}

function bodyOf(row) {
  const body = new FormData();
  for (const field of row.querySelectorAll("input")) body.append(field.name, field.value);
  for (const name of ["csrfmiddlewaretoken", "written"]) body.append(name, form.elements[name].value);
  return body;
}

/** One request of a row at a time: the next one needs the number of what the first has kept. */
async function keep(row) {
  if (row.dataset.changed !== "yes") return;
  if (waiting.has(row)) {
    await waiting.get(row);
    return keep(row);
  }
  delete row.dataset.changed;
  row.querySelector("[data-paper-state]").textContent = form.dataset.saving;
  const sent = send(row);
  waiting.set(row, sent);
  await sent;
  waiting.delete(row);
}

/** Row by row, as each is kept when it is left: sent as a whole, a row that is on its way would
 * come twice, and the second be refused. What doesn't get through so goes as a plain form. */
async function keepAll() {
  await Promise.all(rows().map(keep));
  await Promise.all(waiting.values());
  const unkept = form.querySelectorAll("[data-changed='yes']");
  for (const row of unkept) delete row.dataset.changed; // nothing to be asked when the page goes
  if (unkept.length) return form.submit();
  const wrong = form.querySelector("[aria-invalid='true']");
  if (wrong) return go(wrong);
  tell(form.dataset.allKept);
}

async function send(row) {
  try {
    const headers = { Accept: "application/json" };
    const answer = await fetch(form.action, { method: "POST", body: bodyOf(row), headers });
    if (!answer.ok) throw new Error(answer.status);
    const found = (await answer.json())[row.dataset.paperRow];
    show(row, found ?? {});
  } catch {
    row.dataset.changed = "yes";
    row.querySelector("[data-paper-state]").textContent = form.dataset.failed;
  }
}

function show(row, found) {
  const number = row.dataset.paperRow;
  const state = row.querySelector("[data-paper-state]");
  document.querySelector(`#fault-${number}`)?.remove();
  row.classList.toggle("is-wrong", Boolean(found.faults));
  if (found.faults) return refuse(row, found.faults);
  state.textContent = found.said ? `✓ ${found.said}` : "";
  if (!found.said || row.dataset.changed === "yes") {
    if (found.seen) form.elements[`seen-${number}`].value = found.seen;
    return;
  }
  for (const name of ["officer", "written", "seen"])
    form.elements[`${name}-${number}`].value = found[name];
}

function refuse(row, faults) {
  const number = row.dataset.paperRow;
  const under = document.createElement("tr");
  under.className = "paper__fault";
  under.id = `fault-${number}`;
  const cell = document.createElement("td");
  cell.colSpan = row.cells.length - 1;
  under.append(document.createElement("td"), cell);
  for (const [name, words] of Object.entries(faults)) {
    const field = form.elements[`${name}-${number}`];
    const said = document.createElement("p");
    const question = /^answer-(\d+)$/.exec(name)?.[1];
    said.textContent = question ? `${question}: ${words}` : words;
    cell.append(said);
    field?.setAttribute("aria-invalid", "true");
    field?.setAttribute("aria-describedby", under.id);
  }
  row.after(under);
  row.querySelector("[data-paper-state]").textContent = "";
  tell([...cell.children].map((said) => said.textContent).join(" "), true);
}

if (form) {
  form.addEventListener("keydown", pressed);
  form.addEventListener("input", typed);
  form.addEventListener("focusin", entered);
  form.addEventListener("focusout", left);
  window.addEventListener("beforeunload", (event) => {
    if (form.querySelector("[data-changed='yes']") || waiting.size) event.preventDefault();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keepAll();
  });
  const wanted = document.querySelector(
    `${location.hash.startsWith("#sheet-") ? location.hash : "#none"}[data-paper-row]`,
  );
  const jumped = document.querySelector("#jump").value.trim().toUpperCase();
  const first =
    wanted ??
    rows().find((row) => row.dataset.paperRow === jumped) ??
    rows().find((row) => !fieldsOf(row)[0].value);
  if (first) go(fieldsOf(first)[0]);
}
