/** Saved phrases are put into the reply, in each language that is asked for, where one was writing.
 * Alt+P opens them from within the text; arrows lead from one to the next. */

const list = document.querySelector("[data-phrases]");
const fields = [...document.querySelectorAll("[data-phrases-into]")];
const state = document.querySelector("select[name=state]");
const summary = list?.querySelector("summary");

function insert(field, text) {
  const { selectionStart: from, selectionEnd: to, value } = field;
  const gap = from && !value.slice(0, from).endsWith("\n") ? "\n" : "";
  field.setRangeText(gap + text, from, to, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function take(phrase) {
  for (const text of phrase.querySelectorAll("[data-phrase-text]")) {
    const field = fields.find((one) => one.lang === text.lang);
    if (field) insert(field, text.textContent);
  }
  const fits = [...(state?.options ?? [])].some((one) => one.value === phrase.dataset.state);
  if (fits) state.value = phrase.dataset.state;
  list.open = false;
  fields[0].focus();
}

function step(event, buttons) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const at = buttons.indexOf(document.activeElement);
  if (!by || at < 0) return;
  buttons[(at + by + buttons.length) % buttons.length].focus();
  event.preventDefault();
}

if (list && fields.length) {
  const buttons = [...list.querySelectorAll("[data-phrase]")].map((phrase) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-small button-secondary";
    button.textContent = phrase.dataset.title;
    button.addEventListener("click", () => take(phrase));
    phrase.querySelector("b").replaceWith(button);
    return button;
  });
  list.addEventListener("toggle", () => list.open && buttons[0]?.focus());
  list.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      list.open = false;
      fields[0].focus();
    } else step(event, buttons);
  });
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.code !== "KeyP") return;
    event.preventDefault();
    list.open = !list.open;
    if (!list.open) summary.focus();
  });
}
