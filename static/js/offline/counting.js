/** Beside a box marked data-most: how many characters are left once few are, or are too many. */
import { word } from "./words.js";

const NEAR = 0.9;
// What the server leaves out before it counts (sop_site/offline/text.py, `written`).
const LEFT_OUT = /[\0\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** As the server counts: whole characters, a line's end as one, no space around. */
const length = ({ value }) => [...value.replace(LEFT_OUT, "").trim()].length;

const boxes = (form) => form.querySelectorAll("textarea[data-most]");

/** Counts in all boxes of the form, as they are typed in or filled. */
export function count(form) {
  for (const box of boxes(form)) {
    const line = document.createElement("p");
    line.setAttribute("role", "status");
    line.id = `${box.id}-count`;
    box.after(line);
    box.setAttribute("aria-describedby", [box.getAttribute("aria-describedby"), line.id].join(" ").trim());
    const say = () => tell(box, line);
    for (const change of ["input", "filled"]) box.addEventListener(change, say);
    form.addEventListener("reset", () => setTimeout(say));
    say();
  }
}

function tell(box, line) {
  const most = Number(box.dataset.most);
  const n = length(box);
  const over = n > most;
  line.className = over ? "error" : "hint";
  if (over) line.textContent = word("too_many", { n: n - most, most });
  else line.textContent = n > most * NEAR ? word("characters_left", { n: most - n }) : "";
  if (over) box.setAttribute("aria-invalid", "true");
  else box.removeAttribute("aria-invalid");
}

/** The first box that holds more than is taken; undefined if none does. */
export const tooLong = (form) => [...boxes(form)].find((box) => length(box) > Number(box.dataset.most));
