/** Steps that a person puts in order: by buttons, by keyboard, or drawn by their text. */
import { word } from "../offline/words.js";

const listOf = (form) => form.querySelector("[data-ordering]");
const keyOf = (row) => row.querySelector("input").value;

/** From now on the order as it stands is an answer; without this it says nothing. */
export function touch(form) {
  const field = listOf(form) && form.querySelector("input[name=touched]");
  if (field) field.value = "yes";
}

/** Puts the steps in the order of these keys. */
export function put(form, keys) {
  const rows = new Map([...listOf(form).children].map((row) => [keyOf(row), row]));
  if (keys.length !== rows.size || !keys.every((key) => rows.has(key))) return;
  listOf(form).append(...keys.map((key) => rows.get(key)));
  touch(form);
}

/** Makes the steps of this form movable; a form without any is left alone. */
export function bindOrdering(form) {
  const list = listOf(form);
  if (!list) return;
  list.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=move]");
    if (!button) return;
    event.preventDefault();
    const row = button.closest("li");
    if (button.value.endsWith(":up")) up(row);
    else down(row);
    settled(form, row);
  });
  for (const grip of list.querySelectorAll("[data-grip]")) bindDrag(form, grip);
}

// The neighbour is moved, not the row: what is taken out of a page loses focus and pointer.
function up(row) {
  const above = row.previousElementSibling;
  if (above) row.after(above);
}

function down(row) {
  const below = row.nextElementSibling;
  if (below) row.before(below);
}

function settled(form, row) {
  const rows = [...row.parentElement.children];
  const text = row.querySelector("[data-grip]").textContent;
  const said = word("moved", { n: rows.indexOf(row) + 1, total: rows.length, text });
  form.querySelector("[data-moved]").textContent = said;
  touch(form);
  form.dispatchEvent(new Event("change"));
}

function bindDrag(form, grip) {
  const row = grip.closest("li");
  let from = null;
  grip.addEventListener("pointerdown", (event) => {
    if (event.button || grip.closest("fieldset").disabled) return;
    from = row.previousElementSibling;
    grip.setPointerCapture(event.pointerId);
    row.classList.add("is-dragged");
  });
  grip.addEventListener("pointermove", (event) => {
    if (row.classList.contains("is-dragged")) follow(row, event.clientY);
  });
  for (const end of ["pointerup", "pointercancel"]) {
    grip.addEventListener(end, () => {
      const dragged = row.classList.contains("is-dragged");
      row.classList.remove("is-dragged");
      if (dragged && row.previousElementSibling !== from) settled(form, row);
    });
  }
}

/** Changes places with the neighbours whose middle the finger has passed. */
function follow(row, y) {
  const middle = (one) => {
    const { top, height } = one.getBoundingClientRect();
    return top + height / 2;
  };
  while (row.previousElementSibling && y < middle(row.previousElementSibling)) up(row);
  while (row.nextElementSibling && y > middle(row.nextElementSibling)) down(row);
}
