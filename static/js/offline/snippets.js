/** Shows where a passage matches: the text around the first match, the match marked. */
import { RUN, fold, syllables } from "../lao/text.js";

const [BEFORE, LENGTH] = [40, 140]; // signs before the first match and in all

/** Parts to append: texts, and `mark` elements where what was looked for stands. */
export function around(text, terms) {
  const units = unitsOf(text);
  const found = marksOf(units, terms);
  const [begin, end] = windowOf(units, found.indexOf(true));
  const parts = begin ? ["…"] : [];
  for (let n = begin; n < end; n += 1) {
    const last = parts.at(-1);
    if (!found[n]) parts.push(units[n]);
    else if (found[n - 1] && last instanceof Element) last.append(units[n]);
    else parts.push(document.createElement("mark"));
    if (found[n] && parts.at(-1) !== last) parts.at(-1).append(units[n]);
  }
  return end < units.length ? [...parts, "…"] : parts;
}

/** Where a text may be cut: Lao at syllables, the rest at spaces. */
const unitsOf = (text) =>
  text.split(new RegExp(`(${RUN.source})`, "u")).flatMap((part, n) =>
    n % 2 ? syllables(part) : part.match(/\s+|\S+\s?/g) ?? [],
  );

/** For each unit whether it belongs to a match. */
function marksOf(units, terms) {
  const places = [];
  let whole = "";
  for (const [n, unit] of units.entries()) {
    const folded = comparable(unit);
    whole += folded;
    for (let i = folded.length; i > 0; i -= 1) places.push(n);
  }
  const found = units.map(() => false);
  for (const term of terms) {
    const wanted = comparable(term.kind === "code" ? term.text.split("-")[0] : term.text);
    const at = whole.indexOf(wanted);
    if (at >= 0) found.fill(true, places[at], places[at + wanted.length - 1] + 1);
  }
  return found;
}

function windowOf(units, first) {
  let begin = Math.max(first, 0);
  for (let signs = 0; begin > 0 && signs + units[begin - 1].length <= BEFORE; begin -= 1) {
    signs += units[begin - 1].length;
  }
  let end = begin;
  for (let signs = 0; end < units.length && signs < LENGTH; end += 1) signs += units[end].length;
  return [begin, end];
}

// ໍ behind the tone, so that a half-typed ນ້ is the beginning of ນ້ຳ.
const comparable = (text) => fold(text).replace(/\u0ecd([\u0ec8-\u0ecb])/g, "$1\u0ecd");
