/** The desk by keyboard. Keys go by their place on the keyboard, so they work in Lao as well; none
 * is taken while someone types, nor where Wagtail's shortcuts are switched off. */

const rows = [...document.querySelectorAll("[data-row]")];
const config = document.getElementById("wagtail-config");
const isOn = !config || JSON.parse(config.textContent).KEYBOARD_SHORTCUTS_ENABLED !== false;

const isTyping = ({ target }) =>
  target.isContentEditable || target.matches?.("textarea, select, input:not([type=checkbox])");
const isBusy = () => document.querySelector("[role=dialog]:not([aria-hidden=true]), dialog[open]");
const here = () => rows.findIndex((row) => row.hasAttribute("data-here"));
const box = (row) => row?.querySelector("input[type=checkbox]");

function go(to) {
  const row = rows[Math.min(Math.max(to, 0), rows.length - 1)];
  for (const other of rows) other.toggleAttribute("data-here", other === row);
  row.querySelector("a").focus();
  row.scrollIntoView({ block: "nearest" });
}

function select(row) {
  if (box(row)) box(row).checked = !box(row).checked;
  count();
}

function count() {
  const said = document.querySelector("[data-selected]");
  if (said) said.value = rows.filter((row) => box(row)?.checked).length || "";
}

/** A field is gone to, a link or button is used; with no row selected, the one that is here is. */
function use(place) {
  for (let fold = place.closest("details"); fold; fold = fold.parentElement.closest("details")) {
    fold.open = true;
  }
  if (place.matches("summary")) return place.parentElement.querySelector("button")?.focus();
  if (!place.matches("a, button")) return place.focus();
  if (place.name === "deed" && !rows.some((row) => box(row)?.checked)) {
    if (here() < 0) return undefined;
    box(rows[here()]).checked = true;
  }
  return place.click();
}

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (isTyping(event) || isBusy()) return;
  const key = event.code.replace("Key", "").toLowerCase();
  const place = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (rows.length && (key === "j" || key === "k")) go(here() + (key === "j" ? 1 : -1));
  else if (rows.length && key === "x") select(rows[here()]);
  else if (place) use(place);
  else return;
  event.preventDefault();
}

/** Our keys stand first in Wagtail's list, which "?" opens. */
function list() {
  const ours = document.querySelector("[data-shortcuts]");
  const theirs = document.querySelector(".w-keyboard-shortcuts table");
  if (!ours || !theirs) return;
  theirs.tBodies[0].before(ours.tBodies[0]);
  document.querySelector("[data-shortcuts-shown]").hidden = false;
}

function selectAll() {
  const head = document.querySelector("[data-select-all]");
  if (!head || !rows.length) return;
  const all = document.createElement("input");
  all.type = "checkbox";
  all.setAttribute("aria-label", head.dataset.selectAll);
  all.addEventListener("change", () => {
    for (const row of rows) box(row).checked = all.checked;
    count();
  });
  head.replaceChildren(all);
}

selectAll();
count(); // the browser may have kept what was selected
for (const row of rows) box(row)?.addEventListener("change", count);
if (isOn) {
  document.addEventListener("keydown", press);
  if (document.readyState === "complete") list();
  else window.addEventListener("load", list);
}
