/** Asks about what looks like a member's number or name before a form is sent; it stops nobody. */

import { findings } from "../lao/personal.js";

/** Shows what was found, from the form's own template, above its button; false if nothing was. */
export function asksFirst(form) {
  const template = form.querySelector("template[data-looks-personal]");
  if (!template) return false;
  form.querySelector("section[data-findings]")?.remove();
  const found = findings([...form.querySelectorAll("textarea")].map((field) => field.value));
  if (!found.length) return false;
  const section = template.content.cloneNode(true).firstElementChild;
  const list = section.querySelector("ul");
  for (const { kind, passage } of found) {
    const item = document.createElement("li");
    const strong = document.createElement("b");
    strong.textContent = passage;
    item.append(`${list.dataset[kind]} `, strong);
    list.append(item);
  }
  section.dataset.findings = "";
  template.after(section);
  section.scrollIntoView({ block: "center" });
  return true;
}
