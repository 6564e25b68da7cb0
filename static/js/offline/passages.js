/** The passages of a saved SOP, as sop_pages/page_content.py names them for the server's search. */

const NO_TEXT = "svg, form, script, .unseen, .note__kind, .step__foot, .behind";

// In the order of the server's: conditions and benefits, what to bring, steps, the rest.
const LINES = [
  "[aria-labelledby=part_bring] .fold__body > li[id]",
  "[aria-labelledby=part_bring] .ticks > li[id]",
];
const LATE_LINES = "[aria-labelledby=part_checklist] .ticks > li[id]";

/** [{key, title, text}], the SOP as a whole first, with no key. */
export function passagesOf(page) {
  const main = new DOMParser().parseFromString(page.m, "text/html").body;
  for (const part of main.querySelectorAll(NO_TEXT)) part.remove();
  for (const picture of main.querySelectorAll("img")) picture.replaceWith(` ${picture.alt} `);
  const all = (selector) => [...main.querySelectorAll(selector)];
  const line = (part) => ({ key: part.id, title: plain(part), text: "" });
  const found = [headOf(main), ...LINES.flatMap(all).map(line)];
  for (const part of all("li.step[id]")) {
    const title = said(part, ".step__title > span:last-child");
    found.push({ key: part.id, title, text: said(part, ".step__text") });
  }
  for (const part of all("[aria-labelledby=part_objections] details[id]")) {
    found.push({ key: part.id, title: said(part, "summary"), text: said(part, ".fold__body") });
  }
  found.push(...all(LATE_LINES).map(line));
  const forms = all("[aria-labelledby=part_checklist] > .with-icon").map(plain);
  if (forms.length) found.push({ key: "", title: "", text: forms.join(" ") });
  return found;
}

function headOf(main) {
  const tags = [...main.querySelectorAll('a[href*="/search/?q="]')].map(plain);
  const owner = main.querySelector("h1")?.dataset.owner; // found by, though not shown
  const text = [said(main, "h1 ~ .stack"), said(main, "h1 ~ .section--near"), owner, ...tags];
  return { key: "", title: said(main, "h1"), text: text.filter(Boolean).join(" ") };
}

const plain = (element) => (element?.textContent ?? "").replace(/\s+/g, " ").trim();
const said = (part, selector) => plain(part.querySelector(selector));
