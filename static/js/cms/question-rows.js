/** A question by keyboard: Enter goes on to the next option and makes one where none is left. */

const form = document.querySelector("[data-question]");
const rows = () => [...form.querySelectorAll("[data-row]")];
const field = (name) => form.elements.namedItem(name);
const GOES_ON = /^(stem_|explanation_|formula$)/; // Shift+Enter is a new line there
const column = (input) => input.name.split("-").pop(); // text_lo, feedback_en, …
const inColumn = (row, name) => row?.querySelector(`[name$="-${name}"]`);

function bind() {
  form.addEventListener("keydown", pressed);
  form.addEventListener("change", (event) => {
    if (event.target.name.endsWith("-right")) onlyOne(event.target);
  });
  const more = form.querySelector("[data-one-more]");
  more?.addEventListener("click", () => inColumn(add(), "text_lo")?.focus());
  for (const part of [more, form.querySelector("[data-keys]")]) if (part) part.hidden = false;
  showWhetherMore();
}

function pressed(event) {
  // A letter that is still being put together takes Enter for itself.
  if (event.key !== "Enter" || event.isComposing) return;
  if (event.ctrlKey || event.metaKey) save(event);
  else if (event.altKey) mark(event);
  else if (!event.shiftKey && event.target.matches("input, textarea")) goOn(event);
}

function save(event) {
  event.preventDefault();
  form.querySelector("[data-next]")?.click();
}

function mark(event) {
  const right = event.target.closest("[data-row]")?.querySelector("[name$='-right']");
  if (!right) return;
  event.preventDefault();
  right.checked = !right.checked;
  right.dispatchEvent(new Event("change", { bubbles: true }));
}

/** One of several can be right: the others are not. */
function onlyOne(right) {
  if (!right.checked || form.dataset.exclusive !== "yes") return;
  for (const other of form.querySelectorAll("[name$='-right']")) {
    if (other !== right) other.checked = false;
  }
}

function goOn(event) {
  const input = event.target;
  const row = input.closest("[data-row]");
  const isLongText = input.matches("textarea") && !row && !GOES_ON.test(input.name);
  if (isLongText || ["submit", "button"].includes(input.type)) return;
  event.preventDefault();
  const next = row ? nextInRows(row, input) : input.name.startsWith("stem_") && firstRow(input);
  (next || following(input))?.focus();
}

function firstRow(stem) {
  // Where the answer is no option, it comes before the known wrong ones.
  const special = form.querySelector("[data-special]");
  return special ? null : inColumn(rows()[0], `text_${stem.lang}`);
}

/** The same field of the next row; from an empty one on to the other language or what follows. */
function nextInRows(row, input) {
  const name = column(input);
  const isText = name.startsWith("text_") || name.startsWith("right_");
  const below = rows()[rows().indexOf(row) + 1];
  if (isText && !input.value.trim()) return afterRows(input);
  if (below) return inColumn(below, name);
  return isText ? inColumn(add(), name) || afterRows(input) : null;
}

function afterRows(input) {
  const other = field("stem_en");
  return input.lang === "lo" && !other.value.trim() ? other : field("explanation_lo");
}

/** The next field in the order of the page. */
function following(input) {
  const all = [...form.querySelectorAll("input:not([type=hidden]), textarea, select, button")];
  const open = all.filter((one) => !one.disabled && one.offsetParent);
  return open[open.indexOf(input) + 1];
}

function add() {
  const empty = form.querySelector("[data-empty-row]");
  const total = field("options-TOTAL_FORMS");
  const number = Number(total.value);
  if (!empty || number >= Number(form.dataset.most)) return null;
  const box = document.createElement("div");
  box.innerHTML = empty.innerHTML.replaceAll("__prefix__", number);
  const row = box.firstElementChild;
  row.querySelector("[data-number]").textContent = number + 1;
  form.querySelector("[data-rows]").append(row);
  total.value = number + 1;
  showWhetherMore();
  return row;
}

function showWhetherMore() {
  const more = form.querySelector("[data-one-more]");
  if (more) more.hidden = rows().length >= Number(form.dataset.most);
}

if (form) bind();
